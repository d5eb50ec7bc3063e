/** How pages are looked at, and what was asked for from elsewhere (the palette, a menu). View state only. */
import { create } from "zustand";

export type PageTab = "outline" | "links" | "contributors" | "history";

/** Versions that are compared: the older and the newer; `null` stands for the page as it is now. */
export interface Comparison {
	readonly older: { readonly heads: readonly string[]; readonly time: number };
	readonly newer: { readonly heads: readonly string[]; readonly time: number } | null;
}

/** Something the screen of a page should do next. */
export type PageWish = { readonly page: string; readonly do: "rename" | "find" | "add-tag" };

interface PageView {
	/** The reading view: clean, without authors, not editable. */
	readonly reading: boolean;
	/** Whether colours show who wrote what. */
	readonly authors: boolean;
	readonly tab: PageTab;
	readonly toolbar: boolean;
	readonly comparison: Comparison | null;
	readonly wish: PageWish | null;
	set(part: Partial<Omit<PageView, "set">>): void;
}

export const usePageView = create<PageView>((set) => ({
	reading: false,
	authors: false,
	tab: "outline",
	toolbar: true,
	comparison: null,
	wish: null,
	set: (part) => set(part),
}));
