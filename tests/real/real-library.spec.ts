import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { ask, choose, jobCard, openBook, savedText, text } from "../e2e/book-driver";
import { answerOpenDialog } from "../e2e/launch-app";

const realInput = resolve(import.meta.dirname, "../../../shared/real-input");

test("a real vault and real bookmarks come in, are searched, edited, and all there after a restart", async () => {
	const userData = await mkdtemp(join(tmpdir(), "commonplace-real-"));
	const first = await openBook({ userData });
	const { app, page } = first;
	await page.getByRole("button", { name: "Choose what to bring" }).click();

	await test.step("the vault", async () => {
		await answerOpenDialog(app, [join(realInput, "vault")]);
		await page.getByRole("button", { name: "Choose a folder" }).click();
		const card = jobCard(page, "“vault” is in your book");
		await expect(card).toBeVisible({ timeout: 120_000 });
		await expect(card.getByRole("button", { name: /Was mentioned but is not in the folder/ })).toBeVisible();
		expect((await ask(page, "counts", {})).page).toBeGreaterThanOrEqual(173);
	});

	await test.step("every bookmark file", async () => {
		const files = (await readdir(join(realInput, "bookmarks"))).sort();
		for (const file of files) {
			await answerOpenDialog(app, [join(realInput, "bookmarks", file)]);
			await page.getByRole("button", { name: "Choose a file" }).click();
			await expect(jobCard(page, `“${file}” is in your book`)).toBeVisible({ timeout: 60_000 });
		}
		expect((await ask(page, "counts", {})).bookmark).toBeGreaterThan(20);
	});
	await expect(page.getByRole("alert")).toHaveCount(0);

	await test.step("searches of words, phrases, kinds and folders", async () => {
		await page.keyboard.press("Control+Shift+F");
		const box = page.getByLabel("Search the whole book");
		await box.fill("daily note templ");
		await expect(page.getByRole("row", { name: /^Daily notes/ }).first()).toBeVisible();
		await box.fill("type:bookmark firefox");
		await expect(page.getByRole("row").first()).toBeVisible();
		await box.fill("in:Plugins type:page backlinks");
		await expect(page.getByRole("row", { name: /Backlinks/ }).first()).toBeVisible();
	});

	const sentence = "Written on a train without a network, and kept.";
	await test.step("a page is edited by typing in the window", async () => {
		await choose(page, "Daily notes", /^Daily notes/);
		await expect(page).toHaveTitle(/^Daily notes/);
		await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
		await text(page).click();
		await page.keyboard.press("Control+End");
		await page.keyboard.press("Enter");
		await page.keyboard.type(`${sentence} See [[Backlinks]].`);
		await page.getByRole("tab", { name: /^Links/ }).click();
		await expect(page.getByRole("tabpanel").getByRole("heading", { name: /pages? links? here/ })).toBeVisible();
	});
	const before = await ask(page, "counts", {});
	await first.close();

	await test.step("after a restart everything is there and found", async () => {
		const { page: again, close } = await openBook({ userData });
		await expect(again).toHaveTitle(/^Daily notes/);
		expect(await ask(again, "counts", {})).toEqual(before);
		expect(await savedText(again, "Daily notes")).toContain(`${sentence} See [[Backlinks]].`);
		await again.keyboard.press("Control+Shift+F");
		await again.getByLabel("Search the whole book").fill('"on a train without a network"');
		await expect(again.getByRole("row", { name: /^Daily notes/ }).first()).toBeVisible();
		await choose(again, "Backlinks", /^Backlinks/);
		await expect(again).toHaveTitle(/^Backlinks/);
		await again.getByRole("tab", { name: /^Links/ }).click();
		await expect(again.getByRole("tabpanel").getByText(/on a train without a network/)).toBeVisible();
		await close();
	});
	await rm(userData, { recursive: true, force: true });
});
