/**
 * Puts into the search index what the library has got, beside the other work. While a batch is being indexed, what comes
 * is gathered: few large batches leave the index in few pieces, and little to merge. An index that refuses a batch gets no
 * further one until it has been filled from its own checkpoint: a later batch would otherwise hide the loss.
 */
import type { Projection } from "./library/projection";
import type { SearchEntry, SearchIndex } from "./search/search-index";

/** Milliseconds until an index that failed twice is filled again. */
const FILL_AGAIN_AFTER = 60_000;
/** Characters after which a batch is not added to. */
const LARGE_BATCH = 8_000_000;

interface Batch {
	readonly entries: SearchEntry[];
	characters: number;
	checkpoint: number;
}

export interface SearchKeeper {
	/** Queues a batch; `checkpoint` is the log position up to which the index is complete with it. */
	put(projections: readonly Projection[], checkpoint: number): void;
	/** Resolves when what was queued is in, or was refused. */
	settled(): Promise<void>;
	/** Where the index must be filled from. From now on batches are taken again. */
	beginFilling(): Promise<number>;
	/** The index failed: asks for it to be filled, at once the first time. */
	failed(error: unknown): void;
	/** Empties the index. */
	clear(): Promise<void>;
	close(): void;
}

/** `askToFill` is called when the index has to be filled from the log. */
export function createSearchKeeper(search: SearchIndex, askToFill: () => void, onProblem: (error: unknown) => void): SearchKeeper {
	let queue: Promise<void> = Promise.resolve();
	const waiting: Batch[] = [];
	let behind = false;
	let failures = 0;
	let timer: ReturnType<typeof setTimeout> | null = null;

	function failed(error: unknown): void {
		onProblem(error);
		behind = true;
		if (timer !== null) return;
		const wait = failures === 0 ? 0 : FILL_AGAIN_AFTER;
		failures += 1;
		timer = setTimeout(() => {
			timer = null;
			askToFill();
		}, wait);
	}

	function batchToFill(): Batch {
		const last = waiting.at(-1);
		if (last !== undefined && last.characters < LARGE_BATCH) return last;
		const batch = { entries: [], characters: 0, checkpoint: 0 };
		waiting.push(batch);
		return batch;
	}

	async function applyNext(): Promise<void> {
		const batch = waiting.shift();
		if (batch === undefined || behind) return;
		try {
			await search.apply({ put: batch.entries, remove: [], checkpoint: batch.checkpoint });
			failures = 0;
		} catch (error) {
			failed(error);
		}
	}

	return {
		put(projections, checkpoint) {
			const batch = batchToFill();
			for (const projection of projections) {
				const entry = entryOf(projection);
				batch.entries.push(entry);
				batch.characters += entry.title.length + entry.text.length;
			}
			batch.checkpoint = checkpoint;
			queue = queue.then(applyNext);
		},
		settled: () => queue,
		async beginFilling() {
			await queue;
			const from = await search.checkpoint();
			behind = false;
			return from;
		},
		failed,
		async clear() {
			await queue;
			await search.clear();
			behind = false;
		},
		close() {
			if (timer !== null) clearTimeout(timer);
		},
	};
}

function entryOf({ row, searchable }: Projection): SearchEntry {
	return {
		id: row.id,
		kind: row.kind,
		title: searchable.title,
		tags: searchable.tags,
		text: searchable.text,
		parent: row.parent,
		updated: row.updated,
		trashed: row.trashed === 1,
	};
}
