/**
 * The port of the log: the append-only store of envelopes on this device, and the truth.
 * Implementations: `dexie-log.ts` (IndexedDB, durable) and `memory-log.ts`; both pass one contract suite.
 */
import type { ItemId, Lane } from "../../../shared/model/item";
import type { Marks, Origin } from "../../../shared/protocol/conversation/ports";
import type { LocalSpace } from "./local-space";

/** An envelope to be kept. */
export interface NewLogEntry {
	/** Hash of the bytes (shared/protocol/envelope.ts), 64 hex digits. */
	readonly id: string;
	readonly space: string;
	/** Hex of the author device's key. */
	readonly device: string;
	/** The device's running number in the space. */
	readonly number: number;
	readonly lane: Lane;
	readonly bytes: Uint8Array;
	/** The items whose changes it carries; none while it cannot be opened. */
	readonly items: readonly ItemId[];
	/** Who it came from; null for what was written here. */
	readonly origin: Origin | null;
	/** Set to its space for what came late (R5): it is no part of the book, and is carried on like the rest. */
	readonly late?: string;
	/** The items of what was part of the book before it was late, aside or without its key. */
	readonly lateItems?: readonly ItemId[];
	/** Set to its space for what came late and is part of the book because what others wrote rests on it (R5). */
	readonly restedOn?: string;
	/** Set to its space while there is no key to open it with. */
	readonly unopened?: string;
	/** Why it cannot be used, for what was accepted and is no part of the book: it counts in its chain and is carried on like the rest. */
	readonly aside?: string;
	/** Since when it is aside: milliseconds since 1970. */
	readonly asideSince?: number;
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

/** A log entry whose bytes are damaged, or that never was an envelope: kept aside with the reason, never thrown away. */
export interface Quarantined extends NewLogEntry {
	readonly why: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** An envelope beside the log: it waits for others (docs/protocol.md R1, R3). */
export interface Outside extends NewLogEntry {
	readonly is: "waiting";
}

/** What is changed in one transaction: all of it or nothing. What is taken out goes first. */
export interface LogChange {
	/** Positions whose entries are taken out. */
	readonly remove?: readonly number[];
	/** Appended, in this order. What is there already is passed over. */
	readonly add?: readonly NewLogEntry[];
	/** Kept beside the log; replaces what is there under the same id. */
	readonly setOutside?: readonly Outside[];
	/** Ids of what is beside the log no longer. */
	readonly takeInside?: readonly string[];
	readonly quarantine?: readonly Quarantined[];
	/** Ids of what is in quarantine no longer. */
	readonly release?: readonly string[];
	readonly spaces?: readonly LocalSpace[];
	readonly dropSnapshots?: readonly ItemId[];
	/** Hex of the device that has to become another one before anything is signed, because the log was filled again; "": none any more. */
	readonly renewDue?: string;
}

export interface LogStore {
	/** Keeps the entries, all or none, on disk before it resolves. Entries that are already there are passed over. Rejects with LogFull when there is no room. Gives the new positions, 0 for what was already there. */
	append(entries: readonly NewLogEntry[]): Promise<readonly number[]>;
	/** Does all of it or nothing, on disk before it resolves. Gives the positions of what was added, 0 for what was already there. */
	change(change: LogChange): Promise<readonly number[]>;
	/** The positions of the entries that carry changes of the item, after a position, ascending. Without reading their bytes. */
	positionsOf(item: ItemId, after: number): Promise<readonly number[]>;
	/** The entries at these positions, in their order; those that are not there any more are left out. */
	at(seqs: readonly number[]): Promise<readonly LogEntry[]>;
	/** Entries after a position, in order, at most `limit` of them. */
	after(seq: number, limit: number): Promise<readonly LogEntry[]>;
	/** Entries of one space after a position, in order, at most `limit` of them. */
	ofSpace(space: string, after: number, limit: number): Promise<readonly LogEntry[]>;
	/** Position of the last entry of the space; 0: none. */
	lastOfSpace(space: string): Promise<number>;
	/** How many entries a space has after a position. */
	countOf(space: string, after: number): Promise<number>;
	/** All entries of the membership lane, in order. */
	statements(): Promise<readonly LogEntry[]>;
	/** Entries that wait for a key, of one space, or of all (null). */
	unopened(space: string | null): Promise<readonly LogEntry[]>;
	/** Entries that are aside, of all spaces. */
	aside(): Promise<readonly LogEntry[]>;
	/** Entries that came late, of one space, or of all (null). */
	late(space: string | null): Promise<readonly LogEntry[]>;
	/** Entries of a space that came late and are part of the book because others rest on them. */
	restedOn(space: string): Promise<readonly LogEntry[]>;
	/** For every item, the positions of its entries, ascending. Without reading their bytes. */
	positions(): Promise<ReadonlyMap<ItemId, readonly number[]>>;
	/** Those of the items of which the log has nothing. */
	unseen(items: readonly ItemId[]): Promise<ReadonlySet<ItemId>>;
	/** The last position; 0 for an empty log. */
	lastSeq(): Promise<number>;
	/** The last entry of one device in one space that was considered, in quarantine or not: the next one must come after it. */
	lastOf(space: string, device: string): Promise<Pick<NewLogEntry, "id" | "number" | "bytes"> | null>;
	/** Which of these ids are here, in the log or beside it. */
	known(ids: readonly string[]): Promise<ReadonlySet<string>>;
	/** The highest number of every device in a space. */
	numbersOf(space: string): Promise<ReadonlyMap<string, number>>;
	/** An envelope that was considered, wherever it lies now: in the log or in quarantine. */
	considered(id: string): Promise<NewLogEntry | null>;
	/** What lies beside the log, of one space. */
	outside(space: string, is: Outside["is"]): Promise<readonly Outside[]>;
	/** What lies beside the log, of all spaces. */
	allOutside(): Promise<readonly Outside[]>;
	/** The entries of these ids, in their order; what is beside the log is left out. */
	byIds(ids: readonly string[]): Promise<readonly LogEntry[]>;
	/** Moves an entry out of the log. */
	quarantine(seq: number, why: string, at: number): Promise<void>;
	quarantined(): Promise<readonly Quarantined[]>;
	snapshot(item: ItemId): Promise<Snapshot | null>;
	putSnapshot(snapshot: Snapshot): Promise<void>;
	dropSnapshots(items: readonly ItemId[]): Promise<void>;
	/** Random name of this log's numbering: a log that is made anew has another one. */
	numbering(): Promise<string>;
	/** The device that has to become another one before anything is signed; "": none. */
	renewDue(): Promise<string>;
	/** What only this device knows of spaces. */
	spaces(): Promise<readonly LocalSpace[]>;
	/** For each space how far one is with a remote; null when they have not met. */
	marks(remote: string, spaces: readonly string[]): Promise<readonly (Marks | null)[]>;
	keepMarks(remote: string, space: string, marks: Marks): Promise<void>;
	/** The marks of one space with every remote. */
	marksOf(space: string): Promise<readonly (Marks & { readonly remote: string })[]>;
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
