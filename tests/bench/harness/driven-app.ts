/** The packaged app, driven from outside: started on a book, with its engine at hand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import type { Engine } from "../../../renderer/engine/contract";
import { rootArguments } from "../../../scripts/electron/run-electron";
import type { ShellApi } from "../../../shared/host";
import { appProgram } from "./programs";

/** What a page of the app has when it was started with --diagnostics. */
export type AppWindow = Window & { readonly commonplace: ShellApi; readonly commonplaceEngine: Engine };

export interface DrivenApp {
	readonly app: ElectronApplication;
	readonly page: Page;
	close(): Promise<void>;
}

/** A folder for a book in which the first-run question is answered, so that the app opens on its start page or on `route`. */
export function prepareBook(folder: string, route: object = { screen: "home" }): void {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "settings.json"), JSON.stringify({ welcomed: true, lastRoute: JSON.stringify(route) }));
}

/** Starts the app on a book; resolves when the engine is ready. */
export async function driveApp(book: string): Promise<DrivenApp> {
	const driven = await drive(await appProgram("driven"), [`--user-data-dir=${book}`, "--diagnostics"]);
	await driven.page.waitForFunction(() => (globalThis as unknown as AppWindow).commonplaceEngine?.state().is === "ready", null, {
		timeout: 600_000,
	});
	return driven;
}

/** Starts a program with the test driver attached; resolves with its first window. */
export async function drive(executablePath: string, args: readonly string[]): Promise<DrivenApp> {
	const app = await _electron.launch({
		executablePath,
		args: [...rootArguments(), ...args],
		env: { ...(process.env as Record<string, string>), LANGUAGE: "en" },
		timeout: 120_000,
	});
	const page = await app.firstWindow({ timeout: 120_000 });
	page.setDefaultTimeout(600_000);
	await allowNamedFunctions(page);
	return { app, page, close: () => app.close() };
}

/** Functions that travel to the page were compiled with a helper that keeps their names; there it may do nothing. */
async function allowNamedFunctions(page: Page): Promise<void> {
	const helper = "globalThis.__name = (given) => given";
	await page.addInitScript(helper);
	await page.evaluate(helper);
}
