import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type LaunchedApp, launchApp } from "./launch-app";

let launched: LaunchedApp;

test.beforeEach(async () => {
	launched = await launchApp();
	await expect(wiki(launched.page)).toBeVisible();
	// The first screen takes the focus when it listens to keys.
	await launched.page.waitForFunction(() => document.activeElement !== null && document.activeElement !== document.body);
});
test.afterEach(async () => launched.close());

/** A new page with this title, the cursor in its text. Keyboard only. */
async function newPage(page: Page, title: string): Promise<void> {
	await page.keyboard.press("Control+n");
	await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
	await page.keyboard.type(title);
	await page.keyboard.press("Enter");
	await expect(text(page)).toBeFocused();
	await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
}

/** The wiki in the left panel; the way above the page has a "Wiki" as well. */
const wiki = (page: Page) => page.getByRole("navigation").getByRole("button", { name: /^Wiki/ }).last();
const text = (page: Page) => page.getByRole("textbox", { name: "Text of the page" });
const tree = (page: Page) => page.getByRole("tree", { name: "Pages" });

/** Serious and critical findings on what is shown now. */
async function findings(page: Page): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
	return violations
		.filter(({ impact }) => impact === "serious" || impact === "critical")
		.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

test("words typed a moment before the window closes are there the next time", async () => {
	await newPage(launched.page, "Pump log");
	await launched.page.keyboard.type("The bearing ran warm at noon.");
	const { userData } = launched;
	await launched.app.close();
	launched = await launchApp({ userData });
	await wiki(launched.page).click();
	await tree(launched.page).getByText("Pump log").click();
	await expect(text(launched.page)).toContainText("The bearing ran warm at noon.");
});

test("markup is hidden where the cursor is not, and a page can be made by writing its link", async () => {
	const { page } = launched;
	await newPage(page, "Seals");
	await page.keyboard.type("A **worn** seal, see [[Seal kit");
	await expect(page.getByRole("option", { name: /Seal kit/ })).toBeVisible();
	await page.keyboard.press("Escape");
	await page.keyboard.press("Control+End");
	await page.keyboard.press("Enter");
	await expect(text(page)).toContainText("A worn seal, see Seal kit");
	await text(page).getByText("Seal kit").click();
	await expect(page).toHaveTitle(/^Seal kit/);
	await expect(tree(page).getByText("Seal kit")).toBeVisible();
});

test("renaming a page makes links to it follow", async () => {
	const { page } = launched;
	await newPage(page, "Old name");
	await newPage(page, "Another page");
	await page.keyboard.type("see [[Old name]] ");
	await page.keyboard.press("Enter");
	await tree(page).getByText("Old name").click();
	await expect(page).toHaveTitle(/^Old name/);
	await page.getByRole("textbox", { name: "Title" }).fill("New name");
	await page.keyboard.press("Enter");
	await expect(page.getByText("Renamed; the links of one page follow")).toBeVisible();
	await tree(page).getByText("Another page").click();
	await expect(text(page)).toContainText("see New name");
});

test("a page in the trash says so and can be taken back", async () => {
	const { page } = launched;
	await newPage(page, "Not needed");
	await page.keyboard.type("after all it is");
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await page.getByRole("menuitem", { name: "Move to the trash" }).click();
	await expect(tree(page).getByText("Not needed")).toBeHidden();
	await page.keyboard.press("Alt+ArrowLeft");
	await page.getByRole("button", { name: "Take it back" }).click();
	await expect(tree(page).getByText("Not needed")).toBeVisible();
	await expect(text(page)).toContainText("after all it is");
});

test("a page, its panels and the list of pages have no serious accessibility finding", async () => {
	const { page } = launched;
	await newPage(page, "Everything");
	for (const line of [
		"# Heading",
		"",
		"Some **bold**, `code`, [[a link]] and #tag",
		"",
		"> [!warning] Mind",
		"the gap",
		"",
		"",
		"/table",
	]) {
		await page.keyboard.type(line);
		if (line !== "/table") await page.keyboard.press("Enter");
	}
	await page.getByRole("option", { name: "Table" }).click();
	await page.keyboard.type("a cell");
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme });
		for (const tab of ["Outline", "Links", "Contributors", "History"]) {
			await page.getByRole("tab", { name: new RegExp(tab) }).click();
			expect(await findings(page), `${colorScheme} ${tab}`).toEqual([]);
		}
		await page.getByRole("button", { name: "Reading view" }).click();
		await expect(page.getByRole("article")).toBeVisible();
		expect(await findings(page), `${colorScheme} reading`).toEqual([]);
		await page.getByRole("button", { name: "Reading view" }).click();
		await expect(text(page)).toBeVisible();
	}
	await wiki(page).click();
	await expect(page.getByRole("grid", { name: "Pages" })).toBeVisible();
	expect(await findings(page), "list").toEqual([]);
});
