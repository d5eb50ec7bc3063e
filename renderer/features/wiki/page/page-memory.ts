/** Where the person was in each page, for as long as the window lives. */
import { create } from "zustand";

export interface Place {
	readonly cursor: number;
	/** Pixels. */
	readonly scroll: number;
}

interface PageMemory {
	readonly places: ReadonlyMap<string, Place>;
	remember(page: string, place: Place): void;
}

/** Pages beyond this many are forgotten, the oldest first. */
const MOST = 500;

export const usePageMemory = create<PageMemory>((set) => ({
	places: new Map(),
	remember: (page, place) =>
		set(({ places }) => {
			const rest = [...places].filter(([id]) => id !== page).slice(-(MOST - 1));
			return { places: new Map([...rest, [page, place]]) };
		}),
}));
