import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { ask, choose, dialog, endWorker, jobCard, openBook, place, tree } from "./book-driver";
import { answerOpenDialog } from "./launch-app";

/** Serious and critical findings on what is shown now. Everything is looked at in light; in dark only what colours can spoil. */
async function findings(page: Page, screen: string): Promise<readonly string[]> {
	const found: string[] = [];
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
		await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
		// Colours change within the same frames as the theme; contrast is measured after them.
		await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
		const axe = new AxeBuilder({ page }).setLegacyMode(true);
		const { violations } = await (colorScheme === "light" ? axe : axe.withRules(["color-contrast", "link-in-text-block"])).analyze();
		for (const { id, impact, nodes } of violations) {
			if (impact !== "serious" && impact !== "critical") continue;
			for (const { html, failureSummary } of nodes.slice(0, 3))
				found.push(`${screen}, ${colorScheme}, ${id}: ${html.slice(0, 200)} ${failureSummary?.slice(0, 300)}`);
		}
	}
	return found;
}

test("no screen has a serious accessibility finding, light or dark", async () => {
	test.slow();
	const folder = await mkdtemp(join(tmpdir(), "commonplace-axe-"));
	const twice = '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="https://example.org/a">A</A><DT><A HREF="javascript:x">B</A></DL>';
	await writeFile(join(folder, "more.html"), twice);
	const { app, page, close } = await openBook({ args: ["--sample"] });
	const all: string[] = [];
	const look = async (screen: string): Promise<void> => void all.push(...(await findings(page, screen)));

	await expect.poll(async () => (await ask(page, "counts", {})).bookmark).toBeGreaterThan(20);
	await expect(page.getByText("Where you left off")).toBeVisible();
	await look("home");
	await place(page, "Wiki").click();
	await expect(page.getByRole("grid", { name: "Pages" })).toBeVisible();
	await look("list of pages");

	await choose(page, "Changing a valve seal", /^Changing a valve seal/);
	await expect(page.getByRole("tabpanel").getByText("If it still drips")).toBeVisible();
	for (const tab of ["Outline", "Links", "Contributors", "History"]) {
		await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
		await look(`page, ${tab}`);
	}
	await page.getByRole("button", { name: "Reading view" }).click();
	await expect(page.getByRole("article")).toBeVisible();
	await look("reading");
	await page.getByRole("button", { name: "Reading view" }).click();
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await expect(page.getByRole("menu")).toBeVisible();
	await look("menu of a page");
	await page.getByRole("menuitem", { name: "Move to…" }).click();
	await expect(dialog(page)).toBeVisible();
	await look("moving a page");
	await page.keyboard.press("Escape");

	await place(page, "Bookmarks").click();
	await page.getByRole("row", { name: /Rolling-element bearing/ }).click();
	await look("bookmarks");
	await page.keyboard.press("e");
	await expect(dialog(page)).toBeVisible();
	await look("editing a bookmark");
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "Tags", exact: true }).click();
	await look("narrowing by tags");
	await page.keyboard.press("Escape");
	await page.getByRole("row", { name: /Coupling/ }).click({ modifiers: ["Control"] });
	await expect(page.getByText("2 selected")).toBeVisible();
	await look("several bookmarks");
	await page.keyboard.press("t");
	await expect(dialog(page)).toBeVisible();
	await look("tagging several");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Control+Shift+B");
	await expect(dialog(page)).toBeVisible();
	await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
	await look("adding a bookmark, with a mistake");
	await page.keyboard.press("Escape");

	await page.keyboard.press("Control+Shift+F");
	await page.getByLabel("Search the whole book").fill("valve");
	await expect(page.getByRole("row").first()).toBeVisible();
	await look("search");
	await page.keyboard.press("Control+k");
	await page.keyboard.type("pump");
	await expect(page.getByRole("option").first()).toBeVisible();
	await look("palette");
	await page.keyboard.press("Escape");

	await place(page, "Wiki").click();
	await tree(page).getByText("Welcome").click();
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await page.getByRole("menuitem", { name: "Move to the trash" }).click();
	await look("message with an undo");
	await place(page, "Trash").click();
	await expect(page.getByRole("row", { name: /Welcome/ })).toBeVisible();
	await look("trash");

	await place(page, "Import").click();
	for (const _ of [1, 2]) {
		await answerOpenDialog(app, [join(folder, "more.html")]);
		await page.getByRole("button", { name: "Choose a file" }).click();
		await expect(jobCard(page, "“more.html” is in your book")).toBeVisible();
	}
	await page
		.getByRole("button", { name: /address that a book should not open/ })
		.first()
		.click();
	await look("exchange with reports");
	await page.getByRole("button", { name: "Make a backup" }).click();
	await dialog(page).getByRole("button", { name: "Choose where to keep it" }).click();
	await look("backup");
	await page.keyboard.press("Escape");
	await choose(page, ">Show duplicates", "Show duplicates");
	await look("duplicates");
	await place(page, "Settings").click();
	await expect(page.getByRole("heading", { name: "Storage and safety" })).toBeVisible();
	await look("settings");

	await endWorker(page, "engine");
	await expect(page.getByText("The part that keeps your book has stopped.")).toBeVisible();
	await look("stopped engine");
	await close();
	await rm(folder, { recursive: true, force: true });

	const first = await openBook();
	await expect(first.page.getByRole("button", { name: "Choose what to bring" })).toBeVisible();
	all.push(...(await findings(first.page, "first run")));
	await first.page.getByRole("button", { name: "Start", exact: true }).click();
	await expect(first.page.getByText("Your book is open at its first page.")).toBeVisible();
	all.push(...(await findings(first.page, "empty book")));
	await first.close();
	expect(all).toEqual([]);
});
