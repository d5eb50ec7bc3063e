/** Three people, three laptops: they share a space, work apart, and end with the same book, whichever way they meet. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Postgres, startPostgres } from "../server/postgres";
import { type ServerProcess, startServerProcess } from "../server/server-process";
import { ask } from "./book-driver";
import { act, type Laptop, newLaptop, run, textOf, typeInto } from "./laptop";
import { answerOpenDialog, answerSaveDialog } from "./launch-app";

test.describe.configure({ timeout: 300_000 });

const STORES = ["embedded PostgreSQL", "a PostgreSQL of its own"] as const;

let folder = "";
let laptops: Laptop[] = [];
let server: ServerProcess | null = null;
let postgres: Postgres | null = null;

test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-meeting-"));
	laptops = [];
});

test.afterEach(async () => {
	for (const laptop of laptops) await laptop.close();
	await server?.end("SIGTERM");
	await postgres?.remove();
	[server, postgres] = [null, null];
	await rm(folder, { recursive: true, force: true });
});

async function startServer(store: (typeof STORES)[number]): Promise<string> {
	const flags = ["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB"];
	if (store === "a PostgreSQL of its own") {
		postgres = await startPostgres();
		flags.push("--database", await postgres.newDatabase());
	}
	server = await startServerProcess(flags);
	return `ws://127.0.0.1:${server.port}`;
}

async function three(): Promise<readonly [Laptop, Laptop, Laptop]> {
	const people = [
		["Ada", "#2b5c8c"],
		["Ben", "#2f7250"],
		["Chi", "#8f5d0e"],
	] as const;
	for (const [name, colour] of people) laptops.push(await newLaptop(name, colour));
	const [ada, ben, chi] = laptops;
	if (ada === undefined || ben === undefined || chi === undefined) throw new Error("three laptops were started");
	return [ada, ben, chi];
}

/** Waits until a page has this text on all of these laptops. */
async function untilAllRead(pages: readonly Page[], id: string, wanted: RegExp): Promise<void> {
	for (const page of pages) await expect.poll(() => textOf(page, id), { timeout: 60_000 }).toMatch(wanted);
	const texts = await Promise.all(pages.map((page) => textOf(page, id)));
	expect(new Set(texts).size).toBe(1);
}

async function joinSpace(laptop: Laptop, link: string): Promise<void> {
	const { space } = await act(laptop.page, "join", { link });
	await expect.poll(async () => (await ask(laptop.page, "space", { space }))?.state, { timeout: 60_000 }).toBe("ready");
}

async function rolesIn(page: Page, space: string): Promise<readonly (readonly [string, string])[]> {
	const details = await ask(page, "space", { space });
	return (details?.people ?? []).map(({ card, role }) => [card?.name ?? "", role] as const).sort();
}

/** Why the server no longer takes or gives anything of a space; "" when it does. */
async function refusedBy(page: Page, space: string): Promise<string> {
	const { spaces } = await ask(page, "sync", {});
	return (
		spaces
			.find((one) => one.space === space)
			?.remotes.map(({ refused }) => refused)
			.join() ?? ""
	);
}

for (const store of STORES) {
	test(`three people share a space by link, work apart, and meet by a server on ${store}`, async () => {
		const address = await startServer(store);
		const [ada, ben, chi] = await three();
		await act(ada.page, "add-server", { address, token: null });
		const { space } = await act(ada.page, "create-space", { name: "Team wiki", server: address });
		const made = await run(ada.page, [{ do: "create", kind: "page", space, fields: { title: "Plan", body: "one\n" } }]);
		const id = "ids" in made ? (made.ids[0] ?? "") : "";
		const editing = await act(ada.page, "invite", { space, role: "editor", ends: 0, uses: 1 });
		const reading = await act(ada.page, "invite", { space, role: "reader", ends: 0, uses: 1 });
		await joinSpace(ben, editing.link);
		await joinSpace(chi, reading.link);
		await untilAllRead([ada.page, ben.page, chi.page], id, /^one\n$/);

		// Apart, two of them write in the same page.
		for (const { page } of laptops) await act(page, "set-sync", { paused: true });
		expect(await typeInto(ada.page, id, "beginning", "zero\n")).toBe("accepted");
		expect(await typeInto(ben.page, id, "end", "two\n")).toBe("accepted");
		expect(await typeInto(chi.page, id, "end", "three\n")).toMatch(/^(refused|read-only)/);
		await expect.poll(async () => (await ask(ada.page, "sync", {})).spaces.find((one) => one.space === space)?.onlyHere).toBeGreaterThan(0);

		for (const { page } of laptops) await act(page, "set-sync", { paused: false });
		await untilAllRead([ada.page, ben.page, chi.page], id, /^zero\none\ntwo\n$/);
		await expect.poll(async () => (await ask(ada.page, "sync", {})).spaces.find((one) => one.space === space)?.onlyHere).toBe(0);
		const roles = [
			["Ada", "owner"],
			["Ben", "editor"],
			["Chi", "reader"],
		];
		for (const { page } of laptops) expect(await rolesIn(page, space)).toEqual(roles);

		// What the others did is told to each, and only what they did.
		const away = await ask(ada.page, "away", {});
		expect(away.map((change) => [change.title, change.by.map(({ card }) => card?.name)])).toEqual([["Plan", ["Ben"]]]);
		await act(ada.page, "seen-away", {});
		expect(await ask(ada.page, "away", {})).toEqual([]);

		// A link that was used up lets nobody else in; whoever is removed reads no further.
		const benKey = (await ask(ada.page, "space", { space }))?.people.find(({ card }) => card?.name === "Ben")?.person ?? "";
		await act(ada.page, "remove-person", { space, person: benKey });
		expect(await typeInto(ada.page, id, "end", "after\n")).toBe("accepted");
		await untilAllRead([ada.page, chi.page], id, /after\n$/);
		await expect.poll(() => refusedBy(ben.page, space), { timeout: 60_000 }).toMatch(/no-such-space/);
		expect(await typeInto(ben.page, id, "end", "still here\n")).toBe("accepted");
		expect(await textOf(ben.page, id)).toMatch(/two\nstill here\n$/);
		await typeInto(chi.page, id, "end", "never\n");
		await untilAllRead([ada.page, chi.page], id, /two\nafter\n$/);
	});
}

