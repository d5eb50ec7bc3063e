import { execFileSync } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { newPage, openBook, savedText, startEmpty, text } from "./book-driver";

/** A disk of its own, small enough to be filled. */
let disk: string;
test.skip(process.getuid?.() !== 0, "only root can mount a small disk");
test.beforeEach(async () => {
	disk = await mkdtemp(join(tmpdir(), "commonplace-small-disk-"));
	execFileSync("mount", ["-t", "tmpfs", "-o", "size=160m", "tmpfs", disk]);
});
test.afterEach(async () => {
	execFileSync("umount", ["-l", disk]);
	await rm(disk, { recursive: true, force: true });
});

test("on a full disk nothing is lost: the window says so, keeps the words, and saves them once there is room", async () => {
	const launched = await openBook({ userData: join(disk, "book") });
	const { page } = launched;
	await startEmpty(page);
	await newPage(page, "Written on a small disk");
	await page.keyboard.type("Saved in time.");
	await expect.poll(() => savedText(page, "Written on a small disk")).toBe("Saved in time.");

	const { bavail, bsize } = await statfs(disk);
	await writeFile(join(disk, "filler"), Buffer.alloc(bavail * bsize)).catch(() => undefined);
	// More than fits into what the database has claimed already.
	await text(page).focus();
	for (let round = 0; round < 4; round += 1)
		await page.keyboard.insertText(` Round ${round}: ${"many more words to keep ".repeat(40_000)}`);
	const notSaved = page.getByRole("button", { name: /not saved yet|Saving is not possible now/ });
	await expect(notSaved).toBeVisible({ timeout: 30_000 });
	await notSaved.click();
	await expect(page.getByText("The disk is full, so nothing more can be saved.", { exact: true })).toBeVisible();
	await page.screenshot({ path: test.info().outputPath("full-disk.png") });

	await rm(join(disk, "filler"));
	await expect(notSaved).toBeHidden({ timeout: 60_000 });
	await expect.poll(async () => (await savedText(page, "Written on a small disk"))?.includes("Round 3"), { timeout: 60_000 }).toBe(true);
	await launched.close();

	const again = await openBook({ userData: join(disk, "book") });
	expect(await savedText(again.page, "Written on a small disk")).toMatch(/^Saved in time\. Round 0: [\s\S]*Round 3/);
	await again.close();
});
