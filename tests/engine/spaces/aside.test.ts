/** What a copy accepted and cannot use: it is carried on, and part of the book as soon as it can be used. */
import { Dexie } from "dexie";
import { IDBKeyRange } from "fake-indexeddb";
import { expect, test } from "vitest";
import type { LogEntry } from "../../../renderer/engine/log/log-store";
import { openTestBook, type TestDisk, testDisk } from "../test-book";
import { forge } from "./forging";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

const searched = async (one: Laptop, text: string): Promise<number> => (await one.book.ask("search", { text, limit: 5 })).hits.length;
const asideAt = async (one: Laptop): Promise<readonly string[]> => (await one.book.ask("health", {})).quarantined.map(({ why }) => why);

/** Changes entries of the log on the disk, as another program left them. */
async function onDisk(disk: TestDisk, change: (database: Dexie) => Promise<void>): Promise<void> {
	const database = new Dexie(`log${disk.name}`, { indexedDB: disk.indexedDB, IDBKeyRange });
	await database.open();
	await change(database);
	database.close();
}

test("who meets only a copy that cannot use something gets it all the same, and what came after it", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben, eva);
	const bad = await forge(ben, space, id, [new Uint8Array([1, 2, 3])]);
	await bring(ben, space, [bad.bytes]);
	await restart(ben);
	await ben.book.run([{ do: "tag", id, params: { tag: "after" } }]);
	await meet(space, ada, ben);
	expect(await asideAt(ada)).toEqual(["bad-change"]);

	await bring(eva, space, await envelopesOf(ada, space));
	expect(await eva.book.ask("item", { id })).toMatchObject({ tags: ["after"] });
	expect(await asideAt(eva)).toEqual(["bad-change"]);
	expect(await eva.book.log.allOutside()).toEqual([]);
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	for (const one of [ada, ben, eva]) await one.book.close();
});

test.each([
	{
		by: "the version before this one",
		async leave(database: Dexie, { seq, ...entry }: LogEntry) {
			await database.table("envelopes").delete(seq);
			await database.table("quarantine").put({ ...entry, items: [], why: "bad-change", at: 5 });
		},
	},
	{
		by: "an earlier program",
		async leave(database: Dexie, entry: LogEntry) {
			await database.table("envelopes").put({ ...entry, items: [], aside: "bad-change", asideSince: 5 });
		},
	},
])("what $by could not use is listed and found by a newer one that can, without anything being made again", async ({ leave }) => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const [valves] = (await ben.book.run([page("Valves", "gasket", space)])).ids;
	await meet(space, ada, ben);
	const entry = (await ada.book.log.ofSpace(space, 0, 1000)).find(({ items }) => items.includes(String(valves)));
	await ada.book.close();
	await onDisk(ada.disk, async (database) => {
		if (entry !== undefined) await leave(database, entry);
	});
	// The old program made its library without it.
	for (const { name } of await ada.disk.indexedDB.databases()) if (name?.includes("library")) ada.disk.indexedDB.deleteDatabase(name);
	ada.book = await openTestBook(ada.disk, { program: "tests" });
	ada.disk.program = "a newer one";
	await restart(ada);
	await expect.poll(() => asideAt(ada)).toEqual([]);
	await ada.book.settle();
	expect(await ada.book.ask("item", { id: String(valves) })).toMatchObject({ title: "Valves" });
	expect(await searched(ada, "gasket")).toBe(1);
	const ids = (await ada.book.log.ofSpace(space, 0, 1000)).map(({ id }) => id);
	expect(ids).toContain(entry?.id);
	expect(new Set(ids).size).toBe(ids.length);
	await ben.book.run([{ do: "tag", id: String(valves), params: { tag: "on" } }]);
	await meet(space, ada, ben);
	expect(await shown(ada, space)).toEqual(await shown(ben, space));
	for (const one of [ada, ben]) await one.book.close();
});

