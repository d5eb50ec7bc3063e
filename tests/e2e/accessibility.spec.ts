import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startServerProcess } from "../server/server-process";
import { findings } from "./axe";
import { ask, choose, dialog, endWorker, jobCard, openBook, place, tree } from "./book-driver";
import { inviteLink, openSpace, statusLine } from "./by-hand";
import { act, newLaptop, run, textOf, typeInto } from "./laptop";
import { answerOpenDialog } from "./launch-app";

test("no screen has a serious accessibility finding, light or dark", async () => {
	test.slow();
	const folder = await mkdtemp(join(tmpdir(), "commonplace-axe-"));
	const twice = '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="https://example.org/a">A</A><DT><A HREF="javascript:x">B</A></DL>';
	await writeFile(join(folder, "more.html"), twice);
	const { app, page, close } = await openBook({ args: ["--sample"] });
	const all: string[] = [];
	const look = async (screen: string): Promise<void> => void all.push(...(await findings(page, screen)));

	await expect.poll(async () => (await ask(page, "counts", {})).bookmark).toBeGreaterThan(20);
	await expect(page.getByText("Where you left off")).toBeVisible();
	await look("home");
	await place(page, "Wiki").click();
	await expect(page.getByRole("grid", { name: "Pages" })).toBeVisible();
	await look("list of pages");

	await choose(page, "Changing a valve seal", /^Changing a valve seal/);
	await expect(page.getByRole("tabpanel").getByText("If it still drips")).toBeVisible();
	for (const tab of ["Outline", "Links", "Contributors", "History"]) {
		await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
		await look(`page, ${tab}`);
	}
	await page.getByRole("button", { name: "Reading view" }).click();
	await expect(page.getByRole("article")).toBeVisible();
	await look("reading");
	await page.getByRole("button", { name: "Reading view" }).click();
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await expect(page.getByRole("menu")).toBeVisible();
	await look("menu of a page");
	await page.getByRole("menuitem", { name: "Move to…" }).click();
	await expect(dialog(page)).toBeVisible();
	await look("moving a page");
	await page.keyboard.press("Escape");

	await place(page, "Bookmarks").click();
	await page.getByRole("row", { name: /Rolling-element bearing/ }).click();
	await look("bookmarks");
	await page.keyboard.press("e");
	await expect(dialog(page)).toBeVisible();
	await look("editing a bookmark");
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "Tags", exact: true }).click();
	await look("narrowing by tags");
	await page.keyboard.press("Escape");
	await page.getByRole("row", { name: /Coupling/ }).click({ modifiers: ["Control"] });
	await expect(page.getByText("2 selected")).toBeVisible();
	await look("several bookmarks");
	await page.keyboard.press("t");
	await expect(dialog(page)).toBeVisible();
	await look("tagging several");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Control+Shift+B");
	await expect(dialog(page)).toBeVisible();
	await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
	await look("adding a bookmark, with a mistake");
	await page.keyboard.press("Escape");

	await page.keyboard.press("Control+Shift+F");
	await page.getByLabel("Search the whole book").fill("valve");
	await expect(page.getByRole("row").first()).toBeVisible();
	await look("search");
	await page.keyboard.press("Control+k");
	await page.keyboard.type("pump");
	await expect(page.getByRole("option").first()).toBeVisible();
	await look("palette");
	await page.keyboard.press("Escape");

	await place(page, "Wiki").click();
	await tree(page).getByText("Welcome").click();
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await page.getByRole("menuitem", { name: "Move to the trash" }).click();
	await look("message with an undo");
	await place(page, "Trash").click();
	await expect(page.getByRole("row", { name: /Welcome/ })).toBeVisible();
	await look("trash");

	await place(page, "Import").click();
	for (const _ of [1, 2]) {
		await answerOpenDialog(app, [join(folder, "more.html")]);
		await page.getByRole("button", { name: "Choose a file" }).click();
		await expect(jobCard(page, "“more.html” is in your book")).toBeVisible();
	}
	await page
		.getByRole("button", { name: /address that a book should not open/ })
		.first()
		.click();
	await look("exchange with reports");
	await page.getByRole("button", { name: "Make a backup" }).click();
	await dialog(page).getByRole("button", { name: "Choose where to keep it" }).click();
	await look("backup");
	await page.keyboard.press("Escape");
	await choose(page, ">Show duplicates", "Show duplicates");
	await look("duplicates");
	await place(page, "Settings").click();
	await expect(page.getByRole("heading", { name: "Storage and safety" })).toBeVisible();
	await look("settings");

	await endWorker(page, "engine");
	await expect(page.getByText("The part that keeps your book has stopped.")).toBeVisible();
	await look("stopped engine");
	await close();
	await rm(folder, { recursive: true, force: true });

	const first = await openBook();
	await expect(first.page.getByRole("button", { name: "Choose what to bring" })).toBeVisible();
	all.push(...(await findings(first.page, "first run")));
	await first.page.getByRole("button", { name: "Start", exact: true }).click();
	await expect(first.page.getByText("Your book is open at its first page.")).toBeVisible();
	all.push(...(await findings(first.page, "empty book")));
	await first.close();
	expect(all).toEqual([]);
});

