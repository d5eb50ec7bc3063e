import { createHash, randomBytes } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { expect, onTestFinished, test } from "vitest";
import { readBundle } from "../../../shared/protocol/bundle/read-bundle";
import { readHeader } from "../../../shared/protocol/envelope";
import { testDisk } from "../test-book";
import { type Book, type BookSetting, openBook } from "./books";

async function book(setting: BookSetting = {}): Promise<Book> {
	const made = await openBook(setting);
	onTestFinished(() => made.close());
	return made;
}

/** The file of changes that a book writes. */
async function exported({ engine, disk }: Book, spaces: readonly string[], person: string | null = null) {
	const grant = disk.host.target();
	const result = await engine.job("export-bundle", { grant, spaces, person }).finished;
	const file = disk.host.committed.get(grant)?.get("") ?? new Uint8Array();
	expect(result.bytes).toBe(file.length);
	return { ...result, file };
}

const imported = ({ engine, disk }: Book, file: Uint8Array) =>
	engine.job("import-bundle", { grant: disk.host.offer("changes", { "": file }) }).finished;

const textOf = ({ engine }: Book, id: string): Promise<string | null> => engine.ask("text", { id });

async function twoWithLink() {
	const [ada, ben] = [await book(), await book()];
	const { space } = await ada.engine.act("create-space", { name: "Field notes", server: null });
	const { ids } = await ada.engine.run([{ do: "create", kind: "page", space, fields: { title: "Wells", body: "Two wells.\n" } }]);
	const { link } = await ada.engine.act("invite", { space, role: "editor", ends: 0, uses: 0 });
	await ben.engine.act("join", { link });
	return { ada, ben, space, page: ids[0] ?? "" };
}

test("a team is joined and its changes are carried both ways by files alone", async () => {
	const { ada, ben, space, page } = await twoWithLink();
	const first = await exported(ada, [space]);
	expect(first.envelopes).toBe(3);
	const result = await imported(ben, first.file);
	expect(result).toEqual({ spaces: [{ space, taken: 3, known: 0, refused: 0 }], broken: false });
	expect(await textOf(ben, page)).toBe("Two wells.\n");
	expect(await ben.engine.ask("space", { space })).toMatchObject({ role: "editor", state: "ready", name: "Field notes" });
	await ben.engine.run([{ do: "create", kind: "page", space, fields: { title: "Pumps", body: "One pump.\n" } }]);
	const { person } = await ada.engine.ask("me", {});
	const back = await exported(ben, [space], person);
	expect((await imported(ada, back.file)).spaces).toMatchObject([{ taken: back.envelopes, known: 0, refused: 0 }]);
	await ada.engine.settle();
	const [pumps] = await ada.engine.ask("newest", { kinds: ["page"], limit: 1, space });
	expect(pumps?.title).toBe("Pumps");
	expect((await ada.engine.ask("space", { space }))?.people).toHaveLength(2);
	expect((await imported(ada, back.file)).spaces).toMatchObject([{ taken: 0, known: back.envelopes, refused: 0 }]);
});

/** A second laptop, of the same person. */
async function secondOf(first: Book): Promise<Book> {
	const disk = await testDisk(crypto.randomUUID());
	const fresh = await openBook({ disk });
	const { code } = await fresh.engine.act("make-laptop-code", {});
	const { answer } = await first.engine.act("add-laptop", { code });
	await fresh.engine.act("become-laptop", { answer });
	await fresh.close();
	return book({ disk });
}

test("a file for somebody with two laptops brings each what only the other has written", async () => {
	const { ada, ben, space } = await twoWithLink();
	await imported(ben, (await exported(ada, [space])).file);
	const second = await secondOf(ben);
	await imported(second, (await exported(ben, [space])).file);
	const { ids } = await ben.engine.run([{ do: "create", kind: "page", space, fields: { title: "Pumps", body: "One pump.\n" } }]);
	for (const one of [ben, second]) await imported(ada, (await exported(one, [space])).file);
	const { person } = await ben.engine.ask("me", {});
	const forBen = await exported(ada, [space], person);
	await imported(second, forBen.file);
	expect(await textOf(second, ids[0] ?? "")).toBe("One pump.\n");
	// Once the lost first laptop is out, what the other one wrote and brought is left out again.
	await second.engine.act("remove-device", { device: (await ben.engine.desk()).spaces.speaker.device });
	await imported(ada, (await exported(second, [space])).file);
	expect((await exported(ada, [space], person)).envelopes).toBeLessThan(forBen.envelopes);
});

