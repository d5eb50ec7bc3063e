import type { BrowserWindow } from "electron";

/** How long the page may hold up its closing to save the last words. */
const longest = 4_000;

/**
 * A page may ask for a moment before its window closes; it gets that moment, and the window closes even if the page then
 * forgets to. With the function that is given back it may hold the closing for longer, while it asks the person.
 */
export function closeInTime(window: BrowserWindow, note: (line: string) => void): (hold: boolean) => void {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const stop = (): void => {
		if (timer !== null) clearTimeout(timer);
		timer = null;
	};
	window.webContents.on("will-prevent-unload", () => {
		stop();
		timer = setTimeout(() => {
			if (window.isDestroyed()) return;
			note("the page held up the closing of its window for too long, so it was closed");
			window.destroy();
		}, longest);
	});
	// The page asks the person only after its own attempt; from then on the person decides, and a page that dies is noticed elsewhere.
	return (hold) => {
		if (hold) stop();
	};
}
