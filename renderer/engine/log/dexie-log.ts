/** The log on IndexedDB, through Dexie. `durability: "strict"`: a resolved append is on the disk, not in a cache. */
import { Dexie, type EntityTable, type Table } from "dexie";
import type { ItemId } from "../../../shared/model/item";
import { type LogEntry, LogFull, type LogStore, type NewLogEntry, type Quarantined, type Snapshot } from "./log-store";

type Stored = Omit<LogEntry, "seq"> & { seq: number };

class LogDatabase extends Dexie {
	declare envelopes: EntityTable<Stored, "seq">;
	declare snapshots: Table<Snapshot, ItemId>;
	declare quarantine: Table<Quarantined, string>;

	constructor(name: string, options: ConstructorParameters<typeof Dexie>[1]) {
		super(name, { ...options, chromeTransactionDurability: "strict" });
		this.version(1).stores({
			envelopes: "++seq, &id, [space+device+number], *items",
			snapshots: "item",
			quarantine: "id, [space+device+number]",
		});
	}
}

function isFull(error: unknown): boolean {
	for (let cause: unknown = error, depth = 0; typeof cause === "object" && cause !== null && depth < 5; depth++) {
		if ("name" in cause && cause.name === "QuotaExceededError") return true;
		if ("message" in cause && /quota|disk is full|no space|FILE_ERROR_NO_SPACE/i.test(String(cause.message))) return true;
		cause = "inner" in cause ? cause.inner : "cause" in cause ? cause.cause : null;
	}
	return false;
}

/**
 * Adds what is not there yet. Asks IndexedDB itself: what Dexie does for its watchers with every index entry takes
 * longer for an import than the rest of the append, and nobody watches the log.
 */
