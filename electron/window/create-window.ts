import { BrowserWindow, type Session, type WebPreferences } from "electron";
import type { WindowState } from "./window-state";

/** What every window of ours has, and what none may lack: see `assertSafe`. */
const safePreferences = {
	sandbox: true,
	contextIsolation: true,
	webSecurity: true,
	nodeIntegration: false,
	nodeIntegrationInWorker: false,
	nodeIntegrationInSubFrames: false,
	webviewTag: false,
	allowRunningInsecureContent: false,
	experimentalFeatures: false,
	navigateOnDragDrop: false,
} as const satisfies WebPreferences;

/** `--paper` of each theme (renderer/ui/theme/tokens.css), so that nothing flashes before the first paint. */
export const paper = { light: "#fbf9f4", dark: "#17181b" } as const;

export interface WindowParts {
	readonly preload: string;
	readonly state: WindowState;
	readonly dark: boolean;
	readonly isDevelopment: boolean;
}

/** The app's window. Windows are made in this file alone; it throws rather than open one that is not safe. */
export function createWindow({ preload, state, dark, isDevelopment }: WindowParts): BrowserWindow {
	const window = new BrowserWindow({
		width: state.width,
		height: state.height,
		...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
		minWidth: 480,
		minHeight: 400,
		show: false,
		title: "Commonplace",
		backgroundColor: dark ? paper.dark : paper.light,
		webPreferences: {
			...safePreferences,
			preload,
			devTools: isDevelopment,
			// The checker would fetch dictionaries from the network without being asked; macOS brings its own.
			spellcheck: process.platform === "darwin",
		},
	});
	assertSafe(window);
	if (state.maximised) window.maximize();
	window.once("ready-to-show", () => window.show());
	return window;
}

export interface PanelParts {
	readonly preload: string;
	readonly parent: BrowserWindow;
	readonly session: Session;
	readonly dark: boolean;
	readonly title: string;
}

/** A small window in front of the app's own, for what the interface must not see. */
export function createPanel({ preload, parent, session, dark, title }: PanelParts): BrowserWindow {
	const window = new BrowserWindow({
		width: 640,
		height: 660,
		parent,
		modal: true,
		show: false,
		minimizable: false,
		maximizable: false,
		fullscreenable: false,
		title,
		backgroundColor: dark ? paper.dark : paper.light,
		webPreferences: { ...safePreferences, preload, session, devTools: false, spellcheck: false },
	});
	assertSafe(window);
	window.removeMenu();
	window.once("ready-to-show", () => window.show());
	return window;
}

function assertSafe(window: BrowserWindow): void {
	// Not in Electron's types, and in every version that we run on.
	const contents = window.webContents as typeof window.webContents & { getLastWebPreferences(): WebPreferences | null };
	const actual = contents.getLastWebPreferences();
	for (const [name, wanted] of Object.entries(safePreferences)) {
		const value = actual?.[name as keyof WebPreferences] ?? false;
		if (value !== wanted) {
			window.destroy();
			throw new Error(`The window was not opened, because ${name} is ${String(value)} and has to be ${String(wanted)}.`);
		}
	}
}
