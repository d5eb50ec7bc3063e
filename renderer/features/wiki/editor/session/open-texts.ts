/**
 * The texts that are open in this window. A page that is left while its edits cannot be saved stays here, goes
 * on trying, and is the same again when the person comes back.
 */
import { create } from "zustand";
import type { OpenText } from "./open-text";

interface OpenTexts {
	/** Texts that were left with edits that are not durable yet, by page. */
	readonly kept: ReadonlyMap<string, OpenText>;
	keep(page: string, text: OpenText): void;
	/** Takes a kept text back on screen. */
	take(page: string): OpenText | null;
	forget(page: string): void;
}

export const useOpenTexts = create<OpenTexts>((set, get) => ({
	kept: new Map(),
	keep: (page, text) => set(({ kept }) => ({ kept: new Map(kept).set(page, text) })),
	take: (page) => {
		const text = get().kept.get(page) ?? null;
		if (text !== null) get().forget(page);
		return text;
	},
	forget: (page) =>
		set(({ kept }) => {
			const rest = new Map(kept);
			rest.delete(page);
			return { kept: rest };
		}),
}));

/** Leaves a page: what is unsent is saved, and only then the session is closed. */
export async function leaveText(page: string, text: OpenText): Promise<void> {
	text.detach();
	if (!text.hasUnsent()) {
		text.close();
		return;
	}
	useOpenTexts.getState().keep(page, text);
	await text.flush();
	await saved(text);
	const { kept, forget } = useOpenTexts.getState();
	// Taken back on screen in the meantime: then it is not ours to close.
	if (kept.get(page) !== text) return;
	forget(page);
	text.close();
}

const LOOK_AGAIN = 500;

/** Resolves when nothing is unsent any more: the text's own retries go on meanwhile. */
async function saved(text: OpenText): Promise<void> {
	while (text.hasUnsent() && text.currentStatus().is !== "ended") await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
}
