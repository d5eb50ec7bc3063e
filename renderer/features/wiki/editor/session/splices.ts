/** Between the editor's ChangeSets and the engine's splices. Both count UTF-16 units. */
import { ChangeSet } from "@codemirror/state";
import type { Splice } from "../../../../engine/contract";

/** The only line break that the editor knows: a carriage return is an ordinary character, so that positions agree with the engine's. */
export const LINE_BREAK = "\n";

/** The replacements of a change, with positions in the text before it, ascending. */
export function splicesOf(changes: ChangeSet): Splice[] {
	const splices: Splice[] = [];
	changes.iterChanges((from, to, _fromAfter, _toAfter, inserted) => {
		splices.push({ at: from, remove: to - from, insert: inserted.sliceString(0, inserted.length, LINE_BREAK) });
	});
	return splices;
}

/** The change that these splices make on a text of this length. Throws a RangeError when they do not fit it. */
export function changesOf(splices: readonly Splice[], length: number): ChangeSet {
	return ChangeSet.of(
		splices.map((splice) => ({ from: splice.at, to: splice.at + splice.remove, insert: splice.insert })),
		length,
		LINE_BREAK,
	);
}
