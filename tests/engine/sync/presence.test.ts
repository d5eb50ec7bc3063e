import { afterAll, beforeAll, expect, test } from "vitest";
import type { Present } from "../../../renderer/engine/spaces-contract";
import { startServer, type WholeServer } from "../../server/whole-server";
import { type Book, book, eventually } from "./books";
import { createNetwork } from "./network";

let server: WholeServer;
let address: string;

beforeAll(async () => {
	server = await startServer({ registration: "open" });
	address = `ws://127.0.0.1:${server.port}`;
}, 60_000);

afterAll(() => server.remove());

/** Ada's page in a team that the others join by a link. */
async function team(ada: Book, others: readonly Book[], server: string | null, meet = async (): Promise<void> => undefined) {
	const { space } = await ada.engine.act("create-space", { name: "Field notes", server });
	const { ids } = await ada.engine.run([{ do: "create", kind: "page", space, fields: { title: "Wells", body: "Two wells.\n" } }]);
	const page = ids[0] ?? "";
	const { link } = await ada.engine.act("invite", { space, role: "reader", ends: 0, uses: 0 });
	for (const other of others) {
		await other.engine.act("join", { link });
		await meet();
		await eventually(
			() => other.engine.ask("text", { id: page }),
			(text) => text === "Two wells.\n",
			"the page is there",
		);
	}
	return { space, page };
}

const inPage = ({ engine }: Book, id: string): Promise<readonly Present[]> => engine.ask("presence", { id });
const meOf = async ({ engine }: Book): Promise<string> => (await engine.ask("me", {})).person;

async function type({ engine }: Book, id: string, at: number, insert: string): Promise<void> {
	const session = await engine.openText(id);
	await session.push(session.version, [{ origin: "test", splices: [{ at, remove: 0, insert }] }]);
	session.close();
}

test("who is in a page is seen there by those who are in it too, where they are, and no more when they have gone", async () => {
	const [ada, ben] = [await book(), await book()];
	await ada.engine.act("introduce", { card: { name: "Ada", colour: "#2b5c8c", picture: null } });
	const { page } = await team(ada, [ben], address);
	ada.engine.here({ id: page, selection: { anchor: 4, head: 9 } });
	const [seen] = await eventually(
		() => inPage(ben, page),
		(present) => present[0]?.selection !== null && present[0]?.card?.name === "Ada",
		"Ben sees Ada",
	);
	expect(seen).toMatchObject({ person: await meOf(ada), self: false, selection: { anchor: 4, head: 9 } });
	expect(await inPage(ada, page)).toEqual([]);

	// A reader is seen as well, and the place stays on its words while the text before it grows.
	ben.engine.here({ id: page, selection: { anchor: 10, head: 10 } });
	await eventually(
		() => inPage(ada, page),
		(present) => present[0]?.selection?.head === 10,
		"Ada sees Ben",
	);
	await type(ada, page, 0, "Yesterday: ");
	await eventually(
		() => inPage(ada, page),
		(present) => present[0]?.selection?.head === 21,
		"Ben's caret is where it was in the words",
	);

	ada.engine.here(null);
	await eventually(
		() => inPage(ben, page),
		(present) => present.length === 0,
		"Ada has gone",
	);
});

test("whoever does not want to be seen is not, and sees others all the same", async () => {
	const [ada, ben] = [await book(), await book()];
	const { page } = await team(ada, [ben], address);
	ben.engine.here({ id: page, selection: null });
	ada.engine.here({ id: page, selection: null });
	await eventually(
		() => inPage(ben, page),
		(present) => present.length === 1,
		"Ben sees Ada",
	);
	await ada.engine.act("set-sync", { seen: false });
	await eventually(
		() => inPage(ben, page),
		(present) => present.length === 0,
		"Ben sees nobody",
	);
	expect(await inPage(ada, page)).toHaveLength(1);
	expect((await ada.sync.status()).seen).toBe(false);
});

test("somebody who was removed is seen no more and sees nobody", async () => {
	const [ada, ben, cy] = [await book(), await book(), await book()];
	const { space, page } = await team(ada, [ben, cy], address);
	for (const one of [ada, ben, cy]) one.engine.here({ id: page, selection: null });
	await eventually(
		() => inPage(cy, page),
		(present) => present.length === 2,
		"all see one another",
	);
	await ada.engine.act("remove-person", { space, person: await meOf(ben) });
	await eventually(
		() => inPage(cy, page),
		(present) => present.length === 1 && present[0]?.person !== undefined,
		"Ben is seen no more",
	);
	await type(ada, page, 0, "Without Ben. ");
	ada.engine.here({ id: page, selection: { anchor: 3, head: 3 } });
	await eventually(
		() => inPage(cy, page),
		(present) => present[0]?.selection?.head === 3,
		"Cy sees where Ada is now",
	);
	await eventually(
		() => inPage(ben, page),
		(present) => present.length === 0,
		"Ben sees nobody",
	);
});

test("nobody is seen any more when no line is left on which they could be heard, and again when there is one", async () => {
	const [ada, ben] = [await book(), await book()];
	const { page } = await team(ada, [ben], address);
	for (const one of [ada, ben]) one.engine.here({ id: page, selection: null });
	const adaSees = (count: number): Promise<unknown> =>
		eventually(
			() => inPage(ada, page),
			(present) => present.length === count,
			`Ada sees ${count}`,
		);
	await adaSees(1);
	await ada.engine.act("set-sync", { paused: true });
	await adaSees(0);
	await ada.engine.act("set-sync", { paused: false });
	await adaSees(1);
});

test("three laptops that all know one another see each other without a server, and pass nothing round for ever", async () => {
	const network = createNetwork();
	const laptops = await Promise.all(["ada", "ben", "cy"].map((name) => book({ lines: network.lines(name) })));
	const [ada, ...others] = laptops;
	if (ada === undefined) throw new Error("nobody");
	const sent = (): number => network.opened.reduce((sum, line) => sum + line.sent.initiator.frames + line.sent.responder.frames, 0);
	const { page } = await team(ada, others, null, async () => {
		await eventually(
			async () => laptops.map(({ sync }) => sync.port()),
			(ports) => ports[0] !== null,
			"Ada can be called",
		);
		network.announce();
	});
	for (const one of laptops) one.engine.here({ id: page, selection: null });
	for (const one of laptops)
		await eventually(
			() => inPage(one, page),
			(present) => present.length === 2,
			"both others are seen",
		);
	network.announce();
	const before = sent();
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect(sent() - before).toBeLessThan(60);
});
