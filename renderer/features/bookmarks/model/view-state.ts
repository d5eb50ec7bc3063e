/** How each collection is looked at: sorted, filtered. Kept while the window lives. */
import { create } from "zustand";
import type { ListSpec } from "../../../engine/contract";
import type { Route } from "../../../ui/navigation";

export type BookmarksRoute = Extract<Route, { screen: "bookmarks" }>;
export type SortName = "newest" | "oldest" | "title" | "host";
export const SORTS: readonly SortName[] = ["newest", "oldest", "title", "host"];

export interface BookmarksView {
	readonly sort: SortName;
	readonly text: string;
	readonly tags: readonly string[];
	readonly toReadOnly: boolean;
	/** Whether what lies in collections below is shown as well. */
	readonly deep: boolean;
}

export const PLAIN_VIEW: BookmarksView = { sort: "newest", text: "", tags: [], toReadOnly: false, deep: true };

interface Views {
	readonly views: Readonly<Record<string, BookmarksView>>;
	change(place: string, change: Partial<BookmarksView>): void;
}

export const useViews = create<Views>((set) => ({
	views: {},
	change: (place, change) => set(({ views }) => ({ views: { ...views, [place]: { ...(views[place] ?? PLAIN_VIEW), ...change } } })),
}));

/** The name under which the view of a route is remembered. */
export function placeOfRoute(route: BookmarksRoute): string {
	return route.collection ?? route.view ?? "all";
}

/** Whether anything narrows the list. */
export function isNarrowed(view: BookmarksView): boolean {
	return view.text.trim() !== "" || view.tags.length > 0 || view.toReadOnly;
}

const SORTING: Readonly<Record<SortName, ListSpec["sort"]>> = {
	newest: { by: "created", descending: true },
	oldest: { by: "created", descending: false },
	title: { by: "title", descending: false },
	host: { by: "host", descending: false },
};

/** What to ask the engine for. */
export function listSpec(route: BookmarksRoute, view: BookmarksView): ListSpec {
	const text = view.text.trim();
	return {
		kinds: ["bookmark"],
		sort: SORTING[view.sort],
		...(route.collection === undefined ? {} : { parent: route.collection, deep: view.deep }),
		...(route.view === "unsorted" ? { parent: null } : {}),
		...(text === "" ? {} : { text }),
		...(view.tags.length === 0 ? {} : { tags: view.tags }),
		...(view.toReadOnly || route.view === "to-read" ? { toRead: true } : {}),
	};
}
