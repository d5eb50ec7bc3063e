/**
 * The one way into the book. Commands, typing and imports become Automerge changes, the changes become sealed
 * envelopes, the envelopes are durable in the log, and only then is anything acknowledged or shown.
 */
import { change, getHeads, getLastLocalChange, splice } from "@automerge/automerge/slim";
import { toDocument } from "../../shared/model/document";
import type { ItemId, ItemLane } from "../../shared/model/item";
import { steadyBreath } from "./breathing";
import { type Command, EngineError, type RunResult, type TextUpdate } from "./contract";
import type { DocumentChanged, DocumentNews } from "./documents/document-news";
import type { Documents } from "./documents/documents";
import type { InitialChange } from "./documents/initial-change";
import type { HaveAgain, LiveDocument } from "./documents/live-document";
import type { Sealer, Unsealed } from "./documents/sealer";
import type { Exclusive } from "./exclusive";
import {
	applyCommand,
	asWritingError,
	type ExistingCommand,
	isCreate,
	type PreparedItem,
	prepare,
	type SortedCommands,
	writableModel,
} from "./item-commands";
import type { ItemPlaces } from "./item-places";
import type { RunningJob } from "./jobs/job-runner";
import { type Projection, project, projectDocument } from "./library/projection";
import { LogFull } from "./log/log-store";
import type { Projector } from "./projector";

/** More items than this at once travel together, so that signing does not take longer than the work. */
const OWN_ENVELOPE_UP_TO = 64;
const ITEMS_PER_ENVELOPE = 500;
/** Bytes of changes after which a shared envelope is closed. */
const BYTES_PER_ENVELOPE = 4 * 1024 * 1024;

type OnStep = (step: "saving" | "listing", done: number, total: number) => void;

/** Somebody who waits for a change of many items, and may give it up until it is made durable. */
export type LongRun = Pick<RunningJob, "progress" | "check" | "commit">;

export interface WritePath {
	/** With `long` it tells how far it is; when that one gives it up, nothing was changed. */
	run(commands: readonly Command[], long?: LongRun): Promise<RunResult>;
	/**
	 * Applies an editor's updates to the item's text as one change. `decide` is asked when it is this edit's turn, with
	 * nothing else between it and the change: it gives the updates, or null when they no longer fit.
	 */
	editText(id: ItemId, field: string, decide: () => readonly TextUpdate[] | null, origin: string): Promise<void>;
	/** Makes many items at once, all or none. Once they are durable it does not fail any more. */
	create(items: readonly PreparedItem[], onStep: OnStep): Promise<void>;
}

interface Made {
	readonly id: ItemId;
	readonly lane: ItemLane;
	readonly bytes: Uint8Array;
	readonly projection: Projection | null;
	readonly fresh: boolean;
}

interface Changed extends Made {
	readonly changed: DocumentChanged;
}

export interface WritePathParts {
	readonly documents: Documents;
	readonly sealer: Sealer;
	readonly initialChange: InitialChange;
	readonly projector: Projector;
	readonly news: DocumentNews;
	readonly exclusive: Exclusive;
	readonly places: ItemPlaces;
	readonly now: () => number;
}

