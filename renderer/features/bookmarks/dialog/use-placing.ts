/** Where something new stands in a chosen collection, which is made on the way when it is a new one. */
import { useCallback } from "react";
import type { Command } from "../../../engine/contract";
import { useEngine } from "../../../ui";
import { ordersAfter } from "../model/bulk-change";
import { type ChosenCollection, makingOf, unmakingOf } from "../model/chosen-collection";
import { lastOrder } from "../model/first-rows";

export interface Placing {
	/** The last order key among the bookmarks there; null when there are none. */
	readonly after: string | null;
	/** To run first, and what takes it back. */
	readonly making: readonly Command[];
	readonly unmaking: readonly Command[];
}

export function usePlacing(): (chosen: ChosenCollection) => Promise<Placing> {
	const engine = useEngine();
	return useCallback(
		async (chosen) => {
			if (chosen.made === null) return { after: await lastOrder(engine, "bookmark", chosen.id), making: [], unmaking: [] };
			const last = await lastOrder(engine, "collection", chosen.made.parent);
			return { after: null, making: makingOf(chosen, ordersAfter(last, 1)[0] ?? "a0"), unmaking: unmakingOf(chosen, Date.now()) };
		},
		[engine],
	);
}
