import { join } from "node:path";
import { app, type BrowserWindow, Menu, nativeTheme, screen, session } from "electron";
import type { ShellCommand } from "../../shared/host";
import { crashAddress, watchWindow } from "../crash/crash-watch";
import { createFileBlobStore } from "../files/blob-store";
import { answerCalls } from "../ipc/guarded-calls";
import { applicationMenu } from "../menus/application-menu";
import { loadWords, type Words } from "../menus/words";
import { answerAppRequests } from "../protocol/app-protocol";
import { startUpdates } from "../updates/updates";
import { closeInTime } from "../window/close-in-time";
import { createWindow } from "../window/create-window";
import { keepAtHome, lockDownSession } from "../window/lock-down";
import { readWindowState, saveWindowState } from "../window/window-state";
import type { AppFolders } from "./app-folders";
import { BOOK_ORIGIN } from "./book-origin";
import type { BuiltShell } from "./build-shell";
import { createCommandSender } from "./command-sender";
import { type FirstLook, readFirstLook } from "./first-look";
import { restartApp } from "./restart";
import type { Shell } from "./shell";
import type { StartOptions } from "./start-options";

export interface OpenBook {
	send(command: ShellCommand): void;
	/** Lets the page read a file that the person opened with the app, and shows it. */
	showFile(path: string): Promise<void>;
	/** Brings the window to the front. */
	show(): void;
	/** Ends what is half done; for when the app quits. */
	close(): Promise<void>;
}

export interface BookParts {
	readonly folder: string;
	readonly folders: AppFolders;
	readonly options: StartOptions;
	readonly note: (line: string) => void;
}

/** Opens the book in its window. The window comes first; whatever can wait is loaded when the page asks for it. */
export function openBook({ folder, folders, options, note }: BookParts): OpenBook {
	const look = readFirstLook(folder, note);
	nativeTheme.themeSource = look.colourScheme;
	const blobs = createFileBlobStore(join(folder, "blobs"));
	lockDownSession(session.defaultSession);
	answerAppRequests({ renderer: folders.renderer, crash: folders.crash }, blobs, note);

	const commands = createCommandSender();
	let window: BrowserWindow | null = openWindow(folder, folders, note);
	let language = languageOf(look);
	let words: Words | null = null;
	const say = (): Words => {
		words ??= loadWords(folders.languages, language);
		return words;
	};
	const setMenu = (): void => {
		const template = applicationMenu({
			say: say(),
			send: commands.send,
			isMac: process.platform === "darwin",
			isDevelopment: !app.isPackaged,
		});
		Menu.setApplicationMenu(Menu.buildFromTemplate(template));
	};

	let built: Promise<BuiltShell> | null = null;
	let holdClosing: (hold: boolean) => void = () => undefined;
	const state: Shell = {
		folder,
		folders,
		options,
		note,
		window: () => window,
		words: say,
		language: () => language,
		settingsChanged(settings) {
			nativeTheme.themeSource = settings.colourScheme;
			language = languageOf(settings);
			words = null;
			setMenu();
		},
		restart: (sample) => restartApp(app, sample),
		holdClosing: (hold) => holdClosing(hold),
		interactive() {
			if (process.env.COMMONPLACE_MEASURE_START === "1") process.stdout.write(`commonplace: interactive ${Date.now()}\n`);
		},
	};
	const shell = (): Promise<BuiltShell> => {
		built ??= import("./build-shell").then(({ buildShell }) => buildShell(state, blobs));
		return built;
	};
	answerCalls(async () => (await shell()).calls, note);

	commands.connect(window);
	watchWindow(window, `${BOOK_ORIGIN}/`, () => crashAddress(say(), language), note);
	holdClosing = closeInTime(window, note);
	keepAtHome(window.webContents, `${BOOK_ORIGIN}/`, note);
	window.on("closed", () => {
		window = null;
	});
	window.loadURL(`${BOOK_ORIGIN}/`).catch((error: unknown) => note(`the interface could not be loaded: ${String(error)}`));
	// While the page's process starts, what it will ask for first is made ready.
	setImmediate(() => {
		setMenu();
		shell().catch(() => undefined);
	});
	startUpdates({ isPackaged: app.isPackaged, resources: process.resourcesPath, note });

	return {
		send: commands.send,
		async showFile(path) {
			commands.send({ do: "show-path", source: await (await shell()).grantFile(path) });
		},
		show() {
			if (window === null) return;
			if (window.isMinimized()) window.restore();
			window.show();
			window.focus();
		},
		async close() {
			if (built !== null) await (await built).close();
		},
	};
}

function openWindow(folder: string, folders: AppFolders, note: (line: string) => void): BrowserWindow {
	const screens = screen.getAllDisplays().map((display) => display.workArea);
	const window = createWindow({
		preload: folders.preload,
		state: readWindowState(folder, screens, note),
		dark: nativeTheme.shouldUseDarkColors,
		isDevelopment: !app.isPackaged,
	});
	window.on("close", () => {
		const state = { ...window.getNormalBounds(), maximised: window.isMaximized() };
		saveWindowState(folder, state).catch((error: unknown) => note(`the window's place could not be saved: ${String(error)}`));
	});
	return window;
}

function languageOf({ language }: Pick<FirstLook, "language">): string {
	return language === "system" ? app.getLocale() : language;
}
