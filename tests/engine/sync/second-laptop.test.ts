import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type WholeServer } from "../../server/whole-server";
import { testDisk } from "../test-book";
import { type Book, type BookSetting, book, openBook } from "./books";
import { createNetwork } from "./network";

let server: WholeServer;

beforeAll(async () => {
	server = await startServer({ registration: "open" });
}, 60_000);
afterAll(() => server.remove());

/** A second laptop of Ada's: it has nothing but what it was told when it was added. */
async function secondOf(ada: Book, setting: BookSetting = {}): Promise<Book> {
	const disk = await testDisk(crypto.randomUUID());
	const fresh = await openBook({ ...setting, disk });
	const { code } = await fresh.engine.act("make-laptop-code", {});
	const { answer } = await ada.engine.act("add-laptop", { code });
	await fresh.engine.act("become-laptop", { answer });
	await fresh.close();
	return book({ ...setting, disk });
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
	for (const end = Date.now() + 60_000; !(await isTrue()); ) {
		if (Date.now() > end) throw new Error(`never: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const titleOf = async ({ engine }: Book, id: string): Promise<string> => (await engine.ask("item", { id }))?.title ?? "";

async function write({ engine }: Book, title: string, space?: string): Promise<string> {
	const { ids } = await engine.run([
		{ do: "create", kind: "page", ...(space === undefined ? {} : { space }), fields: { title, body: "" } },
	]);
	return ids[0] ?? "";
}

test("a second laptop gets the private space and the team from the server, and what it writes comes back", async () => {
	const address = `ws://127.0.0.1:${server.port}`;
	const ada = await book();
	const [own] = (await ada.engine.ask("spaces", {})).map(({ space }) => space);
	await ada.engine.act("set-server", { space: own ?? "", server: address });
	const { space } = await ada.engine.act("create-space", { name: "Team", server: address });
	const [diary, wells] = [await write(ada, "Diary"), await write(ada, "Wells", space)];
	const second = await secondOf(ada);
	await until(async () => (await titleOf(second, diary)) === "Diary", "the diary");
	await until(async () => (await titleOf(second, wells)) === "Wells", "the team's page");
	const pumps = await write(second, "Pumps", space);
	const notes = await write(second, "Notes");
	await until(async () => (await titleOf(ada, pumps)) === "Pumps" && (await titleOf(ada, notes)) === "Notes", "what the second wrote");
	expect((await ada.engine.ask("space", { space }))?.people[0]?.devices).toHaveLength(2);
}, 120_000);

test("a second laptop gets everything from the first on the local network, without any server", async () => {
	const network = createNetwork();
	const ada = await book({ lines: network.lines("Ada") });
	const { space } = await ada.engine.act("create-space", { name: "Team", server: null });
	const [diary, wells] = [await write(ada, "Diary"), await write(ada, "Wells", space)];
	await ada.engine.act("set-sync", { local: true });
	const second = await secondOf(ada, { lines: network.lines("Ada's second") });
	await second.engine.act("set-sync", { local: true });
	await until(async () => ada.sync.port() !== null && second.sync.port() !== null, "both can be called");
	network.announce();
	await until(async () => (await titleOf(second, diary)) === "Diary", "the diary");
	await until(async () => (await titleOf(second, wells)) === "Wells", "the team's page");
	const notes = await write(second, "Notes");
	await until(async () => (await titleOf(ada, notes)) === "Notes", "what the second wrote");
	const [status] = (await ada.sync.status()).remotes;
	expect(status).toMatchObject({ kind: "peer", state: "connected" });
}, 120_000);
