/** Which of the feature's dialogs is open. View state only. */
import { create } from "zustand";

export type OpenDialog =
	| { readonly is: "none" }
	| {
			readonly is: "add";
			readonly url: string;
			readonly title: string;
			readonly collection: string | null;
			/** Says beside the address how to paste one. */
			readonly toPaste: boolean;
			/** The space that it is made in; null: its collection's, or one's own. */
			readonly space: string | null;
	  }
	| { readonly is: "edit"; readonly id: string }
	/** Choosing where to put these bookmarks. */
	| { readonly is: "move"; readonly ids: readonly string[] }
	/** Tags to add to or take from these bookmarks. */
	| { readonly is: "tag"; readonly ids: readonly string[]; readonly mode: "add" | "remove" };

export const useDialog = create<{ readonly dialog: OpenDialog; show(dialog: OpenDialog): void; close(): void }>((set) => ({
	dialog: { is: "none" },
	show: (dialog) => set({ dialog }),
	close: () => set({ dialog: { is: "none" } }),
}));