test("two laptops meet on the local network, without any server", async () => {
	const [ada, ben] = await three();
	const { space } = await act(ada.page, "create-space", { name: "Field notes", server: null });
	const made = await run(ada.page, [{ do: "create", kind: "page", space, fields: { title: "Well", body: "dry\n" } }]);
	const id = "ids" in made ? (made.ids[0] ?? "") : "";
	await act(ada.page, "set-sync", { local: true });
	const port = (await ask(ada.page, "sync", {})).localPort;
	const { link } = await act(ada.page, "invite", { space, role: "editor", ends: 0, uses: 1 });
	await act(ben.page, "set-sync", { local: true });
	await act(ben.page, "meet-peer", { address: `127.0.0.1:${port}` });
	await joinSpace(ben, link);
	await untilAllRead([ada.page, ben.page], id, /^dry\n$/);
	expect(await typeInto(ben.page, id, "end", "wet\n")).toBe("accepted");
	await untilAllRead([ada.page, ben.page], id, /^dry\nwet\n$/);
});

test("changes travel in a file on a stick, there and back, and to somebody who has met nobody yet", async () => {
	const address = await startServer("embedded PostgreSQL");
	const [ada, ben, chi] = await three();
	await act(ada.page, "add-server", { address, token: null });
	const { space } = await act(ada.page, "create-space", { name: "Stick", server: address });
	const { link } = await act(ada.page, "invite", { space, role: "editor", ends: 0, uses: 0 });
	await joinSpace(ben, link);
	for (const { page } of laptops) await act(page, "set-sync", { paused: true });
	const made = await run(ada.page, [{ do: "create", kind: "page", space, fields: { title: "Carried", body: "by hand\n" } }]);
	const id = "ids" in made ? (made.ids[0] ?? "") : "";
	await carry(ada, ben, space, join(folder, "there.commonplace-changes"));
	await untilAllRead([ada.page, ben.page], id, /^by hand\n$/);
	expect(await typeInto(ben.page, id, "end", "and back\n")).toBe("accepted");
	await carry(ben, ada, space, join(folder, "back.commonplace-changes"));
	await untilAllRead([ada.page, ben.page], id, /^by hand\nand back\n$/);

	// Somebody who has only the link and the file needs no network at all.
	await act(chi.page, "join", { link });
	await carry(ada, chi, space, join(folder, "first.commonplace-changes"));
	await untilAllRead([ada.page, ben.page, chi.page], id, /^by hand\nand back\n$/);
});

/** One exports what changed, the other takes it in. */
async function carry(from: Laptop, to: Laptop, space: string, file: string): Promise<void> {
	await answerSaveDialog(from.app, file);
	const written = await from.page.evaluate(async (chosen) => {
		const { commonplace, commonplaceEngine } = window as unknown as import("../bench/harness/driven-app").AppWindow;
		const target = await commonplace.pickTarget("changes", "changes");
		if (target === null) throw new Error("nothing was picked");
		return commonplaceEngine.job("export-bundle", { grant: target.grant, spaces: [chosen], person: null }).finished;
	}, space);
	expect(written.envelopes).toBeGreaterThan(0);
	await answerOpenDialog(to.app, [file]);
	const read = await to.page.evaluate(async () => {
		const { commonplace, commonplaceEngine } = window as unknown as import("../bench/harness/driven-app").AppWindow;
		const source = await commonplace.pickSource("changes");
		if (source === null) throw new Error("nothing was picked");
		return commonplaceEngine.job("import-bundle", { grant: source.grant }).finished;
	});
	expect(read.broken).toBe(false);
	expect(read.spaces.some((one) => one.space === space && one.taken > 0)).toBe(true);
}
