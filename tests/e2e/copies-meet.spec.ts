/** Three people, three laptops: they share a space, work apart, and end with the same book, whichever way they meet. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import sodium from "libsodium-wrappers-sumo";
import { inviteKeys, readInviteLink } from "../../shared/protocol/membership/invite-link";
import { findSecrets, findSecretsBelow, type Secret } from "../server/leak-scan";
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
	const flags = ["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB", "--log-level", "debug"];
	if (store === "a PostgreSQL of its own") {
		postgres = await startPostgres();
		flags.push("--database", await postgres.newDatabase());
	}
	server = await startServerProcess(flags);
	return `ws://127.0.0.1:${server.port}`;
}

async function three(): Promise<readonly [Laptop, Laptop, Laptop]> {
	const people = [
		["Ada Lovelace", "#2b5c8c"],
		["Ben Holberton", "#2f7250"],
		["Chi Zurbrigg", "#8f5d0e"],
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

/** What people wrote, and what opens it. */
const TITLE = "Plan that only three people may read";
const FIRST_LINE = "the first line of what nobody else may see";
const ADDRESS = "https://example.org/private/reading?list=ours";
const SPACE_NAME = "Wiki of the northern team";
const FILE_TEXT = "a line of an attachment that only members read";

/** Ada attaches a file and keeps an address, so that more than text has gone over the server. */
async function keepMore({ page, app }: Laptop, space: string, id: string): Promise<void> {
	await run(page, [{ do: "create", kind: "bookmark", space, fields: { title: "Ours to read", url: ADDRESS } }]);
	const file = join(folder, "salaries-of-everybody.txt");
	await writeFile(file, FILE_TEXT);
	await answerOpenDialog(app, [file]);
	await page.evaluate(async (into) => {
		const { commonplace, commonplaceEngine } = window as unknown as import("../bench/harness/driven-app").AppWindow;
		const source = await commonplace.pickSource("attachment");
		if (source === null) throw new Error("nothing was picked");
		await commonplaceEngine.job("attach-files", { grants: [source.grant], into }).finished;
	}, id);
}

/** Nothing of what only people may know is with the server, which has what relays must see. */
async function expectNothingLeaked(links: readonly string[]): Promise<void> {
	const device = String((await ask(laptops[0]?.page as Page, "health", {})).identity.device);
	const printed = server?.output() ?? "";
	await server?.end("SIGTERM");
	server = null;
	const words = [TITLE, FIRST_LINE, ADDRESS, SPACE_NAME, FILE_TEXT, "salaries-of-everybody", ...laptops.map(({ name }) => name)];
	const secrets: Secret[] = words.map((value) => ({ name: `“${value}”`, value }));
	for (const text of links) {
		const link = readInviteLink(text);
		if (link === null) throw new Error("no link");
		secrets.push({ name: "a link", value: text }, { name: "an invite's secret", value: link.secret });
		secrets.push({ name: "an invite's private key", value: inviteKeys(sodium, link.secret).privateKey });
	}
	for (const laptop of laptops) secrets.push(...(await keysOf(laptop)));
	expect(secrets.length).toBeGreaterThan(15);
	const kept = postgres?.folder ?? join(folder, "server");
	expect(await findSecretsBelow(kept, secrets)).toEqual([]);
	expect(await findSecretsBelow(join(folder, "server"), secrets).catch(() => [])).toEqual([]);
	expect(findSecrets("log", Buffer.from(printed), secrets)).toEqual([]);
	expect(printed).toContain('"level":20');
	expect(await findSecretsBelow(kept, [{ name: "a device's id", value: Buffer.from(device, "hex") }])).not.toEqual([]);
}

