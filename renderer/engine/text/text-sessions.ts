/** Open texts: the engine is the authority on the order of edits, editors rebase over what they have not seen. */
import { diff, getHeads } from "@automerge/automerge/slim";
import { type ItemId, readString } from "../../../shared/model/item";
import { modelOf } from "../../../shared/model/registry";
import { EngineError, type TextSession, type TextUpdate } from "../contract";
import type { DocumentChanged, DocumentNews } from "../documents/document-news";
import type { Documents } from "../documents/documents";
import { exclusiveGate } from "../exclusive";
import type { Projector } from "../projector";
import type { WritePath } from "../write-path";

/** Updates kept so that a slow editor can catch up; one further behind opens the text again. */
const REMEMBERED = 2000;

interface OpenText {
	readonly id: ItemId;
	readonly field: string;
	version: number;
	/** Accepted updates; the last one made `version`. */
	updates: TextUpdate[];
	readonly listeners: Set<(version: number, updates: readonly TextUpdate[]) => void>;
	/** Editors that have it open. */
	sessions: number;
}

export interface TextSessions {
	open(id: ItemId): Promise<TextSession>;
}

export function createTextSessions(documents: Documents, writePath: WritePath, projector: Projector, news: DocumentNews): TextSessions {
	const texts = new Map<ItemId, OpenText>();
	/** Pushes that are being written, by the origin that their change will bear. */
	const pushes = new Map<string, readonly TextUpdate[]>();
	let pushed = 0;
	const gates = new Map<ItemId, ReturnType<typeof exclusiveGate>>();

	function accept(text: OpenText, updates: readonly TextUpdate[]): void {
		text.version += updates.length;
		text.updates = [...text.updates, ...updates].slice(-REMEMBERED);
		for (const listener of text.listeners) listener(text.version, updates);
	}

	/** What an editor at this version has not seen; null when that is no longer remembered. */
	function since(text: OpenText, version: number): readonly TextUpdate[] | null {
		const behind = text.version - version;
		if (behind < 0 || behind > text.updates.length) return null;
		return behind === 0 ? [] : text.updates.slice(-behind);
	}

	news.listen((changed) => {
		const text = texts.get(changed.id);
		if (text === undefined) return;
		// Taken here, while nothing else can change the document: so versions follow the order of its changes.
		const updates = pushes.get(changed.origin) ?? updatesOf(changed, text.field);
		pushes.delete(changed.origin);
		if (updates.length > 0) accept(text, updates);
	});

	news.onReplaced(({ id, was, doc }) => {
		const text = texts.get(id);
		if (text === undefined) return;
		const updates = updatesBetween(readString(was[text.field]), readString(doc[text.field]));
		if (updates.length > 0) accept(text, updates);
	});

	async function push(text: OpenText, version: number, updates: readonly TextUpdate[]): ReturnType<TextSession["push"]> {
		pushed += 1;
		const origin = `push ${pushed}`;
		let stale: readonly TextUpdate[] = [];
		try {
			await writePath.editText(
				text.id,
				text.field,
				() => {
					const unseen = since(text, version);
					if (unseen === null) throw new EngineError("bad-request", "this text has moved on too far: open it again");
					stale = unseen;
					if (unseen.length > 0) return null;
					pushes.set(origin, updates);
					return updates;
				},
				origin,
			);
			// Edits that changed nothing made no change of the document, yet the editor counts them.
			if (pushes.has(origin)) accept(text, updates);
		} finally {
			pushes.delete(origin);
		}
		return stale.length > 0 ? { outcome: "stale", updates: stale } : { outcome: "accepted" };
	}

	async function open(id: ItemId): Promise<TextSession> {
		const gate = gates.get(id) ?? exclusiveGate();
		gates.set(id, gate);
		return gate(() =>
			documents.use(id, (live) => {
				const field = modelOf(readString(live.doc.kind))?.textFields[0];
				if (field === undefined) throw new EngineError("bad-request", "this item has no text to edit");
				const text = texts.get(id) ?? { id, field, version: 0, updates: [], listeners: new Set(), sessions: 0 };
				texts.set(id, text);
				text.sessions += 1;
				const unpin = documents.pin(id);
				let closed = false;
				const mine = new Set<(version: number, updates: readonly TextUpdate[]) => void>();
				return {
					text: readString(live.doc[field]),
					version: text.version,
					push: (version, updates) => gate(() => push(text, version, updates)),
					onUpdates(listener) {
						text.listeners.add(listener);
						mine.add(listener);
						return () => text.listeners.delete(listener);
					},
					close() {
						if (closed) return;
						closed = true;
						unpin();
						for (const listener of mine) text.listeners.delete(listener);
						text.sessions -= 1;
						if (text.sessions === 0) {
							texts.delete(id);
							gates.delete(id);
							projector.settle().catch(() => undefined);
						}
					},
				};
			}),
		);
	}

	return { open };
}

/** What a change from elsewhere did to the text, as updates for editors: each patch applies after the one before it. */
export function updatesOf({ doc, before }: DocumentChanged, field: string): readonly TextUpdate[] {
	const updates: TextUpdate[] = [];
	for (const patch of diff(doc, [...before], getHeads(doc))) {
		if (patch.path[0] !== field) continue;
		const at = Number(patch.path[1]);
		if (patch.action === "splice") updates.push({ origin: "remote", splices: [{ at, remove: 0, insert: patch.value }] });
		else if (patch.action === "del") updates.push({ origin: "remote", splices: [{ at, remove: patch.length ?? 1, insert: "" }] });
	}
	return updates;
}

/** What makes one text of another where nobody knows the steps: one update, for what differs. */
export function updatesBetween(was: string, is: string): readonly TextUpdate[] {
	if (was === is) return [];
	const shorter = Math.min(was.length, is.length);
	let start = 0;
	while (start < shorter && was[start] === is[start]) start += 1;
	let end = 0;
	while (end < shorter - start && was[was.length - 1 - end] === is[is.length - 1 - end]) end += 1;
	return [{ origin: "remote", splices: [{ at: start, remove: was.length - start - end, insert: is.slice(start, is.length - end) }] }];
}