test("what an earlier version could not use, and came late as others know, is late as well once it can be used", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "owner" });
	const late = String((await ben.book.run([page("Pumps", "seal", space)])).ids[0]);
	await bring(ada, space, await envelopesOf(ben, space));
	const entry = (await ada.book.log.ofSpace(space, 0, 1000)).find(({ items }) => items.includes(late));
	if (entry === undefined) throw new Error("nothing there");
	await ada.book.close();
	await onDisk(ada.disk, async (database) => {
		const { seq, ...kept } = entry;
		await database.table("envelopes").delete(seq);
		await database.table("quarantine").put({ ...kept, items: [], why: "bad-change", at: 5 });
	});
	ada.disk.wrapLibrary = (library) => ({ ...library, triedBy: async () => ada.disk.program });
	ada.book = await openTestBook(ada.disk);
	// Eva has not seen it, and removes Ben: what she states Ada hears while it lies there.
	await eva.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	await bring(ada, space, await envelopesOf(eva, space));
	expect(await asideAt(ada)).toEqual(["bad-change"]);
	ada.disk.wrapLibrary = (library) => library;
	ada.disk.program = "a newer one";
	await restart(ada);
	await expect.poll(() => asideAt(ada)).toEqual([]);
	await expect.poll(async () => (await ada.book.ask("space", { space }))?.late).toMatchObject([{ envelopes: 1 }]);
	await meet(space, ada, eva);
	expect(await shown(ada, space)).toEqual(await shown(eva, space));
	expect((await eva.book.ask("space", { space }))?.late).toMatchObject([{ envelopes: 1 }]);
	for (const one of [ada, ben, eva]) await one.book.close();
});

test("while the disk is full a newer program shows everything, and tries what is aside once there is room", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "gasket", space)])).ids[0]);
	const late = String((await ben.book.run([page("Pumps", "seal", space)])).ids[0]);
	await meet(space, ada, ben);
	const entry = (await ada.book.log.ofSpace(space, 0, 1000)).find(({ items }) => items.includes(late));
	await ada.book.close();
	await onDisk(ada.disk, async (database) => {
		if (entry !== undefined) await database.table("envelopes").put({ ...entry, items: [], aside: "bad-change", asideSince: 5 });
	});
	ada.disk.program = "a newer one";
	const { host } = ada.disk.host;
	const full = { ...host, call: (async (name, ...args) => (name === "disk.room" ? 0 : host.call(name, ...args))) as typeof host.call };
	ada.book = await openTestBook(ada.disk, { host: full });
	expect(await ada.book.ask("text", { id })).toBe("gasket");
	const text = await ada.book.openText(id);
	text.close();
	expect(await ada.book.ask("spaces", {})).toHaveLength(2);
	await expect(ada.book.run([page("More", "")])).rejects.toMatchObject({ code: "disk-full" });
	expect(await asideAt(ada)).toEqual(["bad-change"]);
	await restart(ada);
	await expect.poll(() => asideAt(ada)).toEqual([]);
	await ada.book.settle();
	expect(await ada.book.ask("text", { id: late })).toBe("seal");
	for (const one of [ada, ben]) await one.book.close();
});

test("what cannot be read for want of its key waits for it, and comes back with it", async () => {
	const disk = await testDisk();
	const book = await openTestBook(disk);
	const { ids } = await book.run([page("Valves", "gasket")]);
	const id = String(ids[0]);
	await book.run([{ do: "tag", id, params: { tag: "kept" } }]);
	await book.close();

	const { host } = disk.host;
	const keyless = await openTestBook(disk, {
		host: {
			...host,
			call: async (name, ...args) =>
				(name === "identity.openBoxes" ? (args[0] as readonly unknown[]).map(() => null) : host.call(name, ...args)) as never,
		},
	});
	await keyless.job("rebuild-library", {}).finished;
	expect(await keyless.ask("item", { id })).toBeNull();
	expect((await keyless.ask("health", {})).quarantined).toEqual([]);
	await keyless.close();

	const again = await openTestBook(disk);
	await expect.poll(() => again.ask("item", { id })).toMatchObject({ title: "Valves", tags: ["kept"] });
	await again.settle();
	expect((await again.ask("search", { text: "gasket", limit: 5 })).hits.length).toBe(1);
	expect((await again.log.unopened(null)).length).toBe(0);
	await again.run([{ do: "tag", id, params: { tag: "on" } }]);
	expect(await again.ask("item", { id })).toMatchObject({ tags: ["kept", "on"] });
	await again.close();
});
