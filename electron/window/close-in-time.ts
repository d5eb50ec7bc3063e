import type { BrowserWindow } from "electron";

/** How long the page may hold up its closing to save the last words. */
const longest = 4_000;

/** A page may ask for a moment before its window closes; it gets that moment, and the window closes even if the page then forgets to. */
export function closeInTime(window: BrowserWindow, note: (line: string) => void): void {
	window.webContents.on("will-prevent-unload", () => {
		setTimeout(() => {
			if (window.isDestroyed()) return;
			note("the page held up the closing of its window for too long, so it was closed");
			window.destroy();
		}, longest);
	});
}
