/** An index in this very thread: for tests and a headless engine in memory, and inside the index's own worker on disk. */
import { IndexCore } from "./core/index-core";
import { loadSqlite, memoryStorage, type Storage } from "./core/storage";
import type { ParsedQuery } from "./query-language";
import {
	type IndexAnswer,
	type IndexMention,
	type IndexState,
	type SearchBatch,
	SearchError,
	type SearchIndex,
	type SearchOptions,
} from "./search-index";

/** Milliseconds without a call after which merging and the like begin. */
const IDLE = 40;
/** Entries from which on a batch is taken for a part of more, and how long nothing is merged after one: what would be merged grows meanwhile. Milliseconds. */
const LARGE_BATCH = 200;
const REST_AFTER_LARGE = 1000;

/** SQLite's codes for a file that is not what it should be: error in reading or writing, damaged, full of holes, not a database. */
const DAMAGED: ReadonlySet<number> = new Set([10, 11, 26]);

export interface InProcessIndex extends SearchIndex {
	/** Resolves once merging and reading of words are done. */
	settled(): Promise<void>;
}

/** An empty index in memory. */
export async function openMemoryIndex(): Promise<InProcessIndex> {
	return openIndex(memoryStorage(await loadSqlite()));
}

/** The index that lies in this storage. One that is damaged is thrown away: the checkpoint of the new one is 0. Throws when not even a new one can be made. */
export function openIndex(storage: Storage): InProcessIndex {
	return new LocalIndex(storage);
}

class LocalIndex implements InProcessIndex {
	private core: IndexCore | null;
	/** What was damaged, until the engine has taken notice by asking for the checkpoint. */
	private damage: SearchError | null = null;
	private timer: ReturnType<typeof setTimeout> | null = null;
	private waiting: (() => void)[] = [];
	/** No merging before this time, by `performance.now`. */
	private restUntil = 0;

	constructor(private readonly storage: Storage) {
		this.core = this.openAnew();
		this.keepUp(IDLE);
	}

	apply(batch: SearchBatch): Promise<void> {
		return this.call((core) => {
			core.apply(batch);
			if (batch.put.length >= LARGE_BATCH) this.restUntil = performance.now() + REST_AFTER_LARGE;
		});
	}

	checkpoint(): Promise<number> {
		this.damage = null;
		return this.call((core) => core.checkpoint());
	}

	search(query: ParsedQuery, options: SearchOptions): Promise<IndexAnswer> {
		return this.call((core) => core.search(query, options, Date.now()));
	}

	mentions(phrase: string, limit: number): Promise<readonly IndexMention[]> {
		return this.call((core) => core.mentions(phrase, limit));
	}

	clear(): Promise<void> {
		this.damage = null;
		return this.call((core) => {
			this.core = this.startOver(core);
		});
	}

	state(): Promise<IndexState> {
		return this.call((core) => ({ kept: this.storage.kept, entries: core.entries() }));
	}

	async close(): Promise<void> {
		if (this.timer !== null) clearTimeout(this.timer);
		this.timer = null;
		const core = this.core;
		this.core = null;
		this.tellSettled();
		try {
			core?.close();
		} finally {
			this.storage.release();
		}
	}

	settled(): Promise<void> {
		if (this.timer === null) return Promise.resolve();
		return new Promise((resolve) => this.waiting.push(resolve));
	}

	private async call<Result>(work: (core: IndexCore) => Result): Promise<Result> {
		const core = this.core;
		if (core === null) throw new SearchError("stopped", "the search index is closed");
		// A batch sent before the damage was known must not pretend that all before it is there.
		if (this.damage !== null) throw this.damage;
		try {
			return work(core);
		} catch (error) {
			throw this.recover(core, error);
		} finally {
			this.keepUp(IDLE);
		}
	}

	/** Turns what SQLite threw into our own error; after damage the index is empty and works again. */
	private recover(core: IndexCore, error: unknown): SearchError {
		const message = error instanceof Error ? error.message : String(error);
		if (!isDamage(error)) return new SearchError("failed", message);
		try {
			this.core = this.startOver(core);
			this.damage = new SearchError("needs-rebuild", message);
			return this.damage;
		} catch (second) {
			this.core = null;
			return new SearchError("stopped", `${message}; and a new index could not be made: ${String(second)}`);
		}
	}

	/** What cannot be opened, for whatever reason, is thrown away: everything in it can be had again. */
	private openAnew(): IndexCore {
		try {
			return this.openCore();
		} catch {
			this.storage.discard();
			return this.openCore();
		}
	}

	private openCore(): IndexCore {
		const db = this.storage.open();
		try {
			return new IndexCore(db);
		} catch (error) {
			db.close();
			throw error;
		}
	}

	private startOver(core: IndexCore): IndexCore {
		try {
			core.close();
		} catch {
			// What is thrown away need not close well.
		}
		this.storage.discard();
		return this.openCore();
	}

	private keepUp(delay: number): void {
		if (this.core === null) return;
		if (this.timer !== null) clearTimeout(this.timer);
		this.timer = setTimeout(
			() => {
				this.timer = null;
				const core = this.core;
				if (core === null) return;
				try {
					if (core.upkeep()) this.keepUp(0);
					else this.tellSettled();
				} catch (error) {
					// Nobody is waiting for an answer here: the next call will be told.
					this.recover(core, error);
					this.tellSettled();
				}
			},
			Math.max(delay, this.restUntil - performance.now()),
		);
	}

	private tellSettled(): void {
		for (const resolve of this.waiting.splice(0)) resolve();
	}
}

function isDamage(error: unknown): boolean {
	if (typeof error !== "object" || error === null || !("resultCode" in error)) return false;
	return typeof error.resultCode === "number" && DAMAGED.has(error.resultCode & 0xff);
}
