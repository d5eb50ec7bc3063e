/**
 * The texts that are open in this window. A page that is left while its edits cannot be saved stays here, goes
 * on trying, and is the same again when the person comes back.
 */
import { create } from "zustand";
import type { Engine } from "../../../../engine/contract";
import type { OpenText } from "./open-text";

interface OpenTexts {
	/** Texts that an editor on screen shows, by page. */
	readonly shown: ReadonlyMap<string, OpenText>;
	/** Texts that were left with edits that are not durable yet, by page. */
	readonly kept: ReadonlyMap<string, OpenText>;
	show(page: string, text: OpenText): void;
	/** Moves a text from what is shown to what is kept. */
	keep(page: string, text: OpenText): void;
	/** The text is neither shown nor kept any more. */
	close(page: string, text: OpenText): void;
	/** Takes a kept text back on screen. */
	take(page: string): OpenText | null;
}

export const useOpenTexts = create<OpenTexts>((set, get) => ({
	shown: new Map(),
	kept: new Map(),
	show: (page, text) => set(({ shown }) => ({ shown: new Map(shown).set(page, text) })),
	keep: (page, text) => set(({ shown, kept }) => ({ shown: without(shown, page, text), kept: new Map(kept).set(page, text) })),
	close: (page, text) => set(({ shown, kept }) => ({ shown: without(shown, page, text), kept: without(kept, page, text) })),
	take: (page) => {
		const text = get().kept.get(page) ?? null;
		if (text !== null) get().close(page, text);
		return text;
	},
}));

function without(texts: ReadonlyMap<string, OpenText>, page: string, text: OpenText): ReadonlyMap<string, OpenText> {
	return new Map([...texts].filter(([id, one]) => id !== page || one !== text));
}

/** The texts with words that are in this window only. */
export function unsavedTexts(): readonly OpenText[] {
	const { shown, kept } = useOpenTexts.getState();
	return [...shown.values(), ...kept.values()].filter((text) => text.hasUnsent());
}

/** Sends what was typed into a page in this window. True when nothing of it is in the window only. */
export function flushPage(page: string): Promise<boolean> {
	const { shown, kept } = useOpenTexts.getState();
	return (shown.get(page) ?? kept.get(page))?.flush() ?? Promise.resolve(true);
}

/** A page's text with everything typed until now; the library's own answer lags behind. Throws what `openText` throws. */
export async function textNow(engine: Pick<Engine, "openText">, page: string): Promise<string> {
	await flushPage(page);
	const session = await engine.openText(page);
	session.close();
	return session.text;
}

/** Leaves a page: what is unsent is saved, and only then the session is closed. */
export async function leaveText(page: string, text: OpenText): Promise<void> {
	text.detach();
	if (!text.hasUnsent()) {
		useOpenTexts.getState().close(page, text);
		text.close();
		return;
	}
	useOpenTexts.getState().keep(page, text);
	await text.flush();
	await settled(text);
	const { kept, close } = useOpenTexts.getState();
	// Taken back on screen in the meantime: then it is not ours to close. What can never be saved stays, to be copied.
	if (kept.get(page) !== text || text.hasUnsent()) return;
	close(page, text);
	text.close();
}

const LOOK_AGAIN = 500;

/** Resolves when nothing is unsent any more, or never will be sent: the text's own retries go on meanwhile. */
async function settled(text: OpenText): Promise<void> {
	while (text.hasUnsent() && text.currentStatus().is !== "ended") await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
}