export function createWritePath({ documents, sealer, initialChange, projector, news, exclusive, places, now }: WritePathParts): WritePath {
	/** Puts changes into the log; gives the last position. */
	async function makeDurable(made: readonly Made[], time: number): Promise<number> {
		try {
			return Math.max(0, ...(await sealer.append(envelopesOf(made, places.spaceOf), time)));
		} catch (error) {
			throw error instanceof LogFull
				? new EngineError("disk-full", "the disk is full: nothing was lost, the change is not saved yet")
				: error;
		}
	}

	/** Applies commands to one document. Null when they change nothing. */
	function apply(live: LiveDocument, commands: readonly ExistingCommand[], time: number): Changed | null {
		const model = writableModel(live);
		const before = getHeads(live.doc);
		const doc = change(live.doc, { time: Math.floor(time / 1000) }, (draft) => {
			for (const command of commands) applyCommand(model.kind, draft, command);
		});
		const bytes = getLastLocalChange(doc);
		if (getHeads(doc).join() === before.join() || bytes === undefined) return null;
		live.doc = doc;
		const projection = projectDocument(live.id, places.spaceOf(live.id), doc, Math.max(live.updated, time));
		return { id: live.id, lane: model.lane, bytes, projection, fresh: false, changed: { id: live.id, doc, before, origin: "command" } };
	}

	function settle(live: LiveDocument, seq: number, time: number): void {
		live.seq = seq;
		live.updated = Math.max(live.updated, time);
		live.unsaved += 1;
	}

	/** What is to be made and what is to be changed, checked before anything is. */
	async function sort(commands: readonly Command[], time: number): Promise<SortedCommands> {
		const ids: ItemId[] = [];
		const created = new Map<ItemId, PreparedItem>();
		const existing = new Map<ItemId, ExistingCommand[]>();
		for (const command of commands) {
			if (isCreate(command)) {
				const item = prepare(command.kind, places.idFor(command), command.fields, time);
				// A second first change would make the item unreadable for ever.
				if (created.has(item.id) || (command.id !== undefined && (await documents.exists(item.id)))) {
					throw new EngineError("bad-request", "there is an item of this id already");
				}
				created.set(item.id, item);
				ids.push(item.id);
			} else {
				places.assertStays(command);
				existing.set(command.id, [...(existing.get(command.id) ?? []), command]);
				ids.push(command.id);
			}
		}
		return { ids, created: [...created.values()], existing };
	}

	async function write(
		{ created, existing }: SortedCommands,
		time: number,
		long: LongRun | null,
	): Promise<{ readonly seq: number; readonly made: readonly Made[] } | null> {
		return documents.edit(async ({ each }) => {
			const made: Made[] = created.map((item) => makeItem(item, time));
			const touched: { readonly live: LiveDocument | null; readonly changed: DocumentChanged }[] = [];
			let looked = 0;
			await each([...existing.keys()], (live, again) => {
				long?.check();
				looked += 1;
				long?.progress("changing", looked, existing.size);
				const one = apply(live, existing.get(live.id) ?? [], time);
				if (one === null) return;
				made.push(one);
				touched.push(again === null ? { live, changed: one.changed } : { live: null, changed: seenAgain(one, again) });
			});
			if (made.length === 0) return null;
			long?.commit();
			long?.progress("saving", 0, 0);
			const seq = await makeDurable(made, time);
			for (const { live, changed } of touched) {
				if (live !== null) settle(live, seq, time);
				news.tell(changed);
			}
			return { seq, made };
		});
	}

	async function run(commands: readonly Command[], long: LongRun | null): Promise<RunResult> {
		const time = now();
		try {
			const sorted = await sort(commands, time);
			const written = await write(sorted, time, long);
			if (written !== null) {
				const projections = written.made.map((one) => one.projection).filter((projection) => projection !== null);
				const fresh = written.made.every((one) => one.fresh);
				if (long === null) await projector.put(projections, written.seq, fresh);
				else await projector.putMany(projections, written.seq, (done, total) => long.progress("listing", done, total), fresh);
			}
			return { ids: sorted.ids };
		} catch (error) {
			throw asWritingError(error);
		}
	}

	function makeItem(item: PreparedItem, time: number): Made {
		const bytes = initialChange(toDocument(item.model, item.fields), time);
		return {
			id: item.id,
			lane: item.model.lane,
			bytes,
			projection: project(item.id, places.spaceOf(item.id), item.model, item.fields, time),
			fresh: true,
		};
	}

	async function editText(id: ItemId, field: string, decide: () => readonly TextUpdate[] | null, origin: string): Promise<void> {
		const time = now();
		await documents.edit(async ({ open }) => {
			const live = await open(id);
			const model = writableModel(live);
			const updates = decide();
			if (updates === null) return;
			const before = getHeads(live.doc);
			const doc = change(live.doc, { time: Math.floor(time / 1000) }, (draft) => {
				for (const { splices } of updates) {
					for (const { at, remove, insert } of [...splices].reverse()) splice(draft, [field], at, remove, insert);
				}
			});
			const bytes = getLastLocalChange(doc);
			if (getHeads(doc).join() === before.join() || bytes === undefined) return;
			live.doc = doc;
			const seq = await makeDurable([{ id, lane: model.lane, bytes, projection: null, fresh: false }], time);
			settle(live, seq, time);
			projector.later(id, seq);
			news.tell({ id, doc, before, origin });
		});
	}

	async function makeAll(items: readonly PreparedItem[], time: number, onStep: OnStep): Promise<Made[]> {
		const breath = steadyBreath();
		const made: Made[] = [];
		for (const item of items) {
			made.push(makeItem(item, time));
			onStep("saving", made.length, items.length);
			await breath();
		}
		return made;
	}

	async function create(made: readonly Made[], time: number, onStep: OnStep): Promise<void> {
		const seq = await makeDurable(made, time);
		const projections = made.map(({ projection }) => projection).filter((projection) => projection !== null);
		await projector.putMany(projections, seq, (done, total) => onStep("listing", done, total));
	}

	return {
		run: (commands, long) => exclusive(() => run(commands, long ?? null)),
		editText: (id, field, decide, origin) => exclusive(() => editText(id, field, decide, origin)),
		async create(items, onStep) {
			if (items.length === 0) return;
			const time = now();
			// Nobody else has to wait for this: what is made here is not in the book yet.
			const made = await makeAll(items, time, onStep);
			await exclusive(() => create(made, time, onStep));
		},
	};
}

/** A change to a document that was let go: it is made again for those who look at it, which are few. */
function seenAgain({ bytes, changed: { id, before, origin } }: Changed, again: HaveAgain): DocumentChanged {
	return {
		id,
		before,
		origin,
		get doc() {
			return again(bytes);
		},
	};
}

function envelopesOf(made: readonly Made[], spaceOf: (id: ItemId) => string): Unsealed[] {
	if (made.length <= OWN_ENVELOPE_UP_TO)
		return made.map(({ id, lane, bytes }) => ({ space: spaceOf(id), lane, items: [{ id, changes: [bytes] }] }));
	const envelopes: { space: string; lane: ItemLane; items: { id: ItemId; changes: Uint8Array[] }[]; size: number }[] = [];
	for (const { id, lane, bytes } of made) {
		const space = spaceOf(id);
		const open = envelopes.findLast((envelope) => envelope.lane === lane && envelope.space === space);
		const fits = open !== undefined && open.items.length < ITEMS_PER_ENVELOPE && open.size + bytes.length < BYTES_PER_ENVELOPE;
		if (fits) {
			open.items.push({ id, changes: [bytes] });
			open.size += bytes.length;
		} else envelopes.push({ space, lane, items: [{ id, changes: [bytes] }], size: bytes.length });
	}
	return envelopes;
}
