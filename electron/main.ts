/** The start of the app. What it is made of lies in the folders beside this file, one idea each. */
import { app, Menu } from "electron";
import { watchProcesses } from "./crash/crash-watch";
import { linkAmong, parseDeepLink } from "./links/deep-links";
import { changesAmong } from "./links/opened-files";
import { registerAppScheme } from "./protocol/app-protocol";
import { createShellLog } from "./settings/shell-log";
import { appFolders } from "./start/app-folders";
import { type OpenBook, openBook } from "./start/open-book";
import { bookFolder, readStartOptions } from "./start/start-options";
import { lockDownContents } from "./window/lock-down";

function start(): void {
	const options = readStartOptions(process.argv);
	const folder = bookFolder(app.getPath("userData"), options);
	app.setPath("userData", folder);
	const note = createShellLog(folder);
	registerAppScheme();
	// Or Electron makes a menu of its own, which ours would replace a moment later.
	Menu.setApplicationMenu(null);
	lockDownContents();
	watchProcesses(app, note);

	// One window on one book: a second start hands its link to the first and ends.
	if (!app.requestSingleInstanceLock()) {
		app.quit();
		return;
	}

	let book: OpenBook | null = null;
	const early: (() => void)[] = [];
	/** At once, or when the book is open. */
	const whenOpen = (work: (opened: OpenBook) => void): void => {
		if (book === null) early.push(() => whenOpen(work));
		else work(book);
	};
	const follow = (link: string): void =>
		whenOpen((opened) => {
			const command = parseDeepLink(link);
			if (command === null) note("a link from outside was not understood, so nothing was done");
			else opened.send(command);
		});
	const showFile = (path: string): void =>
		whenOpen((opened) => {
			opened.showFile(path).catch((error: unknown) => note(`a file that was opened could not be shown: ${String(error)}`));
		});
	/** What a start is asked to show. */
	const takeArguments = (args: readonly string[], workingFolder: string): void => {
		const link = linkAmong(args);
		if (link !== null) follow(link);
		const file = changesAmong(args, workingFolder);
		if (file !== null) showFile(file);
	};

	app.on("open-url", (event, link) => {
		event.preventDefault();
		follow(link);
	});
	app.on("open-file", (event, path) => {
		event.preventDefault();
		showFile(path);
	});
	app.on("second-instance", (_, args, workingFolder) => {
		book?.show();
		takeArguments(args, workingFolder);
	});
	app.on("window-all-closed", () => app.quit());
	closeBeforeQuitting(() => book?.close() ?? Promise.resolve(), note);

	app.whenReady().then(
		() => {
			book = openBook({ folder, folders: appFolders(__dirname), options, note });
			for (const work of early.splice(0)) work();
			takeArguments(process.argv, process.cwd());
			// Linux learns the links from the installed .desktop file, macOS from the app's Info.plist.
			if (app.isPackaged && process.platform === "win32") app.setAsDefaultProtocolClient("commonplace");
		},
		(error: unknown) => {
			note(`Electron did not get ready: ${String(error)}`);
			app.exit(1);
		},
	);
}

/** Lets half-done writing end (an export is thrown away, a backup left out) before the process goes. */
function closeBeforeQuitting(close: () => Promise<void>, note: (line: string) => void): void {
	app.on("will-quit", (event) => {
		event.preventDefault();
		close()
			.catch((error: unknown) => note(`something half done could not be cleared away: ${String(error)}`))
			// Not `quit` again: Electron does not come back here from a quit that was held up at this point.
			.finally(() => app.exit(0));
	});
}

start();
