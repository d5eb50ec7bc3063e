import { expect, test } from "@playwright/test";
import { ask, choose, dialog, newPage, openBook, savedText, text, tree } from "./book-driver";
import { tabTo } from "./keyboard";

test("pages and bookmarks by keyboard alone", async () => {
	const { page, close } = await openBook();
	// Whoever touches the pointer fails: nothing here may need it.
	await page.evaluate(() => window.addEventListener("pointerdown", () => document.body.setAttribute("data-pointer", "used"), true));

	await test.step("the first run", async () => {
		await tabTo(page, "textbox", "What should we call you?");
		await page.keyboard.type("Noor");
		await tabTo(page, "button", "Start");
		await page.keyboard.press("Enter");
		await expect(page.getByRole("heading", { level: 1, name: /Noor/ })).toBeVisible();
	});

	await test.step("write with shortcuts, follow a link that has no page yet, go back", async () => {
		await newPage(page, "Shift handover");
		await page.keyboard.press("Control+Alt+2");
		await page.keyboard.type("Five questions");
		await page.keyboard.press("Enter");
		await page.keyboard.press("Control+Alt+0");
		await page.keyboard.press("Control+b");
		await page.keyboard.type("Ten minutes");
		await page.keyboard.press("Control+b");
		await page.keyboard.type(" at the pump, see [[Fault log]]");
		await page.keyboard.press("ArrowLeft");
		await page.keyboard.press("ArrowLeft");
		await page.keyboard.press("ArrowLeft");
		await expect.poll(() => savedText(page, "Shift handover")).toBe("## Five questions\n**Ten minutes** at the pump, see [[Fault log]]");
		await page.keyboard.press("Alt+Enter");
		await expect(page).toHaveTitle(/^Fault log/);
		await expect(tree(page).getByText("Fault log")).toBeVisible();
		await page.keyboard.press("Alt+ArrowLeft");
		await expect(page).toHaveTitle(/^Shift handover/);
	});

	await test.step("undo and redo in the text; a task is ticked", async () => {
		await tabTo(page, "textbox", "Text of the page");
		await page.keyboard.press("Control+End");
		await page.keyboard.press("Enter");
		await page.keyboard.type("- [ ] Listen first");
		await page.keyboard.press("Control+Enter");
		await expect.poll(() => savedText(page, "Shift handover")).toContain("- [x] Listen first");
		await page.keyboard.press("Control+z");
		await expect.poll(() => savedText(page, "Shift handover")).toContain("- [ ] Listen first");
	});

	await test.step("a tag, by the palette", async () => {
		await choose(page, ">add a tag", "Add a tag");
		await expect(page.getByRole("combobox", { name: "Add tag" })).toBeFocused();
		await page.keyboard.type("handover");
		await page.keyboard.press("Enter");
		await expect.poll(async () => (await ask(page, "tags", {})).map(({ tag }) => tag)).toContain("handover");
	});

	await test.step("a bookmark is added, edited, marked, and thrown away and taken back", async () => {
		await page.keyboard.press("Control+Shift+B");
		await expect(dialog(page).getByRole("textbox", { name: "Address" })).toBeFocused();
		await page.keyboard.type("example.org/bearings");
		await page.keyboard.press("Enter");
		await expect(dialog(page)).toBeHidden();
		await choose(page, ">go to bookmarks", "Go to Bookmarks");
		const row = page.getByRole("row", { name: /example\.org\/bearings/ });
		await expect(row).toBeVisible();
		await tabTo(page, "row", /example\.org\/bearings/);
		await page.keyboard.press("e");
		await expect(dialog(page).getByRole("textbox", { name: "Title" })).toBeFocused();
		await page.keyboard.press("Control+a");
		await page.keyboard.type("Bearings");
		await page.keyboard.press("Enter");
		await expect(dialog(page)).toBeHidden();
		await expect(page.getByRole("row", { name: /^Bearings/ })).toBeFocused();
		await page.keyboard.press("r");
		await expect(page.getByRole("row", { name: /^Bearings.*To read/ })).toBeVisible();
		await page.keyboard.press("Delete");
		await expect.poll(() => ask(page, "counts", {})).toMatchObject({ bookmark: 0, trashed: 1 });
		await choose(page, ">go to trash", "Go to Trash");
		await tabTo(page, "row", /Bearings/);
		await page.keyboard.press("r");
		await expect.poll(() => ask(page, "counts", {})).toMatchObject({ bookmark: 1, trashed: 0 });
	});

	await test.step("the tree of pages is walked by arrows", async () => {
		await choose(page, "Shift handover", /^Shift handover/);
		await tabTo(page, "tree", "Pages");
		await page.keyboard.press("Home");
		await page.keyboard.press("End");
		await page.keyboard.press("Enter");
		await expect(page).toHaveTitle(/^(Shift handover|Fault log)/);
	});

	await test.step("search, and open what was found", async () => {
		await page.keyboard.press("Control+Shift+F");
		await expect(page.getByLabel("Search the whole book")).toBeFocused();
		await page.keyboard.type("ten minutes");
		await expect(page.getByRole("row", { name: /^Shift handover/ })).toBeVisible();
		await tabTo(page, "row", /^Shift handover/);
		await page.keyboard.press("Enter");
		await expect(page).toHaveTitle(/^Shift handover/);
		await expect(text(page)).toContainText("Ten minutes at the pump");
	});
	await expect(page.locator("body")).not.toHaveAttribute("data-pointer", "used");
	await close();
});
