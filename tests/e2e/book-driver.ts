import { expect, type Locator, type Page } from "@playwright/test";
import type { Engine, Queries, QueryName } from "../../renderer/engine/contract";

export type { LaunchedApp } from "./launch-app";

import { inEngine } from "./engine-worker";
import { type LaunchedApp, type LaunchOptions, launchApp } from "./launch-app";

/** The engine, which `--diagnostics` puts on the window: for checks, never to do a person's work. */
type Diagnosed = Window & { commonplaceEngine: Engine };

/** Starts the app so that the engine can be asked what is true, and waits until its first screen listens to keys. */
export async function openBook(options: LaunchOptions = {}): Promise<LaunchedApp> {
	const launched = await launchApp({ ...options, args: ["--diagnostics", ...(options.args ?? [])] });
	await expect(place(launched.page, "Home")).toBeVisible();
	await launched.page.waitForFunction(() => document.activeElement !== null && document.activeElement !== document.body);
	return launched;
}

/** The first run, by the choice of an empty book. */
export async function startEmpty(page: Page): Promise<void> {
	await page.getByRole("button", { name: "Start", exact: true }).click();
	await expect(page.getByText("Your book is open at its first page.")).toBeVisible();
}

/** Asks the engine. */
export function ask<Name extends QueryName>(page: Page, name: Name, params: Queries[Name]["params"]): Promise<Queries[Name]["result"]> {
	return page.evaluate(([query, given]) => (window as unknown as Diagnosed).commonplaceEngine.ask(query, given), [name, params] as const);
}

/** The text of the page with this title, as it was last saved; null when there is none. */
export async function savedText(page: Page, title: string): Promise<string | null> {
	const [row] = await ask(page, "resolve", { names: [title] });
	return row === undefined || row === null ? null : ask(page, "text", { id: row.id });
}

/** An entry of the left panel. */
export function place(page: Page, name: string): Locator {
	return page
		.getByRole("navigation", { name: /^(Main|More)$/ })
		.getByRole("button", { name: new RegExp(`^${name}`) })
		.last();
}

export const text = (page: Page): Locator => page.getByRole("textbox", { name: "Text of the page" });
export const tree = (page: Page): Locator => page.getByRole("tree", { name: "Pages" });
export const dialog = (page: Page): Locator => page.getByRole("dialog");

/** A new page with this title, the cursor in its text. Keyboard only. */
export async function newPage(page: Page, title: string): Promise<void> {
	await page.keyboard.press("Control+n");
	await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
	await page.keyboard.type(title);
	await page.keyboard.press("Enter");
	await expect(text(page)).toBeFocused();
	await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
}

/** Types in the palette and takes the choice of that name. Keyboard only. */
export async function choose(page: Page, typed: string, choice: string | RegExp): Promise<void> {
	await page.keyboard.press("Control+k");
	await page.keyboard.type(typed);
	const wanted = page.getByRole("option", { name: choice }).first();
	await expect(wanted).toBeVisible();
	const active = page.getByRole("option", { selected: true });
	for (let step = 0; step < 30 && (await wanted.getAttribute("aria-selected")) !== "true"; step += 1) {
		await page.keyboard.press("ArrowDown");
		await expect(active).toHaveCount(1);
	}
	await page.keyboard.press("Enter");
	await expect(page.getByRole("combobox", { name: "Search or do anything" })).toBeHidden();
}

/** The card of a finished or failed job with these words in its heading. */
export function jobCard(page: Page, words: string | RegExp): Locator {
	return page
		.getByRole("region", { name: "Under way and done" })
		.locator("> *")
		.filter({ has: page.getByRole("heading", { name: words }) })
		.first();
}

/** The message with these words. */
export function toast(page: Page, words: string | RegExp): Locator {
	return page
		.getByRole("region", { name: "Messages" })
		.locator("[data-tone]")
		.filter({ has: page.getByText(words) });
}

/** Lets time pass for the engine, so that what is written next is another sitting. */
export function passTime(page: Page, minutes: number): Promise<void> {
	return inEngine(page, `{ const clock = Date.now.bind(Date); Date.now = () => clock() + ${minutes * 60_000}; }`);
}

/** Ends one of the book's workers without a word, as a system does that is out of memory. */
export async function endWorker(page: Page, wanted: "engine" | "search index"): Promise<void> {
	if (wanted === "engine") return inEngine(page, "self.close()");
	const named = await Promise.all(page.workers().map(async (worker) => ({ worker, name: await worker.evaluate(() => self.name) })));
	const found = named.find(({ name }) => name === wanted);
	expect(found, `there is a worker called ${wanted}`).toBeDefined();
	// The answer may not come any more.
	void found?.worker.evaluate(() => self.close()).catch(() => undefined);
}
