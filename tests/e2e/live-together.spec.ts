/** Two people on one page: each sees what the other writes and where, by a server and on the local network, until one is removed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type ServerProcess, startServerProcess } from "../server/server-process";
import { findings } from "./axe";
import { ask, choose, text } from "./book-driver";
import { act, type Laptop, newLaptop, run } from "./laptop";

test.describe.configure({ timeout: 240_000 });

let folder = "";
let server: ServerProcess | null = null;
let laptops: Laptop[] = [];

test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-together-"));
	laptops = [];
});

test.afterEach(async () => {
	for (const laptop of laptops) await laptop.close();
	await server?.end("SIGTERM");
	server = null;
	await rm(folder, { recursive: true, force: true });
});

async function two(): Promise<readonly [Laptop, Laptop]> {
	const ada = await newLaptop("Ada Lovelace", "#2b5c8c");
	laptops.push(ada);
	const ben = await newLaptop("Ben Holberton", "#2f7250");
	laptops.push(ben);
	return [ada, ben];
}

const BODY = "Close both valves.\n\nWait until the gauge stands at zero.\n";

/** A page in a space of both, open on both screens with the cursor at its end. */
async function onOnePage(ada: Laptop, ben: Laptop, server: string | null, meet: () => Promise<void>): Promise<string> {
	const { space } = await act(ada.page, "create-space", { name: "Valves", server });
	const made = await run(ada.page, [{ do: "create", kind: "page", space, fields: { title: "Seal replacement", body: BODY } }]);
	if (!("ids" in made)) throw new Error(made.refused);
	const { link } = await act(ada.page, "invite", { space, role: "editor", ends: 0, uses: 1 });
	await meet();
	await act(ben.page, "join", { link });
	await expect.poll(() => ask(ben.page, "text", { id: made.ids[0] ?? "" }), { timeout: 60_000 }).toBe(BODY);
	for (const { page } of [ada, ben]) {
		await choose(page, "Seal replacement", /^Seal replacement/);
		await expect(text(page)).not.toHaveAttribute("aria-readonly", "true");
		await text(page).click();
		await page.keyboard.press("Control+End");
	}
	return space;
}

const listOf = (page: Page, who: string) => page.getByRole("list", { name: `On this page: ${who}` });
const caret = (page: Page) => page.locator(".wiki-other-caret");

/** Milliseconds from the last key on one screen until its words are on the other. */
async function typedAndSeen(from: Page, on: Page, words: string): Promise<number> {
	const seen = on.evaluate(
		(wanted) =>
			new Promise<number>((resolve) => {
				const look = (): void => {
					if (document.querySelector(".cm-content")?.textContent?.includes(wanted) === true) resolve(Date.now());
					else requestAnimationFrame(look);
				};
				look();
			}),
		words,
	);
	await from.keyboard.type(words);
	const typed = Date.now();
	return (await seen) - typed;
}

/** Both write, see each other's words and carets, and take back only their own. */
async function workTogether(ada: Laptop, ben: Laptop): Promise<void> {
	await expect(listOf(ada.page, "Ben Holberton")).toBeVisible();
	await expect(listOf(ben.page, "Ada Lovelace")).toBeVisible();
	await expect(caret(ben.page)).toHaveText("Ada Lovelace");

	await ben.page.keyboard.press("Control+Home");
	const times = [await typedAndSeen(ada.page, ben.page, "Undo the bolts."), await typedAndSeen(ben.page, ada.page, "Hang your tag. ")];
	for (const word of ["Crosswise.", "Slowly.", "Lift it."]) times.push(await typedAndSeen(ada.page, ben.page, word));
	test.info().annotations.push({ type: "milliseconds until seen", description: times.join(", ") });
	console.log(`seen after ${times.join(", ")} ms`);
	await expect(text(ada.page)).toContainText("Hang your tag. Close both valves.");

	// Ben's next words go where his cursor was, and his undo leaves Ada's alone.
	await ben.page.keyboard.type("Now. ");
	await expect(text(ada.page)).toContainText("Hang your tag. Now. Close both valves.");
	await ben.page.keyboard.press("Control+z");
	await ben.page.keyboard.press("Control+z");
	await expect(text(ada.page)).not.toContainText("Hang your tag.");
	await expect(text(ada.page)).toContainText("Lift it.");
	await expect(text(ben.page)).toContainText("Lift it.");
}

async function look(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: `test-results/screenshots/${name}.png` });
}

test("two people on one page by a server see each other's words and carets; who is removed sees no more", async () => {
	server = await startServerProcess(["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB"]);
	const address = `ws://127.0.0.1:${server.port}`;
	const [ada, ben] = await two();
	await act(ada.page, "add-server", { address, token: null });
	const space = await onOnePage(ada, ben, address, async () => undefined);
	await workTogether(ada, ben);

	// What is selected is seen as well, in light and dark, and costs nobody's access.
	await ada.page.keyboard.press("Shift+Home");
	await expect(ben.page.locator(".wiki-other-selection").first()).toBeVisible();
	for (const colorScheme of ["light", "dark"] as const) {
		await ben.page.emulateMedia({ colorScheme });
		await caret(ben.page)
			.locator(".wiki-other-name")
			.evaluate((flag) => flag.parentElement?.classList.add("wiki-other-moved"));
		await look(ben.page, `together-${colorScheme}`);
	}
	expect(await findings(ben.page, "a page with somebody else on it")).toEqual([]);
	await ben.page.getByRole("button", { name: "Go to where Ada Lovelace is" }).click();

	// Whoever does not want to be seen is not.
	await act(ada.page, "set-sync", { seen: false });
	await expect(listOf(ben.page, "Ada Lovelace")).toBeHidden();
	await expect(caret(ben.page)).toBeHidden();
	await expect(listOf(ada.page, "Ben Holberton")).toBeVisible();
	await act(ada.page, "set-sync", { seen: true });
	await expect(listOf(ben.page, "Ada Lovelace")).toBeVisible();

	const details = await ask(ada.page, "space", { space });
	const person = details?.people.find(({ card }) => card?.name === "Ben Holberton")?.person ?? "";
	await act(ada.page, "remove-person", { space, person });
	await expect(listOf(ada.page, "Ben Holberton")).toBeHidden();
	await ada.page.keyboard.type("Without Ben.");
	await expect.poll(async () => (await ask(ben.page, "space", { space }))?.state).toBe("removed");
	await expect(listOf(ben.page, "Ada Lovelace")).toBeHidden({ timeout: 60_000 });
	await expect(text(ben.page)).not.toContainText("Without Ben.");
});

test("two people on one page meet on the local network, without any server", async () => {
	const [ada, ben] = await two();
	await act(ada.page, "set-sync", { local: true });
	await act(ben.page, "set-sync", { local: true });
	await onOnePage(ada, ben, null, async () => {
		await expect.poll(async () => (await ask(ada.page, "sync", {})).localPort).not.toBeNull();
		const port = (await ask(ada.page, "sync", {})).localPort;
		await act(ben.page, "meet-peer", { address: `127.0.0.1:${port}` });
	});
	await workTogether(ada, ben);
	await ada.page.keyboard.press("Control+n");
	await expect(listOf(ben.page, "Ada Lovelace")).toBeHidden();
});
