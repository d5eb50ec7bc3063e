import type { App, BrowserWindow } from "electron";
import type { Words } from "../menus/words";
import { BOOK_ORIGIN } from "../start/book-origin";

/** A second crash within this time means that starting again does not help. */
const tooSoon = 60_000;

/** What the crash page says, as the part of its address behind the #. */
export function crashAddress(say: Words, language: string): string {
	const words = {
		language,
		...Object.fromEntries(["title", "what", "safe", "do", "restart", "failed"].map((key) => [key, say(`crash.${key}`)])),
	};
	return `${BOOK_ORIGIN}/crash/index.html#${encodeURIComponent(JSON.stringify(words))}`;
}

/** When the window's process dies: loads the interface again, once; after that shows the page that says what is safe. */
export function watchWindow(window: BrowserWindow, address: string, crashPage: () => string, note: (line: string) => void): void {
	let last = Number.NEGATIVE_INFINITY;
	window.webContents.on("render-process-gone", (_, details) => {
		if (details.reason === "clean-exit" || window.isDestroyed()) return;
		note(`the window's process is gone: ${details.reason} (${details.exitCode})`);
		const again = Date.now() - last < tooSoon;
		last = Date.now();
		const next = again ? crashPage() : address;
		// Not from inside the event: the dead process is still being cleared away there.
		setImmediate(() => {
			if (window.isDestroyed()) return;
			window
				.loadURL(next)
				.catch((error: unknown) => note(`could not load ${again ? "the crash page" : "the interface again"}: ${String(error)}`));
		});
	});
	window.on("unresponsive", () => note("the window does not respond"));
	window.on("responsive", () => note("the window responds again"));
}

/** Notes the death of any other process; Chromium starts those again by itself. */
export function watchProcesses(app: App, note: (line: string) => void): void {
	app.on("child-process-gone", (_, details) => {
		if (details.reason !== "clean-exit")
			note(`a process is gone: ${details.type} ${details.name ?? ""} ${details.reason} (${details.exitCode})`);
	});
	process.on("unhandledRejection", (error) => note(`a promise failed unheard: ${errorText(error)}`));
	process.on("uncaughtException", (error) => note(`an error was not caught: ${errorText(error)}`));
}

function errorText(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
