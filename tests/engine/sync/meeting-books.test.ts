import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startServer, type WholeServer } from "../../server/whole-server";
import { type Book, openBook } from "./books";

let server: WholeServer;
let address: string;

beforeAll(async () => {
	server = await startServer({ registration: "open" });
	address = `ws://127.0.0.1:${server.port}`;
}, 60_000);

afterAll(() => server.remove());

async function book(): Promise<Book> {
	const made = await openBook();
	onTestFinished(() => made.close());
	return made;
}

async function eventually<Value>(ask: () => Promise<Value>, isIt: (value: Value) => boolean, what: string): Promise<Value> {
	const end = Date.now() + 15_000;
	for (;;) {
		const value = await ask();
		if (isIt(value)) return value;
		if (Date.now() > end) throw new Error(`never: ${what}; ${JSON.stringify(value)}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const textOf = ({ engine }: Book, id: string): Promise<string | null> => engine.ask("text", { id });

/** Ada's team with a page, and Ben in it by a link. */
async function team(role: "editor" | "reader" | "commenter" = "editor") {
	const [ada, ben] = [await book(), await book()];
	const { space } = await ada.engine.act("create-space", { name: "Field notes", server: address });
	const { ids } = await ada.engine.run([{ do: "create", kind: "page", space, fields: { title: "Wells", body: "Two wells.\n" } }]);
	const { link } = await ada.engine.act("invite", { space, role, ends: 0, uses: 0 });
	await ben.engine.act("join", { link });
	const page = ids[0] ?? "";
	await eventually(
		() => textOf(ben, page),
		(text) => text === "Two wells.\n",
		"Ben reads the page",
	);
	return { ada, ben, space, page };
}

test("a team is made, joined by a link through a server, written in apart, and is the same for both", async () => {
	const { ada, ben, space, page } = await team();
	expect(await ben.engine.ask("space", { space })).toMatchObject({ name: "Field notes", role: "editor", state: "ready" });
	await eventually(
		() => ada.engine.ask("space", { space }),
		(details) => details?.people.length === 2,
		"Ada sees Ben",
	);
	await ada.sync.set({ paused: true });
	await ben.sync.set({ paused: true });
	const write = async ({ engine }: Book, at: number, insert: string): Promise<void> => {
		const session = await engine.openText(page);
		await session.push(session.version, [{ origin: "test", splices: [{ at, remove: 0, insert }] }]);
		session.close();
	};
	await write(ada, 0, "Ada: ");
	await write(ben, "Two wells.".length, " Ben: one is dry.");
	expect((await ben.sync.status()).spaces.find((one) => one.space === space)?.onlyHere).toBeGreaterThan(0);
	await ada.sync.set({ paused: false });
	await ben.sync.set({ paused: false });
	const expected = "Ada: Two wells. Ben: one is dry.\n";
	await eventually(
		() => textOf(ada, page),
		(text) => text === expected,
		"Ada has both",
	);
	await eventually(
		() => textOf(ben, page),
		(text) => text === expected,
		"Ben has both",
	);
	const safe = await eventually(
		() => ben.sync.status(),
		({ spaces }) => spaces.find((one) => one.space === space)?.onlyHere === 0,
		"his is safe",
	);
	expect(safe.remotes).toMatchObject([{ remote: address, state: "connected", kind: "server" }]);
	expect([...ada.disk.problems, ...ben.disk.problems]).toEqual([]);
});