/** The private keys of a laptop, from its key file. */
async function keysOf({ userData }: Laptop): Promise<readonly Secret[]> {
	const file = JSON.parse(await readFile(join(userData, "keys", "identity.json"), "utf8")) as { protectedBy: string; keys: string };
	// Where the system seals them, nobody else can say what they are.
	if (file.protectedBy !== "file-permissions") return [{ name: "sealed keys", value: file.keys.slice(0, 64) }];
	const keys = JSON.parse(Buffer.from(file.keys, "base64").toString("utf8")) as Record<string, unknown>;
	return ["personPrivateKey", "devicePrivateKey"].map((name) => ({ name, value: Buffer.from(String(keys[name]), "hex").subarray(0, 32) }));
}

for (const store of STORES) {
	test(`three people share a space by link, work apart, and meet by a server on ${store}`, async () => {
		await sodium.ready;
		const address = await startServer(store);
		const [ada, ben, chi] = await three();
		await act(ada.page, "add-server", { address, token: null });
		const { space } = await act(ada.page, "create-space", { name: SPACE_NAME, server: address });
		const body = `${FIRST_LINE}\none\n`;
		const made = await run(ada.page, [{ do: "create", kind: "page", space, fields: { title: TITLE, body } }]);
		const id = "ids" in made ? (made.ids[0] ?? "") : "";
		const editing = await act(ada.page, "invite", { space, role: "editor", ends: 0, uses: 1 });
		const reading = await act(ada.page, "invite", { space, role: "reader", ends: 0, uses: 1 });
		await joinSpace(ben, editing.link);
		await joinSpace(chi, reading.link);
		await untilAllRead([ada.page, ben.page, chi.page], id, /see\none\n$/);
		await keepMore(ada, space, id);

		// Apart, two of them write in the same page.
		for (const { page } of laptops) await act(page, "set-sync", { paused: true });
		expect(await typeInto(ada.page, id, "beginning", "zero\n")).toBe("accepted");
		expect(await typeInto(ben.page, id, "end", "two\n")).toBe("accepted");
		expect(await typeInto(chi.page, id, "end", "three\n")).toMatch(/^(refused|read-only)/);
		await expect.poll(async () => (await ask(ada.page, "sync", {})).spaces.find((one) => one.space === space)?.onlyHere).toBeGreaterThan(0);

		for (const { page } of laptops) await act(page, "set-sync", { paused: false });
		await untilAllRead([ada.page, ben.page, chi.page], id, /^zero\n.*\none\ntwo\n$/);
		await expect.poll(async () => (await ask(ada.page, "sync", {})).spaces.find((one) => one.space === space)?.onlyHere).toBe(0);
		const roles = [
			["Ada Lovelace", "owner"],
			["Ben Holberton", "editor"],
			["Chi Zurbrigg", "reader"],
		];
		for (const { page } of laptops) expect(await rolesIn(page, space)).toEqual(roles);

		// What the others did is told to each, and only what they did.
		const away = await ask(ada.page, "away", {});
		expect(away.map((change) => [change.title, change.by.map(({ card }) => card?.name)])).toEqual([[TITLE, ["Ben Holberton"]]]);
		await act(ada.page, "seen-away", {});
		expect(await ask(ada.page, "away", {})).toEqual([]);

		// A link that was used up lets nobody else in; whoever is removed reads no further.
		const benKey = (await ask(ada.page, "space", { space }))?.people.find(({ card }) => card?.name === "Ben Holberton")?.person ?? "";
		await act(ada.page, "remove-person", { space, person: benKey });
		expect(await typeInto(ada.page, id, "end", "after\n")).toBe("accepted");
		await untilAllRead([ada.page, chi.page], id, /after\n$/);
		await expect.poll(async () => (await ask(ben.page, "space", { space }))?.state, { timeout: 60_000 }).toBe("removed");
		expect(await typeInto(ben.page, id, "end", "still here\n")).toMatch(/^(refused|read-only)/);
		expect(await textOf(ben.page, id)).toMatch(/two\n$/);
		await typeInto(chi.page, id, "end", "never\n");
		await untilAllRead([ada.page, chi.page], id, /two\nafter\n$/);
		await expectNothingLeaked([editing.link, reading.link]);
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
