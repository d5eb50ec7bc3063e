/** What changes on a page's screen while its text is typed. Kept beside React: only who shows a part of it is drawn again. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PageOutline } from "../editor/outline/outline";
import type { OpenTextStatus } from "../editor/session/open-text";

export interface LivePage {
	readonly status: OpenTextStatus;
	readonly outline: PageOutline;
}

export type LivePageStore = StoreApi<LivePage>;

export function createLivePage(): LivePageStore {
	return createStore<LivePage>(() => ({ status: { is: "opening" }, outline: { headings: [], words: 0, tags: [] } }));
}
