import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import {
	ask,
	dialog,
	endWorker,
	jobCard,
	type LaunchedApp,
	newPage,
	openBook,
	place,
	savedText,
	startEmpty,
	text,
	tree,
} from "./book-driver";
import { answerOpenDialog } from "./launch-app";

let folder: string;
let launched: LaunchedApp;
test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-wrong-"));
	launched = await openBook();
	await startEmpty(launched.page);
	await newPage(launched.page, "What was here before");
	await launched.page.keyboard.type("and has to stay.");
	await place(launched.page, "Import").click();
});
test.afterEach(async () => {
	await launched.close();
	await rm(folder, { recursive: true, force: true });
});

async function bring(button: "Choose a folder" | "Choose a file" | "Choose a backup", path: string): Promise<void> {
	await answerOpenDialog(launched.app, [path]);
	await launched.page.getByRole("button", { name: button }).click();
}

async function nothingIsDamaged(page: Page): Promise<void> {
	expect(await savedText(page, "What was here before")).toBe("and has to stay.");
	expect((await ask(page, "health", {})).quarantined).toEqual([]);
}

test("bookmark files that are none, broken or hostile", async () => {
	const { page } = launched;
	const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), randomBytes(4000)]);
	const deep = `${"<DL><p><DT><H3>Deeper</H3>".repeat(10_000)}<DT><A HREF="https://example.org/bottom">Bottom</A>`;
	const files: Readonly<Record<string, string | Buffer>> = {
		"picture.html": png,
		"empty.html": "",
		"truncated.html":
			'<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="https://example.org/whole">Whole</A><DT><A HREF="https://exam',
		"deep.html": `<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>Bookmarks</H1>${deep}`,
		"hostile.html": `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>
			<DT><A HREF="javascript:alert(1)">Script</A><DT><A HREF="file:///etc/passwd">A file</A><DT><A HREF="data:text/html,x">Data</A>
			<DT><A HREF="https://example.org/fine">&lt;img src=x onerror=alert(1)&gt;</A></DL>`,
	};
	for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);

	for (const name of ["picture.html", "empty.html"]) {
		await bring("Choose a file", join(folder, name));
		const card = jobCard(page, new RegExp(name));
		await expect(card.getByText(/Is not a text file|Is empty|Nothing was new|could not/i).first(), name).toBeVisible();
		expect(await ask(page, "counts", {}), name).toMatchObject({ bookmark: 0 });
	}
	await bring("Choose a file", join(folder, "truncated.html"));
	await expect(jobCard(page, /truncated/).getByText("Ended too early; everything up to there was taken")).toBeVisible();
	await bring("Choose a file", join(folder, "deep.html"));
	await expect(jobCard(page, "“deep.html” is in your book").getByText(/nested too deeply/)).toBeVisible({ timeout: 60_000 });
	await bring("Choose a file", join(folder, "hostile.html"));
	const hostile = jobCard(page, "“hostile.html” is in your book");
	await expect(hostile.getByRole("button", { name: /address that a book should not open.*3/ })).toBeVisible();

	await place(page, "Bookmarks").click();
	await page.getByLabel("Filter these bookmarks").fill("onerror");
	await expect(page.getByRole("row", { name: /<img src=x onerror=alert\(1\)>/ })).toBeVisible();
	expect(await ask(page, "counts", {})).toMatchObject({ page: 1, bookmark: 3 });
	await nothingIsDamaged(page);
});

