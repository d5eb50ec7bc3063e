/** What can be asked for from anywhere in the app about spaces, people and sync. View state only; the spaces feature does it. */
import { create } from "zustand";

export type SpaceRequest =
	| { readonly is: "none" }
	| { readonly is: "new-space" }
	| { readonly is: "rename"; readonly space: string }
	/** `link` is "" where it is still to be pasted. */
	| { readonly is: "join"; readonly link: string }
	/** Copying or moving items into another space; `title` names the one, or says how many there are. `into`: which one was meant. */
	| {
			readonly is: "copy";
			readonly ids: readonly string[];
			readonly title: string;
			readonly from: string;
			readonly move: boolean;
			readonly into?: string;
	  }
	/** Sharing one item with somebody, alone. */
	| { readonly is: "share"; readonly id: string; readonly title: string; readonly from: string }
	| { readonly is: "sync" }
	| { readonly is: "export-changes"; readonly space: string | null }
	| { readonly is: "add-laptop" }
	| { readonly is: "become-laptop" };

interface Requests {
	readonly request: SpaceRequest;
	ask(request: SpaceRequest): void;
	close(): void;
}

export const useSpaceRequest = create<Requests>((set) => ({
	request: { is: "none" },
	ask: (request) => set({ request }),
	close: () => set({ request: { is: "none" } }),
}));

/** Opens what was asked for over whatever is shown. */
export function askForSpaces(request: SpaceRequest): void {
	useSpaceRequest.getState().ask(request);
}
