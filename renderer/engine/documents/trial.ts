/**
 * Changes from elsewhere are tried on a copy of the document. It takes the document's place only when it has taken them,
 * saves, and loads again: a crafted change can make a document that does not.
 */
import { applyChanges, clone, type Doc, free, getHeads, getMissingDeps, init, load, save } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";
import type { ReadFirstChange } from "./first-change/reading";

/** A document above this (bytes, saved) is not loaded again for every change: that it saves has to do. */
const LOADED_AGAIN_UP_TO = 256 * 1024;

export interface Trial {
	readonly id: ItemId;
	/** Takes the changes of one envelope; false when they cannot be taken: then it is as if they had never been tried. */
	take(changes: readonly Uint8Array[]): boolean;
	/** Takes back what was taken last. */
	undo(): void;
	/** The document with what was taken; null when nothing was, and for one that is only read (`plain`). */
	readonly doc: Doc<Draft> | null;
	/** What a new item's one change holds, where that could be read without Automerge: such a change is as good as tried. */
	readonly plain: Draft | null;
	/** The heads before. */
	readonly before: readonly string[];
	/** Whether something of the item is here and applied: a first envelope would begin it anew. */
	isBegun(): boolean;
	/** Whether changes are here that wait for what they rest on. */
	isWaiting(): boolean;
	/** Which of these hashes of changes are not applied. Where something waits, also what that waits for. */
	lacks(hashes: readonly string[]): readonly string[];
	/** Frees the copy, where it does not take the document's place. */
	drop(): void;
}

/** `base` is the document as it is; null for an item of which nothing is here. */
export function openTrial(id: ItemId, base: Doc<Draft> | null, actor: string, readFirstChange: ReadFirstChange): Trial {
	let taken: Doc<Draft> | null = null;
	let plain: Draft | null = null;
	const good: Uint8Array[][] = [];
	const before = base === null ? [] : getHeads(base);

	/** A copy with what was taken so far: what a failure left behind is not built upon. */
	function copy(): Doc<Draft> {
		const start = base === null ? init<Draft>({ actor }) : clone(base, { actor });
		return good.length === 0 ? start : applyChanges(start, good.flat())[0];
	}

	return {
		id,
		before,
		get doc() {
			return taken;
		},
		get plain() {
			return plain;
		},
		isWaiting: () => plain === null && getMissingDeps(taken ?? copy(), []).length > 0,
		lacks: (hashes) => getMissingDeps(taken ?? copy(), [...hashes]),
		isBegun: () => plain !== null || getHeads(taken ?? base ?? init<Draft>({ actor })).length > 0,
		take(changes) {
			const [first] = changes;
			if (base === null && good.length === 0 && changes.length === 1 && first !== undefined) {
				plain = readFirstChange(first);
				if (plain !== null) {
					good.push([first]);
					return true;
				}
			}
			const start = taken ?? copy();
			taken = null;
			plain = null;
			try {
				const [next] = applyChanges(start, [...changes]);
				assertWhole(next);
				taken = next;
				good.push([...changes]);
				return true;
			} catch {
				// Whatever Automerge, or its machine, says of them: these bytes are not taken.
				if (good.length > 0) taken = copy();
				return false;
			}
		},
		undo() {
			good.pop();
			plain = null;
			taken = good.length === 0 ? null : copy();
		},
		drop() {
			if (taken !== null) free(taken);
			taken = null;
		},
	};
}

function assertWhole(doc: Doc<Draft>): void {
	const bytes = save(doc);
	if (bytes.length > LOADED_AGAIN_UP_TO) return;
	free(load<Draft>(bytes));
}