test("a vault with loops, ways out and names that cannot be", async () => {
	const { page } = launched;
	const vault = join(folder, "Vault");
	await mkdir(join(vault, "Inside"), { recursive: true });
	await writeFile(join(folder, "secret.md"), "not part of the vault");
	await writeFile(join(vault, "Inside", "Good.md"), "A good note. ![[../../secret.md]] and [[../../secret]]");
	await writeFile(join(vault, "..\\..\\climb.md"), "a name that climbs on another system");
	await writeFile(join(vault, "Binary.md"), Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x00, 0x00, 0x80, 0x81]));
	await symlink(vault, join(vault, "Inside", "Loop"));
	await symlink(join(folder, "secret.md"), join(vault, "Out.md"));
	await symlink("/etc", join(vault, "etc"));
	await bring("Choose a folder", vault);
	const card = jobCard(page, "“Vault” is in your book");
	await expect(card.getByText("Leads outside the chosen folder")).toBeVisible();
	await expect(card.getByText("Leads back to itself")).toBeVisible();
	expect(await savedText(page, "Good")).toContain("A good note.");
	const { hits } = await ask(page, "search", { text: '"not part of the vault"', limit: 5 });
	expect(hits).toEqual([]);
	await nothingIsDamaged(page);
});

test("files of a hundred megabytes are kept as files or refused, and everything beside them is taken", async () => {
	const { page } = launched;
	const line = "The same words again and again, until there are far too many of them to be a page.\n";
	const huge = Buffer.alloc(100 * 1024 * 1024, line);
	const vault = join(folder, "Large");
	await mkdir(vault);
	await writeFile(join(vault, "Small.md"), "A small note beside ![[Huge.md]].");
	await writeFile(join(vault, "Huge.md"), huge);
	await writeFile(join(folder, "huge.html"), Buffer.concat([Buffer.from("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>"), huge]));

	await bring("Choose a folder", vault);
	const card = jobCard(page, "“Large” is in your book");
	await expect(card).toBeVisible({ timeout: 60_000 });
	await expect(card.getByRole("button", { name: /too long to be a page; it is kept as a file/ })).toBeVisible();
	expect(await savedText(page, "Small")).toContain("A small note");
	expect(await ask(page, "counts", {})).toMatchObject({ page: 2, file: 1 });

	await bring("Choose a file", join(folder, "huge.html"));
	await expect(
		jobCard(page, /huge\.html/)
			.getByText(/too large/i)
			.first(),
	).toBeVisible({ timeout: 60_000 });
	expect(await ask(page, "counts", {})).toMatchObject({ bookmark: 0 });
	await nothingIsDamaged(page);
});

test("backups that are none, damaged, or come into a book that is not empty", async () => {
	const { page } = launched;
	await writeFile(join(folder, "noise.commonplace"), randomBytes(5000));
	for (const name of ["noise.commonplace"]) {
		await bring("Choose a backup", join(folder, name));
		await dialog(page).getByLabel("The passphrase of this backup").fill("any words will do here");
		await dialog(page).getByRole("button", { name: "Restore", exact: true }).click();
		await expect(jobCard(page, new RegExp(name)).getByRole("alert")).toContainText(/backup|empty/);
	}
	await nothingIsDamaged(page);
});

test("a search index that ends without a word is started again and finds everything", async () => {
	const { page } = launched;
	const found = async (): Promise<number> => (await ask(page, "search", { text: "has to stay", limit: 5 })).hits.length;
	await expect.poll(found).toBe(1);
	await endWorker(page, "search index");
	expect(await found()).toBe(1);
});

test("an engine that dies says what is safe, and starts again where one was", async () => {
	const { page } = launched;
	await place(page, "Wiki").click();
	await tree(page).getByText("What was here before").click();
	await expect(text(page)).toContainText("and has to stay.");
	await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
	await text(page).click();
	await page.keyboard.press("Control+End");
	await page.keyboard.type(" Typed a moment before.");
	await endWorker(page, "engine");
	await expect(page.getByText("The part that keeps your book has stopped.")).toBeVisible();
	await expect(page.getByText(/Everything that said it was saved is safe/)).toBeVisible();
	await page.getByRole("button", { name: "Start it again" }).click();
	await expect(text(page)).toContainText("and has to stay. Typed a moment before.");
	await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
	await text(page).click();
	await page.keyboard.press("Control+End");
	await page.keyboard.type(" More after that.");
	await expect.poll(() => savedText(page, "What was here before")).toBe("and has to stay. Typed a moment before. More after that.");
});
