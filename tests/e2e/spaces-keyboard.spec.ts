/** Sharing by keyboard alone: a space, an invitation, a role, a share, and being told what happened. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type ServerProcess, startServerProcess } from "../server/server-process";
import { choose, dialog, newPage, text, tree } from "./book-driver";
import { acceptLink, firstRun, statusLine } from "./by-hand";
import { tabTo } from "./keyboard";

test.describe.configure({ timeout: 240_000 });

let folder = "";
let server: ServerProcess | null = null;
let closing: (() => Promise<void>)[] = [];

test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-keys-"));
	closing = [];
});

test.afterEach(async () => {
	for (const close of closing) await close();
	await server?.end("SIGTERM");
	server = null;
	await rm(folder, { recursive: true, force: true });
});

/** Opens what has this name and takes one of its choices by its first letters. */
async function choice(page: Page, label: string, steps: number): Promise<void> {
	await tabTo(page, "combobox", label);
	await page.keyboard.press("Enter");
	for (let step = 0; step < steps; step += 1) await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
}

test("a space is made, people are let in and given roles, a page is shared, all without a pointer", async () => {
	server = await startServerProcess(["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB"]);
	const address = `ws://127.0.0.1:${server.port}`;
	const ada = await firstRun("Ada Lovelace", "Violet");
	closing.push(ada.close);
	const ben = await firstRun("Ben Field", "Green");
	closing.push(ben.close);
	const a = ada.page;
	// Whoever touches the pointer fails: nothing from here on may need it.
	await a.evaluate(() => window.addEventListener("pointerdown", () => document.body.setAttribute("data-pointer", "used"), true));

	await test.step("a new space by the palette; the dialog is filled in and sent by keys", async () => {
		await choose(a, ">new space", "New space");
		await expect(dialog(a).getByLabel("What is it called?")).toBeFocused();
		await a.keyboard.type("Valve team");
		await tabTo(a, "radio", "None: only the laptops of those who are in it");
		await a.keyboard.press("ArrowDown");
		await tabTo(a, "textbox", "Address of the server");
		await a.keyboard.type(address);
		await a.keyboard.press("Enter");
		await expect(a.getByRole("heading", { level: 1, name: "Valve team" })).toBeVisible();
	});

	await test.step("the tabs are walked by arrows; a link is made and stands where it can be copied", async () => {
		await tabTo(a, "tab", "People and access");
		await a.keyboard.press("ArrowRight");
		await expect(a.getByRole("tab", { name: "Copies" })).toBeFocused();
		await a.keyboard.press("ArrowLeft");
		await choice(a, "Ends", 1);
		await tabTo(a, "button", "Make a link");
		await a.keyboard.press("Enter");
		await expect(a.getByLabel("The link")).toBeVisible();
	});
	await acceptLink(ben.page, await a.getByLabel("The link").inputValue());
	await expect(a.getByText("Ben Field")).toBeVisible({ timeout: 30_000 });

	await test.step("a role is chosen from its menu", async () => {
		await tabTo(a, "button", "Ben Field is editor: change");
		await a.keyboard.press("Enter");
		await expect(a.getByRole("menuitemradio", { name: /^editor/ })).toBeVisible();
		await a.keyboard.press("End");
		await expect(a.getByRole("menuitemradio", { name: /^reader/ })).toBeFocused();
		await a.keyboard.press("Enter");
		await expect(a.getByRole("button", { name: "Ben Field is reader: change" })).toBeVisible();
	});

	await test.step("removing asks first, and Escape removes nobody", async () => {
		await tabTo(a, "button", "Remove Ben Field");
		await a.keyboard.press("Enter");
		await expect(dialog(a)).toBeVisible();
		await a.keyboard.press("Escape");
		await expect(dialog(a)).toBeHidden();
		await expect(a.getByRole("button", { name: "Remove Ben Field" })).toBeFocused();
	});

	await test.step("a page is made in the space; the tree of spaces is walked and leads to the pages of one", async () => {
		await newPage(a, "Seal replacement");
		await a.keyboard.type("Close the valve.");
		await expect(a.getByRole("button", { name: "In the space Valve team" })).toBeVisible();
		await tabTo(a, "tree", "Pages");
		await a.keyboard.press("Home");
		await a.keyboard.press("Enter");
		await expect(a.getByRole("heading", { level: 1, name: "Wiki" })).toBeVisible();
		await expect(a.getByRole("row", { name: /Seal replacement/ })).toBeHidden();
		await a.keyboard.press("Alt+ArrowLeft");
		await expect(text(a)).toHaveText("Close the valve.");
	});

	await test.step("one page of one's own is shared alone, from its menu", async () => {
		await choose(a, ">go to home", "Go to Home");
		await newPage(a, "Work sample");
		await a.keyboard.type("How it was made.");
		await tabTo(a, "button", "More to do with this page");
		await a.keyboard.press("Enter");
		await a.keyboard.type("Share");
		await expect(a.getByRole("menuitem", { name: "Share with one person…" })).toBeVisible();
		for (let step = 0; step < 8; step += 1) {
			if (await a.getByRole("menuitem", { name: "Share with one person…" }).evaluate((item) => item === document.activeElement)) break;
			await a.keyboard.press("ArrowDown");
		}
		await a.keyboard.press("Enter");
		await expect(dialog(a)).toBeVisible();
		await tabTo(a, "button", "Share and make a link");
		await a.keyboard.press("Enter");
		await expect(dialog(a).getByLabel("The link")).toBeVisible();
		await a.keyboard.press("Escape");
		await expect(a.getByRole("button", { name: "Shared, nobody came in yet" })).toBeVisible();
		await expect(tree(a).getByText("Shared one by one")).toBeVisible();
	});

	await test.step("where changes are is read and set behind the status line", async () => {
		await tabTo(a, "button", /Show where changes are$/);
		await a.keyboard.press("Enter");
		await tabTo(a, "switch", "Pause");
		await a.keyboard.press("Space");
		await expect(dialog(a).getByRole("switch", { name: "Pause" })).toBeChecked();
		await a.keyboard.press("Escape");
		await expect(statusLine(a)).toBeFocused();
		await expect(statusLine(a)).toHaveAccessibleName(/sync is paused/i);
	});

	await test.step("who has access to what, by the palette", async () => {
		await choose(a, ">people and access", "People and access");
		await tabTo(a, "button", /Valve team.*reader/);
		await a.keyboard.press("Enter");
		await expect(a.getByRole("heading", { level: 1, name: "Valve team" })).toBeVisible();
	});
	await expect(a.locator("body")).not.toHaveAttribute("data-pointer", "used");
});
