/** A collection that was chosen, which may be one that is yet to be made. */
import type { Command } from "../../../engine/contract";

export interface ChosenCollection {
	/** Null: in no collection. */
	readonly id: string | null;
	/** Set when it is to be made together with what goes into it. */
	readonly made: { readonly title: string; readonly parent: string | null } | null;
}

export const NO_COLLECTION: ChosenCollection = { id: null, made: null };

/** The command that makes it, at this order key; none when it is there already. */
export function makingOf(chosen: ChosenCollection, order: string): readonly Command[] {
	if (chosen.made === null || chosen.id === null) return [];
	return [{ do: "create", kind: "collection", id: chosen.id, fields: { ...chosen.made, order } }];
}

/** What takes the making back. */
export function unmakingOf(chosen: ChosenCollection, at: number): readonly Command[] {
	return chosen.made === null || chosen.id === null ? [] : [{ do: "trash", id: chosen.id, params: { at } }];
}
