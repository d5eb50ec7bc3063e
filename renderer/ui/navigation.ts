/** Where the person is and has been. View state only: items are never copied here. */
import { create } from "zustand";

export type Route =
	| { readonly screen: "home" }
	| { readonly screen: "wiki" }
	| { readonly screen: "page"; readonly id: string; readonly heading?: string }
	| {
			readonly screen: "bookmarks";
			readonly collection?: string;
			readonly tag?: string;
			readonly item?: string;
			/** Bookmarks gathered by something else than a collection. */
			readonly view?: "to-read" | "unsorted" | "duplicates";
	  }
	| { readonly screen: "search"; readonly text: string }
	| { readonly screen: "trash" }
	| { readonly screen: "exchange" }
	| { readonly screen: "settings"; readonly section?: string }
	| { readonly screen: "space"; readonly space: string; readonly tab?: SpaceTab }
	/** Who has access to what, over all spaces. */
	| { readonly screen: "people" }
	/** What others changed since one last looked. */
	| { readonly screen: "away" };

export type SpaceTab = "contents" | "people" | "sync";

export type ScreenName = Route["screen"];

interface Navigation {
	readonly route: Route;
	readonly past: readonly Route[];
	readonly future: readonly Route[];
	go(route: Route): void;
	/** Changes the route without a step in the history (a filter, a resolved link). */
	replace(route: Route): void;
	back(): void;
	forward(): void;
}

const LONGEST_HISTORY = 200;

export const useNavigation = create<Navigation>((set) => ({
	route: { screen: "home" },
	past: [],
	future: [],
	go: (route) =>
		set((now) => {
			if (JSON.stringify(route) === JSON.stringify(now.route)) return now;
			return { route, past: [...now.past, now.route].slice(-LONGEST_HISTORY), future: [] };
		}),
	replace: (route) => set({ route }),
	back: () =>
		set((now) => {
			const previous = now.past.at(-1);
			return previous === undefined ? now : { route: previous, past: now.past.slice(0, -1), future: [now.route, ...now.future] };
		}),
	forward: () =>
		set((now) => {
			const [next, ...future] = now.future;
			return next === undefined ? now : { route: next, past: [...now.past, now.route], future };
		}),
}));