test("no screen about spaces and people has a serious accessibility finding, light or dark", async () => {
	test.slow();
	const folder = await mkdtemp(join(tmpdir(), "commonplace-axe-spaces-"));
	const server = await startServerProcess(["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB"]);
	const address = `ws://127.0.0.1:${server.port}`;
	const ada = await newLaptop("Ada Lovelace", "#7a4f9a");
	const ben = await newLaptop("Ben Field", "#2f7250");
	const { page } = ada;
	const all: string[] = [];
	const look = async (screen: string): Promise<void> => void all.push(...(await findings(page, screen)));
	const lookAndLeave = async (screen: string): Promise<void> => {
		await expect(dialog(page)).toBeVisible();
		await look(screen);
		await page.keyboard.press("Escape");
		await expect(dialog(page)).toBeHidden();
	};

	await choose(page, ">new space", "New space");
	await lookAndLeave("new space");
	await act(page, "add-server", { address, token: null });
	const { space } = await act(page, "create-space", { name: "Valve team", server: address });
	const made = await run(page, [{ do: "create", kind: "page", space, fields: { title: "Seals", body: "one" } }]);
	const id = "ids" in made ? String(made.ids[0]) : "";
	const { link } = await act(page, "invite", { space, role: "editor", ends: 0, uses: 1 });
	await act(ben.page, "join", { link });
	await expect.poll(() => textOf(ben.page, id), { timeout: 60_000 }).toBe("one");
	for (const one of [page, ben.page]) await act(one, "set-sync", { paused: true });
	await typeInto(page, id, "end", " two of Ada");
	await typeInto(ben.page, id, "end", " two of Ben");
	for (const one of [page, ben.page]) await act(one, "set-sync", { paused: false });
	await expect.poll(async () => (await ask(page, "away", {})).length, { timeout: 60_000 }).toBe(1);

	await place(page, "Home").click();
	await expect(page.getByRole("button", { name: "Look at it" })).toBeVisible();
	await look("home with what happened");
	await page.getByRole("button", { name: "Look at it" }).click();
	await expect(page.getByRole("heading", { level: 1, name: "While you were away" })).toBeVisible();
	await look("while you were away");
	await openSpace(page, "Valve team", "Contents");
	await look("space, contents");
	await openSpace(page, "Valve team", "People and access");
	await inviteLink(page, { role: "commenter", people: "5 people", ends: "after 30 days" });
	await look("space, people");
	await page.getByRole("button", { name: "Ben Field is editor: change" }).click();
	await expect(page.getByRole("menu")).toBeVisible();
	await look("roles");
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "Remove Ben Field" }).click();
	await lookAndLeave("removing somebody");
	await openSpace(page, "Valve team", "Copies");
	await look("space, copies");
	await page.getByRole("button", { name: "Change", exact: true }).click();
	await lookAndLeave("changing the server");
	await statusLine(page).click();
	await lookAndLeave("where changes are");
	await page.getByRole("button", { name: "Join with a link" }).click();
	await dialog(page).getByLabel("The link").fill("no link");
	await lookAndLeave("joining, with a mistake");
	await choose(page, ">people and access", "People and access");
	await look("people");
	await openSpace(page, "Private", "Copies");
	await look("one's own space");
	await choose(page, ">export changes", /Export changes/);
	await lookAndLeave("exporting changes");
	await place(page, "Settings").click();
	await page.getByRole("button", { name: "Add a laptop" }).click();
	await lookAndLeave("adding a laptop");

	await place(page, "Wiki").click();
	await expect(tree(page).getByText("Valve team")).toBeVisible();
	await look("pages by space");
	await tree(page).getByText("Seals").click();
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await page.getByRole("menuitem", { name: "Copy to another space" }).click();
	await lookAndLeave("copying to a space");
	await page.getByRole("button", { name: "More to do with this page" }).click();
	await page.getByRole("menuitem", { name: "Share with one person…" }).click();
	await expect(dialog(page)).toBeVisible();
	await look("sharing one item");
	await dialog(page).getByRole("button", { name: "Share and make a link" }).click();
	await expect(dialog(page).getByLabel("The link")).toBeVisible();
	await lookAndLeave("the link to one item");
	await page.getByRole("list", { name: "Shared one by one" }).getByRole("button", { name: "Seals" }).click();
	await look("a shared item");

	for (const laptop of [ada, ben]) await laptop.close();
	await server.end("SIGTERM");
	await rm(folder, { recursive: true, force: true });
	expect(all).toEqual([]);
});
