/** Which items of a long list are chosen, as file managers do it: click, Ctrl for one more, Shift for a range. */

export interface Selection {
	readonly ids: ReadonlySet<string>;
	/** Where a range begins. */
	readonly anchor: number;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: 0 };

/** Only this one. */
export function selectOnly(id: string, index: number): Selection {
	return { ids: new Set([id]), anchor: index };
}

/** This one as well, or no longer. */
export function toggle(now: Selection, id: string, index: number): Selection {
	const ids = new Set(now.ids);
	if (!ids.delete(id)) ids.add(id);
	return { ids, anchor: index };
}

/** All from the anchor to here; `idsBetween` are the ids of that range, in order. */
export function selectRange(now: Selection, idsBetween: readonly string[], keep: boolean): Selection {
	return { ids: new Set(keep ? [...now.ids, ...idsBetween] : idsBetween), anchor: now.anchor };
}

export function selectAll(now: Selection, ids: readonly string[]): Selection {
	return { ids: new Set(ids), anchor: now.anchor };
}
