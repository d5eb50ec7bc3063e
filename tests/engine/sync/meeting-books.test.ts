import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startServer, type WholeServer } from "../../server/whole-server";
import { type Book, book, eventually, openBook } from "./books";
import { createNetwork } from "./network";

let server: WholeServer;
let address: string;

beforeAll(async () => {
	server = await startServer({ registration: "open" });
	address = `ws://127.0.0.1:${server.port}`;
}, 60_000);

afterAll(() => server.remove());

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

test("a reader cannot write, also not by a program that keeps no rules, and what others write reaches them", async () => {
	const { ada, ben, space, page } = await team("reader");
	await expect(ben.engine.run([{ do: "create", kind: "page", space, fields: { title: "His", body: "" } }])).rejects.toMatchObject({
		code: "refused",
		reason: "role",
	});
	const { ids } = await ada.engine.run([{ do: "create", kind: "page", space, fields: { title: "Second", body: "More.\n" } }]);
	await eventually(
		() => textOf(ben, ids[0] ?? ""),
		(text) => text === "More.\n",
		"Ben reads it",
	);
	const { person } = await ben.engine.ask("me", {});
	await ada.engine.act("set-role", { space, person, role: "editor" });
	await eventually(
		() => ben.engine.ask("space", { space }),
		(details) => details?.role === "editor",
		"Ben is an editor",
	);
	await ben.engine.run([{ do: "rename", id: page, params: { title: "Four wells" } }]);
	await eventually(
		() => ada.engine.ask("item", { id: page }),
		(row) => row?.title === "Four wells",
		"Ada has the name",
	);
});

test("who was removed gets nothing more, and what they wrote before stays", async () => {
	const { ada, ben, space, page } = await team();
	await ben.engine.run([{ do: "rename", id: page, params: { title: "By Ben" } }]);
	await eventually(
		() => ada.engine.ask("item", { id: page }),
		(row) => row?.title === "By Ben",
		"Ada has the name",
	);
	const { person } = await ben.engine.ask("me", {});
	await ada.engine.act("remove-person", { space, person });
	await eventually(
		() => ada.sync.status(),
		({ spaces }) => spaces.find((one) => one.space === space)?.onlyHere === 0,
		"the removal is on the server",
	);
	const { ids } = await ada.engine.run([{ do: "create", kind: "page", space, fields: { title: "After", body: "Secret.\n" } }]);
	await eventually(
		() => ada.sync.status(),
		({ spaces }) => spaces.find((one) => one.space === space)?.onlyHere === 0,
		"the page is on the server",
	);
	await eventually(
		() => ben.sync.status(),
		({ spaces }) => spaces.find((one) => one.space === space)?.remotes[0]?.refused === "no-such-space",
		"Ben is refused",
	);
	expect(await textOf(ben, ids[0] ?? "")).toBeNull();
	expect((await ada.engine.ask("item", { id: page }))?.title).toBe("By Ben");
});

test("a server that is killed in the middle of a push loses nothing that was acknowledged, and gets the rest when it is back", async () => {
	const own = await startServer({ registration: "open" });
	onTestFinished(() => own.remove().catch(() => undefined));
	const ada = await book();
	const { space } = await ada.engine.act("create-space", { name: "Field notes", server: `ws://127.0.0.1:${own.port}` });
	await ada.sync.set({ paused: true });
	for (let batch = 0; batch < 10; batch++) {
		await ada.engine.run(
			Array.from({ length: 20 }, (_, page) => ({
				do: "create",
				kind: "page",
				space,
				fields: { title: `Page ${batch} ${page}`, body: "" },
			})),
		);
	}
	await ada.sync.set({ paused: false });
	const left = async (): Promise<number> => (await ada.sync.status()).spaces.find((one) => one.space === space)?.onlyHere ?? 0;
	await eventually(left, (count) => count < 200, "some of it is across");
	await own.stop();
	const before = await left();
	const again = await startServer({ registration: "open", port: own.port, data: join(own.folder, "data") });
	onTestFinished(() => again.remove());
	expect(before).toBeLessThanOrEqual(201);
	ada.sync.online();
	await eventually(left, (count) => count === 0, "all of it is across");
});

test("two laptops that find each other share a space without any server: joined by a link, written in on both", async () => {
	const network = createNetwork();
	const open = async (): Promise<Book> => {
		const made = await openBook({ lines: network.lines("somebody") });
		onTestFinished(() => made.close());
		return made;
	};
	const [ada, ben] = [await open(), await open()];
	const { space } = await ada.engine.act("create-space", { name: "Camp", server: null });
	const { ids } = await ada.engine.run([{ do: "create", kind: "page", space, fields: { title: "Wells", body: "Two wells.\n" } }]);
	const page = ids[0] ?? "";
	const { link } = await ada.engine.act("invite", { space, role: "editor", ends: 0, uses: 0 });
	await ben.engine.act("join", { link });
	await eventually(
		async () => [ada.sync.port(), ben.sync.port()],
		(ports) => !ports.includes(null),
		"both can be called",
	);
	network.announce();
	await eventually(
		() => textOf(ben, page),
		(text) => text === "Two wells.\n",
		"Ben reads the page",
	);
	await ben.engine.run([{ do: "rename", id: page, params: { title: "By Ben" } }]);
	await eventually(
		() => ada.engine.ask("item", { id: page }),
		(row) => row?.title === "By Ben",
		"Ada has the name",
	);
	const status = await eventually(
		() => ben.sync.status(),
		({ spaces }) => spaces.find((one) => one.space === space)?.onlyHere === 0,
		"his is safe with Ada",
	);
	expect(status.remotes).toMatchObject([{ kind: "peer", state: "connected" }]);
	expect([...ada.disk.problems, ...ben.disk.problems]).toEqual([]);
});
