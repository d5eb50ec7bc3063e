import { type BrowserWindow, nativeTheme, session } from "electron";
import type { Words } from "../menus/words";
import { createPanel } from "../window/create-window";
import { lockDownSession } from "../window/lock-down";
import { answerKitRequests, isKitAddress, type KitPage, kitAddress } from "./kit-page";

/** In memory, and apart from the interface's: a page of one can reach nothing of the other's, and they never share a process. */
const PARTITION = "kit";

/** What the page asks of the shell; `preload/kit-preload.ts` has the other end. */
export interface KitAnswers {
	/** Sentences by their key, in the person's language. */
	words(): Readonly<Record<string, string>>;
	/** What the page is for: the kit's words to show; nothing where they are to be typed. */
	kit(): Promise<readonly string[]>;
	/** What was typed; null when it was taken, and otherwise what is wrong with it. */
	submit(text: string): Promise<string | null>;
	/** The person is done. */
	done(): void;
}

export interface KitWindowParts {
	readonly page: KitPage;
	readonly parent: BrowserWindow;
	readonly preload: string;
	/** Where the page's files lie. */
	readonly folder: string;
	readonly answers: Omit<KitAnswers, "words">;
	readonly say: Words;
	readonly language: string;
	readonly note: (line: string) => void;
}

const SENTENCES: Readonly<Record<KitPage, readonly string[]>> = {
	show: ["show.title", "show.what", "show.keep", "show.not", "show.print", "show.done"],
	enter: ["enter.title", "enter.what", "enter.label", "enter.cancel", "enter.submit"],
};

/** Opens the kit's window; resolves when it is closed. It hides itself from screen recordings where the system can do that. */
export async function openKitWindow({ page, parent, preload, folder, answers, say, language, note }: KitWindowParts): Promise<void> {
	const kitSession = session.fromPartition(PARTITION);
	if (!kitSession.protocol.isProtocolHandled("app")) {
		lockDownSession(kitSession);
		answerKitRequests(kitSession, folder);
	}
	const window = createPanel({
		preload,
		parent,
		session: kitSession,
		dark: nativeTheme.shouldUseDarkColors,
		title: say(`kit.${page}.title`),
	});
	window.setContentProtection(true);
	const closed = new Promise<void>((resolve) => window.once("closed", () => resolve()));
	const asked: KitAnswers = {
		...answers,
		words: () => ({ language, ...Object.fromEntries(SENTENCES[page].map((key) => [key, say(`kit.${key}`)])) }),
		done() {
			answers.done();
			window.close();
		},
	};
	window.webContents.ipc.handle("kit", async (event, name: unknown, given: unknown) => {
		if (event.senderFrame === null || !isKitAddress(event.senderFrame.url)) throw new Error("refused: not the kit's page");
		switch (name) {
			case "words":
				return asked.words();
			case "kit":
				return asked.kit();
			case "submit":
				if (typeof given !== "string" || given.length > 4000) throw new Error("refused: these are no words");
				return asked.submit(given);
			case "done":
				return asked.done();
			default:
				throw new Error("refused: there is no such call");
		}
	});
	window.loadURL(kitAddress(page)).catch((error: unknown) => {
		note(`the kit's page could not be loaded: ${String(error)}`);
		if (!window.isDestroyed()) window.close();
	});
	await closed;
}
