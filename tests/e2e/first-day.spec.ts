import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ask, choose, dialog, newPage, openBook, place, savedText, text, toast, tree } from "./book-driver";

test("a first day: from an empty book to one that knows everything the next morning", async () => {
	const userData = await mkdtemp(join(tmpdir(), "commonplace-book-"));
	const first = await openBook({ userData });
	const { page } = first;

	await test.step("the first run", async () => {
		await expect(page.getByRole("heading", { level: 1, name: "Welcome to Commonplace" })).toBeAttached();
		await page.getByLabel("What should we call you?").fill("Marta");
		await page.getByRole("button", { name: "Start", exact: true }).click();
		await expect(page.getByRole("heading", { level: 1, name: /Marta/ })).toBeVisible();
		await expect(page.getByText("Your book is open at its first page.")).toBeVisible();
	});

	await test.step("a page is written by keyboard, slash menu and toolbar", async () => {
		await newPage(page, "Valve seals");
		await page.keyboard.type("/head");
		await page.getByRole("option", { name: /^Large heading/ }).click();
		await page.keyboard.type("Tools");
		await page.keyboard.press("Enter");
		await page.keyboard.type("Bring the [[Torque wrench");
		await page.getByRole("option", { name: /Torque wrench/ }).click();
		await page.keyboard.type(" and wipe the seat. #maintenance ");
		await page.keyboard.press("Enter");
		await page.keyboard.press("Enter");
		await page
			.getByRole("toolbar", { name: "Formatting" })
			.getByRole("button", { name: /^Task list/ })
			.click();
		await page.keyboard.type("Order new rings");
		await expect
			.poll(() => savedText(page, "Valve seals"))
			.toBe("# Tools\nBring the [[Torque wrench]] and wipe the seat. #maintenance \n\n- [ ] Order new rings");
		await expect(page.getByRole("list", { name: "Tags" }).getByText("maintenance")).toBeVisible();
	});

	await test.step("a click on the missing page makes it", async () => {
		await text(page).getByText("Torque wrench").click();
		await expect(page).toHaveTitle(/^Torque wrench/);
		await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Torque wrench");
		await page.getByRole("tab", { name: "Links" }).click();
		await expect(page.getByRole("tabpanel").getByText("Valve seals", { exact: true })).toBeVisible();
		await expect(page.getByRole("tabpanel").getByText(/and wipe the seat/)).toBeVisible();
	});

	await test.step("renaming it takes the link along", async () => {
		await page.getByRole("textbox", { name: "Title" }).fill("Torque spanner");
		await page.keyboard.press("Enter");
		await expect(page.getByText("Renamed; the links of one page follow")).toBeVisible();
		await expect.poll(() => savedText(page, "Valve seals")).toContain("Bring the [[Torque spanner]] and wipe");
		await page.getByRole("tab", { name: "Outline" }).click();
	});

	await test.step("a page goes to the trash and comes back by one click", async () => {
		await page.getByRole("button", { name: "More to do with this page" }).click();
		await page.getByRole("menuitem", { name: "Move to the trash" }).click();
		await expect(tree(page).getByText("Torque spanner")).toBeHidden();
		await toast(page, "“Torque spanner” is in the trash").getByRole("button", { name: "Undo" }).click();
		await expect(tree(page).getByText("Torque spanner")).toBeVisible();
	});

	await test.step("a bookmark is added with tags in a new collection, then another one", async () => {
		await page.keyboard.press("Control+Shift+B");
		await dialog(page).getByRole("textbox", { name: "Address" }).fill("https://example.org/bearings");
		await dialog(page).getByRole("textbox", { name: "Title" }).fill("Bearing failures");
		await dialog(page).getByLabel("Tags").fill("bearings,");
		await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
		await expect(page.getByText("Added the bookmark.")).toBeVisible();
		await page.keyboard.press("Control+Shift+B");
		await dialog(page).getByRole("textbox", { name: "Address" }).fill("javascript:alert(1)");
		await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
		await expect(dialog(page).getByText(/is a program, not a place/)).toBeVisible();
		await dialog(page).getByRole("textbox", { name: "Address" }).fill("example.org/gauges");
		await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
		await place(page, "Bookmarks").click();
		await expect(page.getByRole("row", { name: /Bearing failures.*bearings/ })).toBeVisible();
		await expect(page.getByRole("row", { name: /example\.org\/gauges/ })).toBeVisible();
	});

	await test.step("history says who wrote and when", async () => {
		await place(page, "Wiki").click();
		await tree(page).getByText("Valve seals").click();
		await page.getByRole("tab", { name: "History" }).click();
		await expect(page.getByRole("tabpanel").getByText(/^Latest/)).toBeVisible();
		await page.getByRole("tab", { name: "Contributors" }).click();
		await expect(page.getByRole("tabpanel").getByText(/wrote 100%/)).toBeVisible();
	});
	await first.close();

	await test.step("the next morning everything is there, and found", async () => {
		const { page: again, close } = await openBook({ userData });
		await expect(again).toHaveTitle(/^Valve seals/);
		await expect(text(again)).toContainText("Bring the Torque spanner and wipe the seat.");
		expect(await ask(again, "counts", {})).toMatchObject({ page: 2, bookmark: 2, trashed: 0 });
		await choose(again, "bearing", /Bearing failures/);
		await expect(again.getByRole("complementary").getByText("https://example.org/bearings")).toBeVisible();
		await again.keyboard.press("Control+Shift+F");
		await again.getByLabel("Search the whole book").fill("wipe seat tag:maintenance");
		await expect(again.getByRole("row", { name: /Valve seals/ })).toBeVisible();
		await close();
	});
	await rm(userData, { recursive: true, force: true });
});
