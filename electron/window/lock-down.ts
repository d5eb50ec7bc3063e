import { type App, app, type Session, type WebContents } from "electron";
import { BOOK_ORIGIN, isBookAddress } from "../start/book-origin";

/** Pages of ours never leave the interface, open nothing, embed nothing. Holds for every page that is ever made. */
export function lockDownContents(application: App = app): void {
	application.on("web-contents-created", (_, contents) => lockDown(contents));
}

function lockDown(contents: WebContents): void {
	const stay = (event: Electron.Event, address: string): void => {
		if (!isBookAddress(address)) event.preventDefault();
	};
	contents.on("will-navigate", stay);
	contents.on("will-redirect", stay);
	contents.on("will-frame-navigate", (event) => {
		if (!event.isMainFrame || !isBookAddress(event.url)) event.preventDefault();
	});
	contents.on("will-attach-webview", (event) => event.preventDefault());
	contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/** Electron lets a page go to `about:blank` without asking, so a window that is there after all is brought back. */
export function keepAtHome(contents: WebContents, home: string, note: (line: string) => void): void {
	contents.on("did-navigate", (_, address) => {
		if (isBookAddress(address) || contents.isDestroyed()) return;
		note("the page left the interface and was brought back");
		contents.loadURL(home).catch((error: unknown) => note(`the interface could not be loaded: ${String(error)}`));
	});
}

/** Copying text that the browser cleaned, and keeping the book: without the second, the browser may throw it away when the disk fills up. */
const PERMITTED: readonly string[] = ["clipboard-sanitized-write", "persistent-storage"];

/** Of what Electron asks about (it allows everything by default) only `PERMITTED` is; nothing is downloaded, and no device is handed out. */
export function lockDownSession(session: Session): void {
	const mayHave = (permission: string, origin: string): boolean =>
		PERMITTED.includes(permission) && (origin === BOOK_ORIGIN || origin === `${BOOK_ORIGIN}/`);
	session.setPermissionRequestHandler((contents, permission, answer) => answer(mayHave(permission, originOf(contents?.getURL() ?? ""))));
	session.setPermissionCheckHandler((_, permission, origin) => mayHave(permission, origin));
	session.setDevicePermissionHandler(() => false);
	session.on("will-download", (event) => event.preventDefault());
}

function originOf(address: string): string {
	return isBookAddress(address) ? BOOK_ORIGIN : address;
}
