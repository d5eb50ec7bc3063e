/** Order keys for what is put between its new siblings. */
import { generateNKeysBetween } from "fractional-indexing";

export interface Ordered {
	readonly id: string;
	readonly order: string;
}

/**
 * The order keys to write so that `moving` stand, in their order, in front of `before` (null: behind all).
 * `siblings` are the children of the new parent as they are shown; those that move may be among them.
 * Usually only what moves is written. Where the neighbours leave no room (equal keys after a merge, a key that
 * is not one) all siblings are numbered anew.
 */
export function placeAmong(siblings: readonly Ordered[], moving: readonly string[], before: string | null): readonly Ordered[] {
	const staying = siblings.filter((sibling) => !moving.includes(sibling.id));
	const target = staying.findIndex((sibling) => sibling.id === before);
	const at = target < 0 ? staying.length : target;
	const lower = staying[at - 1]?.order ?? null;
	const upper = staying[at]?.order ?? null;
	const keys = lower !== null && upper !== null && lower >= upper ? null : keysBetween(lower, upper, moving.length);
	if (keys !== null) return pair(moving, keys);
	const all = [...staying.slice(0, at).map((sibling) => sibling.id), ...moving, ...staying.slice(at).map((sibling) => sibling.id)];
	return pair(all, generateNKeysBetween(null, null, all.length));
}

function keysBetween(lower: string | null, upper: string | null, count: number): readonly string[] | null {
	try {
		const keys = generateNKeysBetween(lower, upper, count);
		const inside = keys.every((key) => (lower === null || key > lower) && (upper === null || key < upper));
		return inside ? keys : null;
	} catch {
		// The library throws on keys that are not its own; they are then numbered anew.
		return null;
	}
}

function pair(ids: readonly string[], keys: readonly string[]): readonly Ordered[] {
	return ids.flatMap((id, index) => {
		const order = keys[index];
		return order === undefined ? [] : [{ id, order }];
	});
}
