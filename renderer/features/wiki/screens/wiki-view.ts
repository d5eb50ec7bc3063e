/** Of which space the list of pages shows the pages. View state only. */
import { create } from "zustand";

interface WikiView {
	/** Null: of all. */
	readonly space: string | null;
	show(space: string | null): void;
}

export const useWikiView = create<WikiView>((set) => ({ space: null, show: (space) => set({ space }) }));
