import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";

const root = resolve(import.meta.dirname, "../..");

/** The packaged app with one difference: it lets the test driver attach (see scripts/packaging). */
export const testingExecutable = resolve(root, "dist/testing/commonplace");

export interface LaunchOptions {
	/** Where this book lies; a new empty folder when not given, thrown away by `close`. */
	readonly userData?: string;
	readonly args?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
}

export interface LaunchedApp {
	readonly app: ElectronApplication;
	readonly page: Page;
	readonly userData: string;
	/** Quits the app; throws the book away only if `launchApp` made its folder. */
	readonly close: () => Promise<void>;
}

/** Starts the packaged app and promises its first window. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
	if (!existsSync(testingExecutable)) throw new Error("There is no packaged app yet: run `npm run package` first.");
	const userData = options.userData ?? (await mkdtemp(join(tmpdir(), "commonplace-book-")));
	const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
	const app = await _electron.launch({
		executablePath: testingExecutable,
		args: [`--user-data-dir=${userData}`, ...asRoot, ...(options.args ?? [])],
		env: { ...(process.env as Record<string, string>), LANGUAGE: "en", LANG: "en_US.UTF-8", ...options.environment },
	});
	const page = await app.firstWindow();
	const close = async (): Promise<void> => {
		await app.close();
		if (options.userData === undefined) await rm(userData, { recursive: true, force: true });
	};
	return { app, page, userData, close };
}

/** The next "open" dialog answers with these paths, as if the person had chosen them; null is a cancel. */
export async function answerOpenDialog(app: ElectronApplication, paths: readonly string[] | null): Promise<void> {
	await app.evaluate(({ dialog }, filePaths) => {
		const original = dialog.showOpenDialog;
		dialog.showOpenDialog = () => {
			dialog.showOpenDialog = original;
			return Promise.resolve({ canceled: filePaths === null, filePaths: filePaths === null ? [] : [...filePaths] });
		};
	}, paths);
}

/** The next "save" dialog answers with this path; null is a cancel. */
export async function answerSaveDialog(app: ElectronApplication, path: string | null): Promise<void> {
	await app.evaluate(({ dialog }, filePath) => {
		const original = dialog.showSaveDialog;
		dialog.showSaveDialog = () => {
			dialog.showSaveDialog = original;
			return Promise.resolve({ canceled: filePath === null, filePath: filePath ?? "" });
		};
	}, path);
}
