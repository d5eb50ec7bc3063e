/** What was asked for from outside the wiki's screens: by the palette, a menu or a link. Done by `WikiErrands`. */
import { create } from "zustand";

export type Errand =
	/** `space` is null where the parent decides, or one's own space. */
	| { readonly do: "new-page"; readonly parent: string | null; readonly title: string; readonly space: string | null }
	| { readonly do: "favourite" | "trash" | "copy-link" | "new-sibling"; readonly page: string }
	/** Opens the right panel. */
	| { readonly do: "show-panel" };

interface Errands {
	readonly waiting: readonly Errand[];
	ask(errand: Errand): void;
	/** Takes all that wait. */
	take(): readonly Errand[];
}

export const useErrands = create<Errands>((set, get) => ({
	waiting: [],
	ask: (errand) => set(({ waiting }) => ({ waiting: [...waiting, errand] })),
	take: () => {
		const { waiting } = get();
		if (waiting.length > 0) set({ waiting: [] });
		return waiting;
	},
}));

/** Makes a page and shows it. */
export function askForPage(title = "", parent: string | null = null, space: string | null = null): void {
	useErrands.getState().ask({ do: "new-page", parent, title, space });
}
