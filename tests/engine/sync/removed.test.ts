/** Somebody who is removed learns so from whoever they meet, and believes nobody's mere word for it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type WholeServer } from "../../server/whole-server";
import { bring, envelopesOf, laptop, meet, page, restart, team } from "../spaces/laptops";
import { type Book, book } from "./books";
import { createNetwork } from "./network";

let server: WholeServer;

beforeAll(async () => {
	server = await startServer({ registration: "open" });
}, 60_000);
afterAll(() => server.remove());

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
	for (const end = Date.now() + 60_000; !(await isTrue()); ) {
		if (Date.now() > end) throw new Error(`never: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const stateOf = async ({ engine }: Book, space: string) => (await engine.ask("space", { space }))?.state;
const write = ({ engine }: Book, title: string, space: string) =>
	engine.run([{ do: "create", kind: "page", space, fields: { title, body: "" } }]);

/** Ada's team, and Ben in it. */
async function twoIn(ada: Book, ben: Book, address: string | null): Promise<string> {
	const { space } = await ada.engine.act("create-space", { name: "Team", server: address });
	const { link } = await ada.engine.act("invite", { space, role: "editor", ends: 0, uses: 1 });
	await ben.engine.act("join", { link });
	await until(async () => (await stateOf(ben, space)) === "ready", "Ben is in");
	await until(async () => (await ada.engine.ask("space", { space }))?.people.length === 2, "Ada knows");
	return space;
}

test("from the server, after a while away in which much was written that they never see", async () => {
	const address = `ws://127.0.0.1:${server.port}`;
	const [ada, ben] = [await book(), await book()];
	const space = await twoIn(ada, ben, address);
	await ben.engine.act("set-sync", { paused: true });
	await write(ada, "Meanwhile", space);
	await ada.engine.act("remove-person", { space, person: (await ben.engine.ask("me", {})).person });
	await write(ada, "Afterwards", space);
	await until(
		async () => (await ada.engine.ask("sync", {})).spaces.every((one) => one.space !== space || one.onlyHere === 0),
		"all of it is on the server",
	);
	await ben.engine.act("set-sync", { paused: false });
	await until(async () => (await stateOf(ben, space)) === "removed", "Ben knows");
	expect(await ben.engine.ask("newest", { kinds: ["page"], limit: 10, space })).toEqual([]);
	await expect(write(ben, "Still here", space)).rejects.toMatchObject({ code: "refused", reason: "not-a-member" });
}, 120_000);

test("from a colleague's laptop, without any server", async () => {
	const network = createNetwork();
	const [ada, ben] = [await book({ lines: network.lines("Ada") }), await book({ lines: network.lines("Ben") })];
	for (const { engine } of [ada, ben]) await engine.act("set-sync", { local: true });
	await until(async () => ada.sync.port() !== null && ben.sync.port() !== null, "both can be called");
	network.announce();
	const space = await twoIn(ada, ben, null);
	await ben.engine.act("set-sync", { paused: true });
	await write(ada, "Meanwhile", space);
	await ada.engine.act("remove-person", { space, person: (await ben.engine.ask("me", {})).person });
	await ben.engine.act("set-sync", { paused: false });
	await until(async () => ben.sync.port() !== null, "Ben can be called");
	network.announce();
	await until(async () => (await stateOf(ben, space)) === "removed", "Ben knows");
}, 120_000);

test("what the removal rests on may never come: it is believed by its signatures, also after a restart; a forged one is not", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const person = (await ben.book.ask("me", {})).person;
	const statesOf = async () => (await ben.book.ask("spaces", {}))[1]?.state;
	const statements = async (one: typeof ada) =>
		(await one.book.log.ofSpace(space, 0, 1000)).filter(({ lane }) => lane === "membership").map(({ bytes }) => bytes);
	await ada.book.run([page("Meanwhile", "", space)]);
	await ada.book.act("remove-person", { space, person });
	const all = await statements(ada);
	// The last byte is of the signature.
	const forged = all.map((bytes, index) =>
		index === all.length - 1 ? bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)) : bytes,
	);
	await bring(ben, space, forged);
	expect(await statesOf()).toBe("ready");
	expect(await bring(ben, space, all)).toContain("waiting");
	expect(await statesOf()).toBe("removed");
	await restart(ben);
	await ben.book.settle();
	await until(async () => (await statesOf()) === "removed", "Ben still knows");
	await meet(space, ada, eva);
	// Invited once more, he gets what lies between, and is in.
	const { link } = await ada.book.act("invite", { space, role: "editor", ends: 0, uses: 1 });
	await bring(ben, space, await statements(ada));
	await ben.book.act("join", { link });
	await bring(ada, space, await envelopesOf(ben, space));
	await meet(space, ada, ben);
	expect(await statesOf()).toBe("ready");
	expect((await ben.book.ask("newest", { kinds: ["page"], limit: 10, space })).map(({ title }) => title)).toEqual(["Meanwhile"]);
	for (const one of [ada, ben, eva]) await one.book.close();
});
