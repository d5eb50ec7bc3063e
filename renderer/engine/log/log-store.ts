/**
 * The port of the log: the append-only store of envelopes on this device, and the truth.
 * Implementations: `dexie-log.ts` (IndexedDB, durable) and `memory-log.ts`; both pass one contract suite.
 */
import type { ItemId } from "../../../shared/model/item";

/** An envelope to be kept. */
export interface NewLogEntry {
	/** Hash of the bytes (shared/protocol/envelope.ts), 64 hex digits. */
	readonly id: string;
	readonly space: string;
	/** Hex of the author device's key. */
	readonly device: string;
	/** The device's running number in the space. */
	readonly number: number;
	readonly bytes: Uint8Array;
	/** The items whose changes it carries. */
	readonly items: readonly ItemId[];
}

export interface LogEntry extends NewLogEntry {
	/** Position in this log: grows by append, never reused. */
	readonly seq: number;
}

/** A local cache of a document, so that opening it does not replay a long history. */
export interface Snapshot {
	readonly item: ItemId;
	/** `Automerge.save` of the document. */
	readonly bytes: Uint8Array;
	/** The last log position that is in it. */
	readonly seq: number;
	/** The newest time of the envelopes in it. */
	readonly updated: number;
}

/** A log entry that could not be read: kept aside with the reason, never thrown away. */
export interface Quarantined {
	readonly id: string;
	readonly why: string;
	readonly space: string;
	readonly device: string;
	readonly number: number;
	readonly items: readonly ItemId[];
	readonly bytes: Uint8Array;
	/** Milliseconds since 1970. */
	readonly at: number;
}

export interface LogStore {
	/** Keeps the entries, all or none, on disk before it resolves. Entries that are already there are passed over. Rejects with LogFull when there is no room. Gives the new positions, 0 for what was already there. */
	append(entries: readonly NewLogEntry[]): Promise<readonly number[]>;
	/** The positions of the entries that carry changes of the item, after a position, ascending. Without reading their bytes. */
	positionsOf(item: ItemId, after: number): Promise<readonly number[]>;
	/** The entries at these positions, in their order; those that are not there any more are left out. */
	at(seqs: readonly number[]): Promise<readonly LogEntry[]>;
	/** Entries after a position, in order, at most `limit` of them. */
	after(seq: number, limit: number): Promise<readonly LogEntry[]>;
	/** For every item, the positions of its entries, ascending. Without reading their bytes. */
	positions(): Promise<ReadonlyMap<ItemId, readonly number[]>>;
	/** The last position; 0 for an empty log. */
	lastSeq(): Promise<number>;
	/** The last entry of one device in one space, in quarantine or not: the next one must come after it. */
	lastOf(space: string, device: string): Promise<{ readonly id: string; readonly number: number } | null>;
	/** Moves an entry out of the log. */
	quarantine(seq: number, why: string, at: number): Promise<void>;
	quarantined(): Promise<readonly Quarantined[]>;
	/** Moves an entry back from quarantine to the end of the log; gives its position, 0 when there is no such entry. */
	release(id: string): Promise<number>;
	snapshot(item: ItemId): Promise<Snapshot | null>;
	putSnapshot(snapshot: Snapshot): Promise<void>;
	dropSnapshots(items: readonly ItemId[]): Promise<void>;
	/** Number of entries, and their bytes. */
	size(): Promise<{ readonly entries: number; readonly bytes: number }>;
	close(): Promise<void>;
}

/** The disk (or the quota) is full; nothing was kept. */
export class LogFull extends Error {
	constructor() {
		super("there is no room left on this disk");
	}
}
