/** What the palette or another screen asked this page to do. */
import { useCallback, useEffect } from "react";
import { findInPage } from "../editor/complete/blocks";
import type { EditorHandle } from "./page-text";
import { type PageWish, usePageView } from "./page-view";

export interface Wishes {
	readonly wish: PageWish["do"] | null;
	done(): void;
}

export function useWishes(page: string, handle: EditorHandle | null): Wishes {
	const wish = usePageView((state) => state.wish);
	const set = usePageView((state) => state.set);
	const mine = wish?.page === page ? wish.do : null;
	const done = useCallback(() => set({ wish: null }), [set]);
	useEffect(() => {
		if (mine !== "find" || handle === null) return;
		findInPage(handle.view);
		done();
	}, [mine, handle, done]);
	return { wish: mine, done };
}
