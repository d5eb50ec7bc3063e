import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { ask, choose, openBook, passTime, place, text, tree } from "./book-driver";

/** Kept in the repository only when asked for: each run would draw other times and dates. */
const root = resolve(import.meta.dirname, "../..");
const folder = process.env.KEEP_SCREENSHOTS === "1" ? join(root, "docs/screenshots") : join(root, "test-results/screenshots");

async function shoot(page: Page, name: string): Promise<void> {
	await page.mouse.move(0, 0);
	await page.evaluate(() => document.fonts.ready);
	await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

test("the sample book fills itself and shows what the app can do", async () => {
	await mkdir(folder, { recursive: true });
	const { app, page, close } = await openBook({ args: ["--sample"] });
	await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
	await expect.poll(async () => (await ask(page, "counts", {})).bookmark).toBeGreaterThan(20);
	await expect(page.getByText("Where you left off")).toBeVisible();

	await place(page, "Wiki").click();
	await tree(page).getByText("Welcome").click();
	await page.getByRole("button", { name: "Add to favourites" }).click();
	await place(page, "Home").click();
	await expect(page.getByRole("region", { name: "Favourites" }).getByText("Welcome")).toBeVisible();
	await shoot(page, "home");

	await choose(page, "Changing a valve seal", /^Changing a valve seal/);
	await expect(page.getByRole("tabpanel").getByText("If it still drips")).toBeVisible();
	await shoot(page, "page");

	await page.emulateMedia({ colorScheme: "dark" });
	await choose(page, "Fault log", /^Fault log/);
	await page.getByRole("tab", { name: /^Links/ }).click();
	await expect(page.getByRole("tabpanel").getByRole("heading", { name: /pages? links? here/ })).toBeVisible();
	await shoot(page, "page-dark");
	await page.emulateMedia({ colorScheme: "light" });

	await place(page, "Bookmarks").click();
	await page.getByRole("row", { name: /Rolling-element bearing/ }).click();
	await expect(page.getByRole("complementary").getByText("For the argument about pump 4.")).toBeVisible();
	await shoot(page, "bookmarks");

	await page.keyboard.press("Control+k");
	await page.keyboard.type("pump");
	await expect(page.getByRole("option", { name: /^Shift handover/ })).toBeVisible();
	await shoot(page, "search");
	await page.keyboard.press("Escape");

	await passTime(page, 60);
	await choose(page, "Tool bag", /^Tool bag/);
	await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
	await text(page).click();
	await page.keyboard.press("Control+End");
	await page.keyboard.type("\nA second torch: the first one is always at the other pump.");
	await page.getByRole("tab", { name: "History" }).click();
	await page.getByRole("button", { name: "Compare with now" }).click();
	await expect(page.getByRole("region", { name: "Comparison of two versions" }).getByText("A second torch")).toBeVisible();
	await shoot(page, "history");
	await close();
});
