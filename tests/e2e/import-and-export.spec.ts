import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, test } from "@playwright/test";
import { ask, dialog, jobCard, openBook, passTime, place, savedText, text, toast, tree } from "./book-driver";
import { answerOpenDialog, answerSaveDialog } from "./launch-app";

const bookmarkFile = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000">Work</H3>
    <DL><p>
        <DT><A HREF="https://example.org/seals" ADD_DATE="1700000001" TAGS="seals,valves">Seals explained</A>
        <DD>Read before Friday
        <DT><A HREF="https://example.org/pumps" ADD_DATE="1700000002">Pumps</A>
    </DL><p>
    <DT><A HREF="javascript:alert(1)">A program</A>
</DL><p>
`;

const notes: Readonly<Record<string, string>> = {
	"Seals.md": "---\ntags: [valves]\naliases: [Seal ring]\n---\n# Seals\n\nSee [[Pumps/Pump 4|the pump]] and ![[gauge.svg]].\n",
	"Pumps/Pump 4.md": "> [!warning] Hot\n> Mind the [[Seal ring]].\n\n- [ ] Ask [[Nobody yet]]\n",
	"gauge.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
};

let folder: string;
test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-exchange-"));
});
test.afterEach(async () => rm(folder, { recursive: true, force: true }));

async function writeVault(): Promise<string> {
	const vault = join(folder, "Notes");
	for (const [path, content] of Object.entries(notes)) {
		await mkdir(join(vault, path, ".."), { recursive: true });
		await writeFile(join(vault, path), content);
	}
	return vault;
}

async function filesIn(root: string): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	for (const name of await readdir(root, { recursive: true })) {
		const path = join(root, name);
		if ((await stat(path)).isFile()) files[relative(root, path)] = await readFile(path, "utf8");
	}
	return files;
}

test("what is brought in is reported, can be taken back, and leaves as the files it came from", async () => {
	const vault = await writeVault();
	await writeFile(join(folder, "bookmarks.html"), bookmarkFile);
	const { app, page, close } = await openBook();
	await page.getByRole("button", { name: "Choose what to bring" }).click();

	await test.step("a vault, with a report of what is missing", async () => {
		await answerOpenDialog(app, [vault]);
		await page.getByRole("button", { name: "Choose a folder" }).click();
		const card = jobCard(page, "“Notes” is in your book");
		await expect(card.getByText("3 pages and 1 attachment")).toBeVisible();
		await card.getByRole("button", { name: /Was linked to but is not there/ }).click();
		await expect(card.getByText("Nobody yet")).toBeVisible();
		expect(await savedText(page, "Pump 4")).toBe(notes["Pumps/Pump 4.md"]);
	});

	await test.step("the import is taken back, and back again", async () => {
		await jobCard(page, "“Notes” is in your book").getByRole("button", { name: "Take the import back" }).click();
		await expect.poll(() => ask(page, "counts", {})).toMatchObject({ page: 0, trashed: 4 });
		await toast(page, "4 items went to the trash.").getByRole("button", { name: "Undo" }).click();
		await expect.poll(() => ask(page, "counts", {})).toMatchObject({ page: 3, trashed: 0 });
	});

	await test.step("bookmarks, without the one that is a program", async () => {
		await answerOpenDialog(app, [join(folder, "bookmarks.html")]);
		await page.getByRole("button", { name: "Choose a file" }).click();
		const card = jobCard(page, "“bookmarks.html” is in your book");
		await expect(card.getByText("2 bookmarks and 2 collections")).toBeVisible();
		await card.getByRole("button", { name: /address that a book should not open/ }).click();
		await expect(card.getByText("A program", { exact: true })).toBeVisible();
	});

	await test.step("the same file once more makes nothing twice", async () => {
		await answerOpenDialog(app, [join(folder, "bookmarks.html")]);
		await page.getByRole("button", { name: "Choose a file" }).click();
		await expect(jobCard(page, "“bookmarks.html” is in your book").getByText("Was in your book already")).toBeVisible();
		expect(await ask(page, "counts", {})).toMatchObject({ bookmark: 2 });
	});

	await test.step("the book leaves as the files that came", async () => {
		await answerSaveDialog(app, join(folder, "Out"));
		await page.getByRole("button", { name: "Export the book" }).click();
		await expect(jobCard(page, "The book was exported to “Out”")).toBeVisible();
		expect(await filesIn(join(folder, "Out"))).toMatchObject(notes);
	});

	await test.step("bookmarks leave in the form that browsers read", async () => {
		await answerSaveDialog(app, join(folder, "out.html"));
		await page.getByRole("button", { name: "Export bookmarks" }).click();
		await expect(jobCard(page, "The bookmarks were exported to “out.html”")).toBeVisible();
		const written = await readFile(join(folder, "out.html"), "utf8");
		expect(written).toMatch(/^<!DOCTYPE NETSCAPE-Bookmark-file-1>/);
		expect(written).toMatch(/<H3[^>]*>Work<\/H3>/);
		expect(written).toMatch(/<A HREF="https:\/\/example\.org\/seals"[^>]*TAGS="seals,valves"[^>]*>Seals explained<\/A>/);
		expect(written).not.toContain("javascript:");
	});
	await close();
});

test("a cancelled import leaves nothing behind", async () => {
	const vault = join(folder, "Many notes");
	await mkdir(vault);
	const words = "The bearing ran warm at noon and cold at night. ".repeat(40);
	for (let count = 0; count < 1500; count += 1) await writeFile(join(vault, `Note ${count}.md`), `# Note ${count}\n\n${words}\n`);
	const { app, page, close } = await openBook();
	await page.getByRole("button", { name: "Choose what to bring" }).click();
	await answerOpenDialog(app, [vault]);
	// Pressed the moment it is there: the import must not be over before the test driver has moved its mouse.
	await page.evaluate(() => {
		const observer = new MutationObserver(() => {
			const cancel = [...document.querySelectorAll("button")].find((button) => button.textContent === "Cancel");
			if (cancel === undefined) return;
			observer.disconnect();
			cancel.click();
		});
		observer.observe(document.body, { childList: true, subtree: true });
	});
	await page.getByRole("button", { name: "Choose a folder" }).click();
	await expect(page.getByText("Cancelled. Nothing was changed.")).toBeVisible();
	expect(await ask(page, "counts", {})).toMatchObject({ page: 0, file: 0, trashed: 0 });
	await close();
});

