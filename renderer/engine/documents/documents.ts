/** Documents, loaded on demand and freed again: at most `LIVE` are in memory beyond those in use. */
import { type Doc, free, init, load, loadIncremental, save } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";
import { joinBytes } from "../../../shared/protocol/bytes";
import { EnvelopeRefused } from "../../../shared/protocol/envelope";
import { EngineError } from "../contract";
import type { LogEntry, LogStore } from "../log/log-store";
import type { Sealer } from "./sealer";

const LIVE = 256;
/** A document that took more envelopes than this to load is kept as a snapshot. */
const WORTH_A_SNAPSHOT = 32;

export interface LiveDocument {
	readonly id: ItemId;
	doc: Doc<Draft>;
	/** The last log position that is in it. */
	seq: number;
	/** The newest time of its envelopes, milliseconds. */
	updated: number;
	/** Envelopes since its snapshot. */
	unsaved: number;
	/** True while it holds a change that is not durable yet: no snapshot may be taken. */
	dirty: boolean;
}

export interface Documents {
	/** Runs `work` with the document, which stays in memory until it has ended. Throws `not-found` when the log has nothing of it, `damaged` when nothing of it can be read. */
	use<Result>(id: ItemId, work: (live: LiveDocument) => Result | Promise<Result>): Promise<Result>;
	/** The copy in memory, if there is one. */
	peek(id: ItemId): LiveDocument | null;
	/** Forgets the copy in memory, so that the next use reads what is durable. */
	drop(id: ItemId): void;
	/** Writes a snapshot of what has grown since the last one. */
	keepSnapshot(live: LiveDocument): Promise<void>;
	close(): void;
}

/** `onDamaged` is told of an envelope that could not be read; it is in quarantine by then. */
export async function openDocuments(log: LogStore, sealer: Sealer, onDamaged: (entry: LogEntry, why: string) => void): Promise<Documents> {
	/**
	 * Items that lost an envelope to quarantine. They are written on with a fresh actor: the lost changes may live on
	 * in other copies, and an actor that used a sequence number twice would corrupt the document for everyone.
	 */
	const scarred = new Set((await log.quarantined()).flatMap((entry) => entry.items));
	const live = new Map<ItemId, LiveDocument>();
	const users = new Map<ItemId, number>();
	const loading = new Map<ItemId, Promise<LiveDocument>>();

	function changesIn(entry: LogEntry, id: ItemId): { readonly bytes: Uint8Array; readonly time: number } | string {
		try {
			const body = sealer.open(entry.bytes);
			return { bytes: joinBytes(...body.items.filter((item) => item.id === id).flatMap((item) => item.changes)), time: body.time };
		} catch (error) {
			return error instanceof EnvelopeRefused ? error.fault : String(error);
		}
	}

	async function read(id: ItemId): Promise<LiveDocument> {
		const snapshot = await log.snapshot(id);
		const entries = await log.ofItem(id, snapshot?.seq ?? 0);
		if (snapshot === null && entries.length === 0) throw new EngineError("not-found", "there is no such item");
		const parts: Uint8Array[] = [];
		let seq = snapshot?.seq ?? 0;
		let updated = snapshot?.updated ?? 0;
		for (const entry of entries) {
			const changes = changesIn(entry, id);
			if (typeof changes === "string") {
				await log.quarantine(entry.seq, changes, Date.now());
				for (const item of entry.items) scarred.add(item);
				onDamaged(entry, changes);
				continue;
			}
			parts.push(changes.bytes);
			seq = entry.seq;
			updated = Math.max(updated, changes.time);
		}
		const doc = build(snapshot?.bytes ?? null, parts, scarred.has(id) ? sealer.freshActor() : sealer.actor);
		if (Object.keys(doc).length === 0) {
			free(doc);
			throw new EngineError("damaged", "nothing of this item could be read");
		}
		return { id, doc, seq, updated, unsaved: parts.length, dirty: false };
	}

	async function get(id: ItemId): Promise<LiveDocument> {
		const known = live.get(id);
		if (known !== undefined) {
			live.delete(id);
			live.set(id, known);
			return known;
		}
		const started = loading.get(id) ?? read(id).finally(() => loading.delete(id));
		loading.set(id, started);
		const loaded = await started;
		if (!live.has(id)) live.set(id, loaded);
		return live.get(id) ?? loaded;
	}

	async function evict(): Promise<void> {
		for (const [id, candidate] of live) {
			if (live.size <= LIVE) return;
			if (users.has(id)) continue;
			if (candidate.unsaved > WORTH_A_SNAPSHOT && !candidate.dirty) await keepSnapshot(candidate);
			if (users.has(id) || live.get(id) !== candidate) continue;
			live.delete(id);
			free(candidate.doc);
		}
	}

	async function keepSnapshot(document: LiveDocument): Promise<void> {
		if (document.unsaved === 0 || document.dirty) return;
		const unsaved = document.unsaved;
		await log.putSnapshot({ item: document.id, bytes: save(document.doc), seq: document.seq, updated: document.updated });
		document.unsaved -= unsaved;
	}

	return {
		async use(id, work) {
			users.set(id, (users.get(id) ?? 0) + 1);
			try {
				const document = await get(id);
				const result = await work(document);
				if (document.unsaved > WORTH_A_SNAPSHOT * 4) await keepSnapshot(document);
				return result;
			} finally {
				const left = (users.get(id) ?? 1) - 1;
				if (left === 0) users.delete(id);
				else users.set(id, left);
				await evict();
			}
		},
		peek: (id) => live.get(id) ?? null,
		// Not freed here: somebody may still be reading it; the finaliser of the WASM object does it later.
		drop: (id) => {
			live.delete(id);
		},
		keepSnapshot,
		close() {
			for (const document of live.values()) free(document.doc);
			live.clear();
		},
	};
}

/** A document from a snapshot and the changes since. Changes whose dependencies are missing wait inside it. */
export function build(snapshot: Uint8Array | null, parts: readonly Uint8Array[], actor: string): Doc<Draft> {
	if (snapshot === null && parts.length === 1 && parts[0] !== undefined) return load<Draft>(parts[0], { actor });
	const start = snapshot === null ? init<Draft>({ actor }) : load<Draft>(snapshot, { actor });
	return parts.length === 0 ? start : loadIncremental(start, joinBytes(...parts));
}
