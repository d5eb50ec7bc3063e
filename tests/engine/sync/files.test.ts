import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startServer, type WholeServer } from "../../server/whole-server";
import { type Book, openBook } from "./books";
import { createNetwork } from "./network";

/** After so many milliseconds a file that was nowhere is looked for again. */
const LOOKS_AGAIN = [30_000, 60_000, 120_000, 240_000];

let server: WholeServer;

beforeAll(async () => {
	server = await startServer({ registration: "open" });
}, 60_000);
afterAll(() => server.remove());

async function book(...setting: Parameters<typeof openBook>): Promise<Book> {
	const made = await openBook(...setting);
	onTestFinished(() => made.close());
	return made;
}

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
	for (const end = Date.now() + 30_000; !(await isTrue()); ) {
		if (Date.now() > end) throw new Error(`never: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** A picture in the space, on this laptop. */
async function keep({ engine, disk }: Book, space: string, size: number): Promise<string> {
	const bytes = new Uint8Array(randomBytes(size));
	const hash = createHash("sha256").update(bytes).digest("hex");
	disk.host.blobs.set(hash, bytes);
	await engine.run([{ do: "create", kind: "file", space, fields: { title: "well.jpg", hash, size, mediaType: "image/jpeg" } }]);
	return hash;
}

async function team(address: string | null, ...[ada, ben]: readonly [Book, Book]): Promise<string> {
	const { space } = await ada.engine.act("create-space", { name: "Wells", server: address });
	const { link } = await ada.engine.act("invite", { space, role: "editor", ends: 0, uses: 0 });
	await ben.engine.act("join", { link });
	return space;
}

const isWhole = ({ disk }: Book, hash: string): boolean => {
	const bytes = disk.host.blobs.get(hash);
	return bytes !== undefined && createHash("sha256").update(bytes).digest("hex") === hash;
};

test("a file in a shared space reaches the others through the server, sealed", async () => {
	const [ada, ben] = [await book(), await book()];
	const space = await team(`ws://127.0.0.1:${server.port}`, ada, ben);
	const [large, empty] = [await keep(ada, space, 700_001), await keep(ada, space, 0)];
	await until(() => isWhole(ben, large) && isWhole(ben, empty), "Ben has the files");
	expect([...ada.disk.problems, ...ben.disk.problems]).toEqual([]);
});

test("on a connection that costs no file comes by itself, but one that somebody looks at does", async () => {
	const [ada, ben] = [await book(), await book()];
	await ben.engine.act("set-sync", { metered: true });
	const space = await team(`ws://127.0.0.1:${server.port}`, ada, ben);
	const hash = await keep(ada, space, 300_000);
	await until(async () => (await ben.engine.ask("newest", { kinds: ["file"], limit: 1, space })).length === 1, "Ben knows of it");
	// The server has it once Ada has brought it; until then nobody can give it.
	await until(
		() =>
			ben.engine.readBlob(hash).then(
				(bytes) => bytes.length === 300_000,
				() => false,
			),
		"Ben reads it",
	);
	const other = await keep(ada, space, 1000);
	await until(async () => (await ben.engine.ask("newest", { kinds: ["file"], limit: 9, space })).length === 2, "Ben knows of the other");
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(isWhole(ben, other)).toBe(false);
	await ben.engine.act("set-sync", { metered: false });
	await until(() => isWhole(ben, other), "it comes by itself");
});

test("two laptops without a server give each other the files of their space", async () => {
	const network = createNetwork();
	const [ada, ben] = [await book({ lines: network.lines("Ada") }), await book({ lines: network.lines("Ben") })];
	const space = await team(null, ada, ben);
	const hash = await keep(ada, space, 150_000);
	await until(() => ada.sync.port() !== null && ben.sync.port() !== null, "both can be called");
	network.announce();
	await until(() => isWhole(ben, hash), "Ben has the file");
	const stranger = await book({ lines: network.lines("Mallory") });
	expect(await stranger.engine.readBlob(hash).catch(({ code }: { readonly code: string }) => code)).toBe("host");
});

test("a file that comes to the server only after others have looked for it reaches them all the same", async () => {
	const ada = await book();
	const ben = await book({
		after(milliseconds, work) {
			const timer = setTimeout(work, LOOKS_AGAIN.includes(milliseconds) ? 200 : milliseconds);
			return () => clearTimeout(timer);
		},
	});
	const space = await team(`ws://127.0.0.1:${server.port}`, ada, ben);
	const hash = await keep(ada, space, 100_000);
	const bytes = ada.disk.host.blobs.get(hash) ?? new Uint8Array();
	ada.disk.host.blobs.delete(hash);
	await until(async () => (await ben.engine.ask("newest", { kinds: ["file"], limit: 1, space })).length === 1, "Ben knows of it");
	await new Promise((resolve) => setTimeout(resolve, 2000));
	expect(isWhole(ben, hash)).toBe(false);
	ada.disk.host.blobs.set(hash, bytes);
	// Something of her own: it is new to nobody else, and she looks what there is to bring.
	await ada.engine.run([{ do: "create", kind: "page", fields: { title: "Diary", body: "" } }]);
	await until(() => isWhole(ben, hash), "Ben has it");
}, 90_000);