test("a backup moves the book to another laptop, where its history goes on", async () => {
	const backup = join(folder, "book.commonplace");
	await writeVault();
	const old = await openBook();
	await old.page.getByRole("button", { name: "Choose what to bring" }).click();
	await answerOpenDialog(old.app, [join(folder, "Notes")]);
	await old.page.getByRole("button", { name: "Choose a folder" }).click();
	await expect(jobCard(old.page, "“Notes” is in your book")).toBeVisible();
	await test.step("a passphrase that is too short or mistyped is not taken", async () => {
		await old.page.getByRole("button", { name: "Make a backup" }).click();
		await dialog(old.page).getByLabel("Passphrase", { exact: true }).fill("short");
		await dialog(old.page).getByRole("button", { name: "Choose where to keep it" }).click();
		await expect(dialog(old.page).getByText("At least 8 characters.").first()).toBeVisible();
		await dialog(old.page).getByLabel("Passphrase", { exact: true }).fill("four unrelated quiet words");
		await dialog(old.page).getByLabel("The passphrase again").fill("four unrelated quiet wards");
		await expect(dialog(old.page).getByText("The two are not the same.")).toBeVisible();
	});
	await dialog(old.page).getByLabel("The passphrase again").fill("four unrelated quiet words");
	await answerSaveDialog(old.app, backup);
	await dialog(old.page).getByRole("button", { name: "Choose where to keep it" }).click();
	await expect(jobCard(old.page, "Backed up to “book.commonplace”")).toBeVisible();
	const before = await ask(old.page, "counts", {});
	await old.close();

	const { app, page, close } = await openBook();
	const restore = async (button: string, passphrase: string): Promise<void> => {
		await answerOpenDialog(app, [backup]);
		await page.getByRole("button", { name: button }).click();
		await dialog(page).getByLabel("The passphrase of this backup").fill(passphrase);
		await dialog(page).getByRole("button", { name: "Restore", exact: true }).click();
	};
	await test.step("a wrong passphrase says so and changes nothing", async () => {
		await restore("I have a backup to restore", "not these words at all");
		await expect(page.getByRole("alert").filter({ hasText: "passphrase" })).toBeVisible();
		expect(await ask(page, "counts", {})).toMatchObject({ page: 0 });
	});
	await test.step("the right one brings everything", async () => {
		await restore("Choose a backup", "four unrelated quiet words");
		await expect(jobCard(page, "“book.commonplace” was restored")).toBeVisible();
		await expect.poll(() => ask(page, "counts", {})).toEqual(before);
	});
	await test.step("what is written later is another sitting; versions are compared and one comes back", async () => {
		await passTime(page, 60);
		await place(page, "Wiki").click();
		await tree(page).getByText("Seals").click();
		await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
		await text(page).click();
		await page.keyboard.press("Control+End");
		await page.keyboard.type("Never on a line under pressure.");
		await page.getByRole("tab", { name: "History" }).click();
		await expect(page.getByRole("button", { name: "Compare with now" })).toBeVisible();
		await page.getByRole("button", { name: "Compare with now" }).click();
		const comparison = page.getByRole("region", { name: "Comparison of two versions" });
		await expect(comparison.locator(".cm-insertedLine, .cm-changedLine, .cm-changedText").first()).toContainText("Never on a line");
		await comparison.getByRole("button", { name: "Restore the older one" }).click();
		await expect(page.getByText("The older version is back")).toBeVisible();
		await expect.poll(() => savedText(page, "Seals")).toBe(notes["Seals.md"]?.replace(/^---[\s\S]*?---\n/, "") ?? "");
	});
	await close();
});