function addNew(store: IDBObjectStore, entries: readonly NewLogEntry[]): Promise<number[]> {
	const ids = store.index("id");
	const addOne = async (entry: NewLogEntry): Promise<number> => {
		const known = await resultOf(ids.count(entry.id));
		return known > 0 ? 0 : Number(await resultOf(store.add(entry)));
	};
	return Promise.all(entries.map(addOne));
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

/** Opens the log of that name. `options` are for tests that bring their own IndexedDB. */
export async function openDexieLog(name: string, options: ConstructorParameters<typeof Dexie>[1] = {}): Promise<LogStore> {
	const database = new LogDatabase(name, options);
	await database.open();
	const { envelopes, snapshots, quarantine } = database;
	/** Counted once, then kept: counting reads the whole log. */
	let counted: Promise<number> | null = null;
	/** Since an append found no room, until one succeeds. */
	let full = false;

	async function countBytes(): Promise<number> {
		let bytes = 0;
		await envelopes.each((entry) => {
			bytes += entry.bytes.length;
		});
		return bytes;
	}

	function countMore(entries: readonly NewLogEntry[]): void {
		const before = counted;
		if (before === null) return;
		const more = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
		counted = before.then((bytes) => bytes + more);
	}

	/**
	 * The browser closes a database whose disk is full, and does not open it until there is room. So whoever comes next
	 * opens it again, and is told that the disk is full as long as that fails.
	 */
	async function opened<Result>(work: () => PromiseLike<Result>): Promise<Result> {
		try {
			if (full || !database.isOpen()) await openAgain();
			const result = await work();
			full = false;
			return result;
		} catch (error) {
			full ||= isFull(error);
			if (full) throw new LogFull();
			throw error;
		}
	}

	async function openAgain(): Promise<void> {
		database.close({ disableAutoOpen: false });
		try {
			await database.open();
		} catch (error) {
			// The browser does not say why. What could be opened a moment ago fails for want of room, or because the disk is gone.
			full = true;
			throw error;
		}
	}

	async function append(entries: readonly NewLogEntry[]): Promise<readonly number[]> {
		const seqs = await database.transaction("rw", envelopes, ({ idbtrans }) => addNew(idbtrans.objectStore("envelopes"), entries));
		countMore(entries.filter((_, index) => seqs[index] !== 0));
		return seqs;
	}

	async function positions(): Promise<ReadonlyMap<ItemId, readonly number[]>> {
		const found = new Map<ItemId, number[]>();
		await database.transaction("r", envelopes, async (transaction) => {
			const index = transaction.idbtrans.objectStore("envelopes").index("items");
			await new Promise<void>((resolve, reject) => {
				const request = index.openKeyCursor();
				request.onerror = () => reject(request.error);
				request.onsuccess = () => {
					const cursor = request.result;
					if (cursor === null) return resolve();
					const seqs = found.get(String(cursor.key));
					if (seqs === undefined) found.set(String(cursor.key), [Number(cursor.primaryKey)]);
					else seqs.push(Number(cursor.primaryKey));
					cursor.continue();
				};
			});
		});
		return found;
	}

	const store: LogStore = {
		append,
		positionsOf: async (item, after) => {
			const seqs = await envelopes.where("items").equals(item).primaryKeys();
			return seqs.filter((seq) => seq > after).sort((a, b) => a - b);
		},
		at: async (seqs) => (await envelopes.bulkGet([...seqs])).filter((entry) => entry !== undefined),
		after: (seq, limit) => envelopes.where("seq").above(seq).limit(limit).toArray(),
		positions,
		lastSeq: async () => Number((await envelopes.orderBy("seq").lastKey()) ?? 0),
		async lastOf(space, device) {
			const range = [
				[space, device, Dexie.minKey],
				[space, device, Dexie.maxKey],
			] as const;
			const kept = await envelopes
				.where("[space+device+number]")
				.between(...range)
				.last();
			const aside = await quarantine
				.where("[space+device+number]")
				.between(...range)
				.last();
			return (aside?.number ?? 0) > (kept?.number ?? 0) ? (aside ?? null) : (kept ?? null);
		},
		quarantine: (seq, why, at) =>
			database.transaction("rw", envelopes, quarantine, async () => {
				const entry = await envelopes.get(seq);
				if (entry === undefined) return;
				const { seq: _, ...kept } = entry;
				await quarantine.put({ ...kept, why, at });
				await envelopes.delete(seq);
			}),
		quarantined: () => quarantine.toArray(),
		release: (id) =>
			database.transaction("rw", envelopes, quarantine, async () => {
				const entry = await quarantine.get(id);
				if (entry === undefined) return 0;
				await quarantine.delete(id);
				// It may have come again meanwhile, from another copy.
				const known = await envelopes.where("id").equals(id).first();
				if (known !== undefined) return known.seq;
				const { why: _, at: __, ...kept } = entry;
				return Number(await envelopes.add(kept));
			}),
		snapshot: async (item) => (await snapshots.get(item)) ?? null,
		putSnapshot: async (snapshot) => {
			await snapshots.put(snapshot);
		},
		dropSnapshots: (items) => snapshots.bulkDelete([...items]),
		async size() {
			counted ??= countBytes();
			return { entries: await envelopes.count(), bytes: await counted };
		},
		close: async () => database.close(),
	};
	return {
		append: (entries) => opened(() => store.append(entries)),
		positionsOf: (item, after) => opened(() => store.positionsOf(item, after)),
		at: (seqs) => opened(() => store.at(seqs)),
		after: (seq, limit) => opened(() => store.after(seq, limit)),
		positions: () => opened(() => store.positions()),
		lastSeq: () => opened(() => store.lastSeq()),
		lastOf: (space, device) => opened(() => store.lastOf(space, device)),
		quarantine: (seq, why, at) => opened(() => store.quarantine(seq, why, at)),
		quarantined: () => opened(() => store.quarantined()),
		release: (id) => opened(() => store.release(id)),
		snapshot: (item) => opened(() => store.snapshot(item)),
		putSnapshot: (snapshot) => opened(() => store.putSnapshot(snapshot)),
		dropSnapshots: (items) => opened(() => store.dropSnapshots(items)),
		size: () => opened(() => store.size()),
		close: store.close,
	};
}