test("of a file that breaks off what is whole is taken, and the rest when it comes again", async () => {
	const { ada, ben, space, page } = await twoWithLink();
	const { file } = await exported(ada, [space]);
	const half = await imported(ben, file.slice(0, Math.floor(file.length * 0.6)));
	expect(half.broken).toBe(true);
	expect(half.spaces[0]?.taken).toBeGreaterThan(0);
	expect(await textOf(ben, page)).toBeNull();
	expect((await imported(ben, file)).broken).toBe(false);
	expect(await textOf(ben, page)).toBe("Two wells.\n");
});

test("a file of a space that one is not in, and one that is none, take nothing in", async () => {
	const { ada, space } = await twoWithLink();
	const stranger = await book();
	const { file, envelopes } = await exported(ada, [space]);
	expect((await imported(stranger, file)).spaces).toEqual([{ space, taken: 0, known: 0, refused: envelopes }]);
	await expect(imported(stranger, new TextEncoder().encode("a letter to somebody"))).rejects.toMatchObject({
		code: "bad-request",
		reason: "not-a-bundle",
	});
	await expect(exported(stranger, ["0".repeat(32)])).rejects.toMatchObject({ code: "bad-request" });
});

test("nothing readable of the space is in the file", async () => {
	const { ada, space } = await twoWithLink();
	const text = Buffer.from((await exported(ada, [space])).file).toString("latin1");
	for (const word of ["Wells", "Two wells", "Field notes"]) expect(text).not.toContain(word);
});

test("an export that is given up leaves no file", async () => {
	const { ada, space } = await twoWithLink();
	const grant = ada.disk.host.target();
	const job = ada.engine.job("export-bundle", { grant, spaces: [space], person: null });
	job.cancel();
	await expect(job.finished).rejects.toMatchObject({ code: "cancelled" });
	expect(ada.disk.host.committed.get(grant)).toBeUndefined();
});

test("files go along, and are there for whoever takes the changes in; on a connection that costs they do not", async () => {
	const { ada, ben, space } = await twoWithLink();
	const bytes = new Uint8Array(randomBytes(600_000));
	const hash = createHash("sha256").update(bytes).digest("hex");
	ada.disk.host.blobs.set(hash, bytes);
	await ada.engine.run([
		{ do: "create", kind: "file", space, fields: { title: "well.jpg", hash, size: bytes.length, mediaType: "image/jpeg" } },
	]);
	await ada.engine.act("set-sync", { metered: true });
	expect((await exported(ada, [space])).files).toBe(0);
	await ada.engine.act("set-sync", { metered: false });
	const { file, files } = await exported(ada, [space]);
	expect(files).toBe(1);
	const half = await imported(ben, file.slice(0, file.length - 200_000));
	expect(half.broken).toBe(true);
	expect(ben.disk.host.blobs.has(hash)).toBe(false);
	expect((await imported(ben, file)).broken).toBe(false);
	expect(Buffer.from(ben.disk.host.blobs.get(hash) ?? []).equals(Buffer.from(bytes))).toBe(true);
});

test("each device's envelopes are in the file in the order of their numbers, also those that lie elsewhere in the log", async () => {
	const { ada, ben, space, page } = await twoWithLink();
	await ada.engine.run([{ do: "set-body", id: page, params: { body: "Three wells.\n" } }]);
	const { log } = ada.engine;
	const made = (await log.ofSpace(space, 0, 100)).find(({ lane }) => lane === "content");
	if (made === undefined) throw new Error("nothing there");
	// As when its key came only later.
	const { seq, ...entry } = made;
	await log.change({ remove: [seq], add: [entry] });
	const { file } = await exported(ada, [space]);
	let at = 0;
	const reading = readBundle(sodium, async (length) => {
		at += length;
		return file.slice(at - length, at);
	});
	const lanes: { readonly lane: string; readonly number: number }[] = [];
	for await (const item of reading) if (item.is === "envelope") lanes.push(readHeader(item.bytes));
	expect(lanes.map(({ lane, number }) => [lane, number])).toEqual([
		["membership", 1],
		["membership", 3],
		["content", 2],
		["content", 4],
	]);
	expect((await imported(ben, file)).spaces).toMatchObject([{ refused: 0 }]);
	expect(await textOf(ben, page)).toBe("Three wells.\n");
});
