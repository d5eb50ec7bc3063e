/** The smallest useful change from one text to another, for when only the two texts are known. */
import { diff } from "@codemirror/merge";
import { ChangeSet, type Text } from "@codemirror/state";
import { LINE_BREAK } from "./splices";

/** Work limit of the comparison; beyond it the result gets coarser, never wrong. */
const SCAN_LIMIT = 500;

/** Null when both are the same. */
export function changesBetween(before: Text, after: Text): ChangeSet | null {
	if (before.eq(after)) return null;
	const old = before.sliceString(0, before.length, LINE_BREAK);
	const now = after.sliceString(0, after.length, LINE_BREAK);
	const specs = diff(old, now, { scanLimit: SCAN_LIMIT }).map((change) => ({
		from: change.fromA,
		to: change.toA,
		insert: now.slice(change.fromB, change.toB),
	}));
	return ChangeSet.of(specs, old.length, LINE_BREAK);
}

/** How many characters a change touches: to choose between two explanations of what happened. */
export function sizeOfChange(changes: ChangeSet | null): number {
	let size = 0;
	changes?.iterChanges((from, to, _fromAfter, _toAfter, inserted) => {
		size += to - from + inserted.length;
	});
	return size;
}
