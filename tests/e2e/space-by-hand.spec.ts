/** Two people share a space through a server, all of it in the windows of their apps. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type ServerProcess, startServerProcess } from "../server/server-process";
import { dialog, newPage, place, text, toast, tree } from "./book-driver";
import { acceptLink, firstRun, inviteLink, openSpace, setSwitch, spaceEntry, statusLine } from "./by-hand";
import { answerOpenDialog, answerSaveDialog, type LaunchedApp, testingExecutable } from "./launch-app";

test.describe.configure({ timeout: 300_000 });

const PICTURE = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
	"base64",
);

let folder = "";
let server: ServerProcess | null = null;
let apps: LaunchedApp[] = [];

test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-by-hand-"));
	apps = [];
});

test.afterEach(async () => {
	for (const app of apps) await app.close();
	await server?.end("SIGTERM");
	server = null;
	await rm(folder, { recursive: true, force: true });
});

/** Puts other words in the place of a page's first line. */
async function rewriteFirstLine(page: Page, words: string): Promise<void> {
	await text(page).click();
	await page.keyboard.press("Control+Home");
	await page.keyboard.press("Shift+End");
	await page.keyboard.type(words);
}

test("a team's space from the first invitation to the last goodbye", async () => {
	server = await startServerProcess(["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB"]);
	const address = `ws://127.0.0.1:${server.port}`;
	const ada = await firstRun("Ada Lovelace", "Violet");
	apps.push(ada);
	const ben = await firstRun("Ben Field", "Green");
	apps.push(ben);
	const [a, b] = [ada.page, ben.page];

	await test.step("whoever shares nothing is told that all is saved, and nothing more", async () => {
		await newPage(a, "My own notes");
		await a.keyboard.type("Only mine.");
		await expect(statusLine(a)).toHaveAccessibleName(/^Saved on this laptop/);
	});

	await test.step("Ada makes a space that a server keeps, and a link for one editor", async () => {
		await a.getByRole("button", { name: "New space" }).click();
		await dialog(a).getByLabel("What is it called?").fill("Valve team");
		await dialog(a).getByRole("radio", { name: "Another server" }).click();
		await dialog(a).getByLabel("Address of the server").fill(address);
		await dialog(a).getByRole("button", { name: "Make the space" }).click();
		await expect(a.getByRole("tab", { name: "People and access" })).toHaveAttribute("aria-selected", "true");
	});
	const link = await inviteLink(a, { role: "editor", people: "1 person", ends: "after a day" });
	await expect(a.getByText(/used 0 of 1 times · ends .* · made by you/)).toBeVisible();

	await test.step("a page is made in the space one looks at, and stands under it", async () => {
		await a.getByRole("tab", { name: /^Contents/ }).click();
		await newPage(a, "Seal replacement");
		await a.keyboard.type("Close the valve first.");
		await expect(a.getByRole("button", { name: "In the space Valve team" })).toBeVisible();
		await expect(tree(a).getByRole("treeitem", { level: 1 })).toHaveText(["Private", "Valve team"]);
		await place(a, "Wiki").click();
		await expect(a.getByRole("row", { name: /Seal replacement.*Valve team/ })).toBeVisible();
		await expect(a.getByRole("row", { name: /My own notes.*Private/ })).toBeVisible();
		await tree(a).getByText("Valve team").click();
		await expect(a.getByRole("row", { name: /My own notes/ })).toBeHidden();
		await expect(a.getByRole("row", { name: /Seal replacement/ })).toBeVisible();
	});

	await test.step("Ben thinks about it, then accepts, and sees who is there", async () => {
		await b.getByRole("button", { name: "Join with a link" }).click();
		await dialog(b).getByLabel("The link").fill(link);
		await dialog(b).getByRole("button", { name: "Not now" }).click();
		await expect(spaceEntry(b, "Valve team")).toBeHidden();
		await acceptLink(b, link);
		await openSpace(b, "Valve team", "People and access");
		await expect(b.getByRole("region", { name: "Who has access" }).getByRole("listitem").first()).toContainText("Ada Lovelace");
		await b.getByRole("tab", { name: /^Contents/ }).click();
		await b.getByText("Seal replacement").click();
		await expect(text(b)).toContainText("Close the valve first.");
	});

	await test.step("apart, both change the same line; when they meet, each sees both and may take the other's back", async () => {
		for (const page of [a, b]) await setSwitch(page, "Pause", true);
		await expect(statusLine(a)).toHaveAccessibleName(/sync is paused/i);
		await tree(a).getByText("Seal replacement").click();
		await rewriteFirstLine(a, "Close the valve with two hands.");
		await rewriteFirstLine(b, "Shut the valve and lock it.");
		await expect(statusLine(b)).toHaveAccessibleName(/^1 change only on this laptop/);
		for (const page of [b, a]) await setSwitch(page, "Pause", false);
		await place(a, "Home").click();
		const card = a.getByRole("button", { name: /Seal replacement.*changed by Ben Field.*you both changed a passage/ });
		await card.click();
		await expect(a.getByRole("heading", { level: 1, name: "While you were away" })).toBeVisible();
		const change = a.getByRole("listitem").filter({ hasText: "Both edits were kept" });
		await expect(change.getByText("Close the valve with two hands.", { exact: true })).toBeVisible();
		await expect(change.getByText("Shut the valve and lock it.", { exact: true })).toBeVisible();
		await change.getByRole("button", { name: "Take their changes back" }).click();
		await expect(toast(a, /Their changes to “Seal replacement” were taken back/)).toBeVisible();
		await a.getByRole("button", { name: "All seen" }).click();
		await expect(a.getByText("Nothing has changed since you last looked.")).toBeVisible();
		await expect(text(b)).toHaveText("Close the valve with two hands.");
	});

	await test.step("a picture does not cost Ben anything until he asks for it", async () => {
		await setSwitch(b, "This connection costs", true);
		await writeFile(join(folder, "gauge.png"), PICTURE);
		await place(a, "Wiki").click();
		await tree(a).getByText("Seal replacement").click();
		await text(a).click();
		await a.keyboard.press("Control+End");
		await a.keyboard.press("Enter");
		await answerOpenDialog(ada.app, [join(folder, "gauge.png")]);
		await a
			.getByRole("toolbar", { name: "Formatting" })
			.getByRole("button", { name: /^Picture or file/ })
			.click();
		await expect(text(a).getByRole("img", { name: "gauge.png" })).toBeVisible();
		await expect(b.getByText("“gauge.png” waits for a connection that does not cost.")).toBeVisible({ timeout: 30_000 });
		await b.getByRole("button", { name: "Fetch it now" }).click();
		await expect(text(b).getByRole("img", { name: "gauge.png" })).toBeVisible({ timeout: 30_000 });
		await setSwitch(b, "This connection costs", false);
	});

	await test.step("a reader is told so, and may write again when the role is given back", async () => {
		await openSpace(a, "Valve team", "People and access");
		await a.getByRole("button", { name: "Ben Field is editor: change" }).click();
		await a.getByRole("menuitemradio", { name: /^reader/ }).click();
		await expect(b.getByText(/^You are reader in “Valve team”/)).toBeVisible({ timeout: 30_000 });
		await expect(b.getByRole("toolbar", { name: "Formatting" })).toBeHidden();
		await toast(a, "Ben Field is reader now.").getByRole("button", { name: "Undo" }).click();
		await expect(b.getByRole("toolbar", { name: "Formatting" })).toBeVisible({ timeout: 30_000 });
	});

	await test.step("the space is called otherwise, and Ben sees it", async () => {
		await a.getByRole("button", { name: "More about this space" }).click();
		await a.getByRole("menuitem", { name: "Rename the space" }).click();
		await dialog(a).getByLabel("What is it called?").fill("Valve team wiki");
		await dialog(a).getByRole("button", { name: "Rename" }).click();
		await expect(spaceEntry(b, "Valve team wiki")).toBeVisible({ timeout: 30_000 });
	});

	await test.step("a page of one's own is moved there and is read by both; undo brings it back", async () => {
		await place(a, "Wiki").click();
		await tree(a).getByText("My own notes").click();
		await a.getByRole("button", { name: "More to do with this page" }).click();
		await a.getByRole("menuitem", { name: "Move to another space" }).click();
		await dialog(a).getByRole("button", { name: "Move" }).click();
		const done = toast(a, "“My own notes” was moved to “Valve team wiki”.");
		await expect(tree(b).getByText("My own notes")).toBeVisible({ timeout: 30_000 });
		await done.getByRole("button", { name: "Undo" }).click();
		await expect(tree(b).getByText("My own notes")).toBeHidden({ timeout: 30_000 });
		await expect(tree(a).getByText("My own notes")).toBeVisible();
	});

	await test.step("without any network changes travel in a file, which is opened like any other file", async () => {
		for (const page of [a, b]) await setSwitch(page, "Pause", true);
		await openSpace(a, "Valve team wiki", "Contents");
		await newPage(a, "Carried by hand");
		await a.keyboard.type("On a stick.");
		await openSpace(a, "Valve team wiki", "Copies");
		const file = join(folder, "for-ben.commonplace-changes");
		await answerSaveDialog(ada.app, file);
		await a.getByRole("button", { name: "Export changes for somebody" }).click();
		await dialog(a).getByRole("button", { name: "Choose where to keep it" }).click();
		await expect(toast(a, /“for-ben\.commonplace-changes” has \d+ changes/)).toBeVisible();
		const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
		const opened = spawn(testingExecutable, [`--user-data-dir=${ben.userData}`, ...asRoot, file], { stdio: "ignore" });
		await new Promise((resolve) => opened.on("exit", resolve));
		await expect(toast(b, /changes? (was|were) taken from “for-ben\.commonplace-changes”/)).toBeVisible({ timeout: 30_000 });
		await openSpace(b, "Valve team wiki", "Contents");
		await expect(b.getByText("Carried by hand")).toBeVisible();
		for (const page of [a, b]) await setSwitch(page, "Pause", false);
	});

	await test.step("one page is shared with Ben alone, who reads it and nothing else of Ada's own", async () => {
		await place(a, "Wiki").click();
		await tree(a).getByText("My own notes").click();
		await a.getByRole("button", { name: "More to do with this page" }).click();
		await a.getByRole("menuitem", { name: "Share with one person…" }).click();
		await dialog(a)
			.getByRole("radio", { name: /^reader/ })
			.click();
		await expect(dialog(a).getByRole("radio", { name: address.slice("ws://".length) })).toBeChecked();
		await dialog(a).getByRole("button", { name: "Share and make a link" }).click();
		const shared = await dialog(a).getByLabel("The link").inputValue();
		await dialog(a).getByRole("button", { name: "Done" }).click();
		await expect(a.getByRole("button", { name: "Shared, nobody came in yet" })).toBeVisible();
		await acceptLink(b, shared);
		await expect(b.getByRole("list", { name: "Shared one by one" }).getByRole("button", { name: "My own notes" })).toBeVisible({
			timeout: 30_000,
		});
		await expect(b.getByText(/shared by Ada Lovelace · you are reader/)).toBeVisible({ timeout: 30_000 });
		await b.getByRole("grid").getByText("My own notes").click();
		await expect(text(b)).toHaveText("Only mine.");
		await expect(a.getByRole("button", { name: "Shared with Ben Field" })).toBeVisible({ timeout: 30_000 });
	});

	await test.step("who has access to what stands on one screen", async () => {
		await a.getByRole("region", { name: "Spaces" }).getByRole("button", { name: "People", exact: true }).click();
		const access = a.getByRole("list", { name: "What Ben Field has access to" });
		await expect(access.getByRole("button")).toHaveText([/My own notes.*reader/, /Valve team wiki.*editor/]);
	});

	await test.step("Ben is removed, is told what that may be, and keeps a copy of his own", async () => {
		await openSpace(a, "Valve team wiki", "People and access");
		await a.getByRole("button", { name: "Remove Ben Field" }).click();
		await dialog(a).getByRole("button", { name: "Remove Ben Field" }).click();
		await expect(toast(a, "Ben Field was removed. The space has new keys.")).toBeVisible();
		await openSpace(b, "Valve team wiki", "Contents");
		const keep = b.getByRole("button", { name: "Keep a copy in my own space" });
		await expect(keep).toBeVisible({ timeout: 60_000 });
		await keep.click();
		await expect(toast(b, "What is here of “Valve team wiki” was copied into your own space.")).toBeVisible();
		await openSpace(b, "Private", "Contents");
		await expect(b.getByRole("grid").getByText("Seal replacement")).toBeVisible();
	});

	await test.step("Ben leaves what was shared with him", async () => {
		await b.getByRole("list", { name: "Shared one by one" }).getByRole("button", { name: "My own notes" }).click();
		await b.getByRole("button", { name: "More about this space" }).click();
		await b.getByRole("menuitem", { name: "Leave the space" }).click();
		await dialog(b).getByRole("button", { name: "Leave the space" }).click();
		await expect(b.getByRole("list", { name: "Shared one by one" })).toBeHidden();
	});
});
