import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { ask, choose, dialog, jobCard, openBook, place, toast } from "./book-driver";
import { answerOpenDialog } from "./launch-app";

const BOOKMARKS = 10_000;
const PAGES = 2_000;
const subjects = ["bearing", "seal", "valve", "gauge", "coupling", "motor", "filter", "hose"];

function bookmarkFile(): string {
	const lines = Array.from({ length: BOOKMARKS }, (_, index) => {
		const subject = subjects[index % subjects.length] ?? "pump";
		const tags = index % 5 === 0 ? ` TAGS="${subject},work"` : "";
		return `<DT><A HREF="https://site-${index % 97}.example.org/${subject}/${index}" ADD_DATE="${1_600_000_000 + index}"${tags}>About ${subject} number ${index}</A>`;
	});
	return `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n${lines.join("\n")}\n</DL><p>\n`;
}

/** Scrolls through the list with the wheel and gives the gaps between frames, milliseconds. For the report only. */
async function scrollThrough(page: Page): Promise<string> {
	const grid = page.getByRole("grid").first();
	await grid.hover();
	await page.evaluate(() => {
		const gaps: number[] = [];
		let last = performance.now();
		const watch = (now: number): void => {
			gaps.push(now - last);
			last = now;
			if (gaps.length < 240) requestAnimationFrame(watch);
		};
		requestAnimationFrame(watch);
		Object.assign(window, { gaps });
	});
	for (let step = 0; step < 60; step += 1) await page.mouse.wheel(0, 900);
	const gaps = await page.evaluate(() => [...(window as unknown as { gaps: number[] }).gaps].sort((a, b) => a - b));
	const at = (share: number): string => (gaps[Math.floor((gaps.length - 1) * share)] ?? 0).toFixed(1);
	return `${gaps.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

test("ten thousand bookmarks and two thousand pages are as easy to handle as ten", async () => {
	test.slow();
	const folder = await mkdtemp(join(tmpdir(), "commonplace-many-"));
	await writeFile(join(folder, "many.html"), bookmarkFile());
	const vault = join(folder, "Notes");
	await mkdir(vault);
	for (let index = 0; index < PAGES; index += 1) {
		const subject = subjects[index % subjects.length] ?? "pump";
		await writeFile(join(vault, `Note ${index} on ${subject}.md`), `# ${subject}\n\nSee [[Note ${index + 1} on x]]. #${subject}\n`);
	}
	const { app, page, close } = await openBook();
	await page.getByRole("button", { name: "Choose what to bring" }).click();
	await answerOpenDialog(app, [join(folder, "many.html")]);
	await page.getByRole("button", { name: "Choose a file" }).click();
	await expect(jobCard(page, "“many.html” is in your book")).toBeVisible({ timeout: 120_000 });
	await answerOpenDialog(app, [vault]);
	await page.getByRole("button", { name: "Choose a folder" }).click();
	await expect(jobCard(page, "“Notes” is in your book")).toBeVisible({ timeout: 120_000 });
	expect(await ask(page, "counts", {})).toMatchObject({ bookmark: BOOKMARKS, page: PAGES });

	await test.step("the list shows its first and its last row, and is scrolled", async () => {
		await place(page, "Bookmarks").click();
		await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(BOOKMARKS));
		await expect(page.getByRole("row", { name: /number 9999/ })).toBeVisible();
		test.info().annotations.push({ type: "frames while scrolling 10,000 bookmarks", description: await scrollThrough(page) });
		await page.getByRole("row").nth(3).click();
		await page.keyboard.press("End");
		await expect(page.getByRole("row", { name: /number 0\b/ })).toBeFocused();
	});

	await test.step("all are tagged at once, and untagged by one undo", async () => {
		await page.keyboard.press("Control+a");
		await expect(page.getByText(/^10,?000 selected$/)).toBeVisible();
		await page.getByRole("button", { name: "Add tags…" }).click();
		await dialog(page).getByLabel("Tags").fill("everything,");
		const started = Date.now();
		await dialog(page).getByRole("button", { name: "Add tags" }).click();
		const done = toast(page, /^Tagged 10,?000 bookmarks\.$/);
		await expect(done).toBeVisible({ timeout: 120_000 });
		const tagged = async (): Promise<number> => (await ask(page, "tags", {})).find(({ tag }) => tag === "everything")?.count ?? 0;
		await expect.poll(tagged).toBe(BOOKMARKS);
		test.info().annotations.push({ type: "tagging 10,000 bookmarks", description: `${Date.now() - started} ms` });
		const undone = Date.now();
		await done.getByRole("button", { name: "Undo" }).click();
		await expect.poll(tagged, { timeout: 120_000 }).toBe(0);
		test.info().annotations.push({ type: "undoing it", description: `${Date.now() - undone} ms` });
		await page.getByRole("button", { name: "Select nothing" }).click();
	});

	await test.step("filters, search and palette find one among them", async () => {
		await page.getByLabel("Filter these bookmarks").fill("number 7777");
		await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "1");
		await page.getByRole("button", { name: "Clear the filter" }).click();
		await page.getByRole("button", { name: "Tags", exact: true }).click();
		await page.getByLabel("Find a tag").fill("seal");
		await page.getByRole("checkbox", { name: /^seal/ }).click();
		await page.keyboard.press("Escape");
		await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "250");
		await page.keyboard.press("Control+Shift+F");
		await page.getByLabel("Search the whole book").fill("type:page note 1234");
		await expect(page.getByRole("row", { name: /^Note 1234 on/ })).toBeVisible();
		await choose(page, "Note 1999", /^Note 1999 on/);
		await expect(page).toHaveTitle(/^Note 1999 on/);
	});
	await close();
	await rm(folder, { recursive: true, force: true });
});
