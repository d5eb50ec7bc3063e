/** The tables of the log on IndexedDB, and what Dexie is too slow for: asking IndexedDB itself. */
import { Dexie, type EntityTable, type Table } from "dexie";
import type { ItemId } from "../../../shared/model/item";
import type { Marks } from "../../../shared/protocol/conversation/ports";
import type { LocalSpace } from "./local-space";
import type { LogEntry, NewLogEntry, Outside, Quarantined, Snapshot } from "./log-store";

/** As it lies there. What the first version wrote names neither lane nor origin. */
export type Stored<Entry extends NewLogEntry> = Omit<Entry, "lane" | "origin"> & Partial<Pick<Entry, "lane" | "origin">>;

export interface Fact {
	readonly name: string;
	readonly text: string;
}

export interface StoredMarks extends Marks {
	readonly remote: string;
	readonly space: string;
}

export class LogDatabase extends Dexie {
	declare envelopes: EntityTable<Stored<LogEntry>, "seq">;
	declare snapshots: Table<Snapshot, ItemId>;
	declare quarantine: Table<Stored<Quarantined>, string>;
	declare outside: Table<Outside, string>;
	declare spaces: Table<LocalSpace, string>;
	declare marks: Table<StoredMarks, [string, string]>;
	declare facts: Table<Fact, string>;
	/** IndexedDB's own ranges, of whoever keeps it. */
	readonly keyRange: typeof IDBKeyRange;

	constructor(name: string, options: ConstructorParameters<typeof Dexie>[1]) {
		super(name, { ...options, chromeTransactionDurability: "strict" });
		this.keyRange = (options?.IDBKeyRange as typeof IDBKeyRange | undefined) ?? IDBKeyRange;
		this.version(1).stores({
			envelopes: "++seq, &id, [space+device+number], *items",
			snapshots: "item",
			quarantine: "id, [space+device+number]",
		});
		this.version(2).stores({
			// Entries of one index key lie in the order of their positions: `space` is all that a walk through a space needs.
			envelopes: "++seq, &id, [space+device+number], *items, space, lane, unopened, late",
			outside: "id, [space+is], [space+device+number]",
			spaces: "space",
			marks: "[remote+space], space",
			facts: "name",
		});
		this.version(3).stores({ envelopes: "++seq, &id, [space+device+number], *items, space, lane, unopened, late, aside, restedOn" });
	}
}

export function asEntry<Entry extends NewLogEntry>(stored: Stored<Entry>): Entry {
	// Exactly the two fields that may be missing are given.
	return { ...stored, lane: stored.lane ?? "content", origin: stored.origin ?? null } as unknown as Entry;
}

export function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

/**
 * Adds what is not there yet: the index of ids refuses the rest. Asks IndexedDB itself: what Dexie does for its watchers
 * with every index entry takes longer for an import than the rest of the append, and nobody watches the log.
 */
export function addNew(store: IDBObjectStore, entries: readonly NewLogEntry[]): Promise<number[]> {
	return Promise.all(entries.map((entry) => addOne(store, entry)));
}

function addOne(store: IDBObjectStore, entry: NewLogEntry): Promise<number> {
	return new Promise((resolve, reject) => {
		const request = store.add(entry);
		request.onsuccess = () => resolve(Number(request.result));
		request.onerror = (event) => {
			if (request.error?.name !== "ConstraintError") return reject(request.error);
			// It is there already: no reason to take back what was added with it.
			event.preventDefault();
			event.stopPropagation();
			resolve(0);
		};
	});
}

/** Adds what is not there yet, in a transaction of its own; resolves when it is on the disk. */
export async function appendNew(database: IDBDatabase, entries: readonly NewLogEntry[]): Promise<readonly number[]> {
	const transaction = database.transaction(["envelopes"], "readwrite", { durability: "strict" });
	const kept = new Promise<void>((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new Error("the log was not written"));
	});
	const added = addNew(transaction.objectStore("envelopes"), entries);
	// Why it failed is told by the end of the transaction.
	added.catch(() => undefined);
	await kept;
	return added;
}

/** Visits the keys of an index, from a place on, until `visit` says that it is enough. */
export function walkKeys(
	index: IDBIndex,
	range: IDBKeyRange | null,
	from: { readonly key: IDBValidKey; readonly primaryKey: IDBValidKey } | null,
	visit: (key: IDBValidKey, primaryKey: IDBValidKey) => boolean,
): Promise<void> {
	return new Promise<void>((resolve, reject) => {
		const request = index.openKeyCursor(range);
		let ahead = from;
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const cursor = request.result;
			if (cursor === null) return resolve();
			const target = ahead;
			ahead = null;
			if (target !== null && Number(cursor.primaryKey) < Number(target.primaryKey)) {
				cursor.continuePrimaryKey(target.key, target.primaryKey);
				return;
			}
			if (!visit(cursor.key, cursor.primaryKey)) return resolve();
			cursor.continue();
		};
	});
}
