/** The port of full-text search: what the engine asks of an index, whoever keeps it. */
import type { ItemId, ItemKind } from "../../../shared/model/item";
import type { Highlighted } from "../contract";
import type { ParsedQuery } from "./query-language";

/** What the index keeps of one item. Nothing of its ancestors: moving a folder re-indexes the folder alone. */
export interface SearchEntry {
	readonly id: ItemId;
	readonly kind: ItemKind;
	readonly title: string;
	readonly tags: readonly string[];
	/** Only the first `LONGEST_TEXT` characters are indexed. */
	readonly text: string;
	/** The container it lies in; "" at the top. */
	readonly parent: ItemId | "";
	/** Milliseconds since 1970. Within one batch, and from batch to batch, older entries are best put first. */
	readonly updated: number;
	readonly trashed: boolean;
}

/** Characters (UTF-16 units) of one text that are indexed. */
export const LONGEST_TEXT = 4_000_000;

export interface SearchBatch {
	/** New or changed entries. The last of several for one id counts. */
	readonly put: readonly SearchEntry[];
	/** Unknown ids are passed over. */
	readonly remove: readonly ItemId[];
	/** Up to where in the engine's log the index is complete once this batch is in. */
	readonly checkpoint: number;
}

export interface SearchOptions {
	/** At most 1,000. */
	readonly limit: number;
	readonly offset: number;
	/** The last word is still being typed, so it is also taken as the beginning of a word. */
	readonly typing: boolean;
	/** The containers that `query.inside` stands for, descendants included. Needed when it names any. */
	readonly inside?: readonly ItemId[];
	/** The containers that `query.outside` stands for, descendants included. */
	readonly outside?: readonly ItemId[];
}

export interface IndexHit {
	readonly id: ItemId;
	readonly kind: ItemKind;
	readonly title: Highlighted;
	readonly snippet: Highlighted;
}

export interface IndexAnswer {
	/** Best first: words found whole before beginnings of words before misspelt ones, titles before texts. */
	readonly hits: readonly IndexHit[];
	readonly more: boolean;
}

export interface IndexMention {
	readonly id: ItemId;
	readonly kind: ItemKind;
	/** The passage that says the phrase. */
	readonly snippet: Highlighted;
}

export interface IndexState {
	/** "disk": there again after a restart. "memory": the disk could not be used, so a restart indexes anew. */
	readonly kept: "disk" | "memory";
	readonly entries: number;
}

/**
 * A full-text index. Every call settles; a failure is a `SearchError`. Calls take effect in the order they are made.
 * It is derived from the library and may be thrown away: after `needs-rebuild` or `stopped` the engine looks
 * at `checkpoint()` (of a new index, after `stopped`) and puts again what came later. Until `checkpoint()` or `clear()`
 * is called, everything else goes on failing with `needs-rebuild`, so that no batch is taken on top of what was lost.
 */
export interface SearchIndex {
	/** Atomic, the checkpoint included: after a sudden death all of the batch is there or nothing of it. */
	apply(batch: SearchBatch): Promise<void>;
	/** The checkpoint of the last batch; 0 for an empty index. */
	checkpoint(): Promise<number>;
	search(query: ParsedQuery, options: SearchOptions): Promise<IndexAnswer>;
	/** Items not in the trash whose text says the phrase, newest first. Case and accents do not matter. */
	mentions(phrase: string, limit: number): Promise<readonly IndexMention[]>;
	/** Forgets everything; the checkpoint is 0 again. */
	clear(): Promise<void>;
	state(): Promise<IndexState>;
	close(): Promise<void>;
}

/** `needs-rebuild`: it was damaged and is now empty. `stopped`: it is gone, open another. `failed`: this call did nothing. */
export type SearchErrorCode = "needs-rebuild" | "stopped" | "failed";

export class SearchError extends Error {
	constructor(
		readonly code: SearchErrorCode,
		message: string,
	) {
		super(message);
		this.name = "SearchError";
	}
}
