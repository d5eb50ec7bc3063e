/** The log on IndexedDB, through Dexie. `durability: "strict"`: a resolved append is on the disk, not in a cache. */
import type { Dexie } from "dexie";
import { addNew, appendNew, LogDatabase } from "./log-database";
import { readingOf } from "./log-reading";
import { type LogChange, LogFull, type LogStore, type NewLogEntry } from "./log-store";

function isFull(error: unknown): boolean {
	for (let cause: unknown = error, depth = 0; typeof cause === "object" && cause !== null && depth < 5; depth++) {
		if ("name" in cause && cause.name === "QuotaExceededError") return true;
		if ("message" in cause && /quota|disk is full|no space|FILE_ERROR_NO_SPACE/i.test(String(cause.message))) return true;
		cause = "inner" in cause ? cause.inner : "cause" in cause ? cause.cause : null;
	}
	return false;
}

/** Opens the log of that name. `options` are for tests that bring their own IndexedDB. */
export async function openDexieLog(name: string, options: ConstructorParameters<typeof Dexie>[1] = {}): Promise<LogStore> {
	const database = new LogDatabase(name, options);
	await database.open();
	/** Counted once, then kept: counting reads the whole log. */
	let counted: Promise<number> | null = null;
	/** Since an append found no room, until one succeeds. */
	let full = false;

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
		try {
			return await appendNew(database.backendDB(), entries);
		} catch (error) {
			if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
			// The browser has closed the database without a word.
			await openAgain();
			return appendNew(database.backendDB(), entries);
		}
	}

	async function countBytes(): Promise<number> {
		let bytes = 0;
		await database.envelopes.each((entry) => {
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

	const store: LogStore = {
		async append(entries) {
			const seqs = await append(entries);
			countMore(entries.filter((_, index) => seqs[index] !== 0));
			return seqs;
		},
		async change(change) {
			const seqs = await applyChange(database, change);
			if ((change.remove ?? []).length > 0) counted = null;
			else countMore((change.add ?? []).filter((_, index) => seqs[index] !== 0));
			return seqs;
		},
		...readingOf(database),
		quarantine: (seq, why, at) =>
			database.transaction("rw", database.envelopes, database.quarantine, async () => {
				const entry = await database.envelopes.get(seq);
				if (entry === undefined) return;
				const { seq: _, ...kept } = entry;
				await database.quarantine.put({ ...kept, why, at });
				await database.envelopes.delete(seq);
			}),
		snapshot: async (item) => (await database.snapshots.get(item)) ?? null,
		putSnapshot: async (snapshot) => {
			await database.snapshots.put(snapshot);
		},
		dropSnapshots: (items) => database.snapshots.bulkDelete([...items]),
		numbering: () =>
			database.transaction("rw", database.facts, async () => {
				const known = await database.facts.get("numbering");
				if (known !== undefined) return known.text;
				const text = crypto.randomUUID();
				await database.facts.put({ name: "numbering", text });
				return text;
			}),
		renewDue: async () => (await database.facts.get("renew"))?.text ?? "",
		spaces: () => database.spaces.toArray(),
		async marks(remote, spaces) {
			const found = await database.marks.bulkGet(spaces.map((space): [string, string] => [remote, space]));
			return found.map((marks) => marks ?? null);
		},
		keepMarks: async (remote, space, { numbering, received, sent }) => {
			await database.marks.put({ remote, space, numbering, received, sent });
		},
		marksOf: (space) => database.marks.where("space").equals(space).toArray(),
		async size() {
			counted ??= countBytes();
			return { entries: await database.envelopes.count(), bytes: await counted };
		},
		close: async () => database.close(),
	};

	const guarded = Object.entries(store).map(([method, run]) => {
		const work = run as (...args: readonly unknown[]) => Promise<unknown>;
		return [method, method === "close" ? work : (...args: readonly unknown[]) => opened(() => work(...args))];
	});
	// The same methods with the same arguments, each under `opened`.
	return Object.fromEntries(guarded) as LogStore;
}

/** One transaction over all that changes together. */
function applyChange(database: LogDatabase, change: LogChange): Promise<readonly number[]> {
	const { envelopes, outside, quarantine, snapshots, spaces, facts } = database;
	return database.transaction("rw", [envelopes, outside, quarantine, snapshots, spaces, facts], async ({ idbtrans }) => {
		if ((change.remove ?? []).length > 0) await envelopes.bulkDelete([...(change.remove ?? [])]);
		if ((change.takeInside ?? []).length > 0) await outside.bulkDelete([...(change.takeInside ?? [])]);
		if ((change.setOutside ?? []).length > 0) await outside.bulkPut([...(change.setOutside ?? [])]);
		if ((change.release ?? []).length > 0) await quarantine.bulkDelete([...(change.release ?? [])]);
		if ((change.quarantine ?? []).length > 0) await quarantine.bulkPut([...(change.quarantine ?? [])]);
		if ((change.spaces ?? []).length > 0) await spaces.bulkPut([...(change.spaces ?? [])]);
		if ((change.dropSnapshots ?? []).length > 0) await snapshots.bulkDelete([...(change.dropSnapshots ?? [])]);
		if (change.renewDue !== undefined) await facts.put({ name: "renew", text: change.renewDue });
		return (change.add ?? []).length === 0 ? [] : addNew(idbtrans.objectStore("envelopes"), change.add ?? []);
	});
}
