/** Which items the log has newer than the library, and up to where the library is therefore complete. */
import type { ItemId } from "../../shared/model/item";

export interface Marks {
	/** The item has a change at this position that is not in the library yet. */
	add(id: ItemId, seq: number): void;
	/** Everything of the item up to this position is in the library. */
	remove(id: ItemId, upTo: number): void;
	/** Marked items with their newest position. */
	waiting(): readonly { readonly id: ItemId; readonly last: number }[];
	/** The log has reached this position. */
	reach(seq: number): void;
	/** The position up to which the library lacks nothing. */
	complete(): number;
	/** Starts over: nothing is in the library. */
	reset(): void;
}

export function createMarks(): Marks {
	const marked = new Map<ItemId, { first: number; last: number }>();
	let highest = 0;

	return {
		add(id, seq) {
			highest = Math.max(highest, seq);
			const known = marked.get(id);
			if (known === undefined) marked.set(id, { first: seq, last: seq });
			else known.last = Math.max(known.last, seq);
		},
		remove(id, upTo) {
			const known = marked.get(id);
			if (known === undefined) return;
			if (known.last <= upTo) marked.delete(id);
			else known.first = Math.max(known.first, upTo + 1);
		},
		waiting: () => [...marked].map(([id, { last }]) => ({ id, last })),
		reach(seq) {
			highest = Math.max(highest, seq);
		},
		complete: () => [...marked.values()].reduce((least, { first }) => Math.min(least, first - 1), highest),
		reset() {
			marked.clear();
			highest = 0;
		},
	};
}
