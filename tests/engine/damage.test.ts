import { Dexie } from "dexie";
import { IDBKeyRange } from "fake-indexeddb";
import sodium from "libsodium-wrappers-sumo";
import { describe, expect, test } from "vitest";
import { initialChanges } from "../../renderer/engine/documents/initial-change";
import { LogFull } from "../../renderer/engine/log/log-store";
import { openMemoryIndex } from "../../renderer/engine/search/in-process";
import { SearchError, type SearchIndex } from "../../renderer/engine/search/search-index";
import { toDocument } from "../../shared/model/document";
import { newItemId } from "../../shared/model/ids";
import { pageModel } from "../../shared/model/page";
import { openTestBook, type TestDisk, testDisk } from "./test-book";

/** Changes one byte of a stored envelope, as a failing disk does. */
async function damageEntry(disk: TestDisk, seq: number): Promise<void> {
	const database = new Dexie("log", { indexedDB: disk.indexedDB, IDBKeyRange });
	await database.open();
	const entry = await database.table("envelopes").get(seq);
	const bytes = Uint8Array.from(entry.bytes);
	bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 0xff;
	await database.table("envelopes").put({ ...entry, bytes });
	database.close();
}

/** Takes the damage out of what is in quarantine: as a program reads it that is cleverer. */
async function mendQuarantine(disk: TestDisk): Promise<void> {
	const database = new Dexie("log", { indexedDB: disk.indexedDB, IDBKeyRange });
	await database.open();
	for (const entry of await database.table("quarantine").toArray()) {
		const bytes = Uint8Array.from(entry.bytes);
		bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 0xff;
		await database.table("quarantine").put({ ...entry, bytes });
	}
	database.close();
}

const page = (title: string, body = "text") => ({ do: "create", kind: "page", fields: { title, body } }) as const;

describe("when something is damaged", () => {
	test("a full disk is told, nothing acknowledged is lost, and writing goes on when there is room again", async () => {
		const disk = await testDisk();
		let full = false;
		disk.wrapLog = (log) => ({ ...log, append: async (entries) => (full ? Promise.reject(new LogFull()) : log.append(entries)) });
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("Kept")]);
		const id = String(ids[0]);
		const session = await book.openText(id);
		full = true;
		await expect(book.run([{ do: "rename", id, params: { title: "Lost?" } }])).rejects.toMatchObject({ code: "disk-full" });
		const edit = [{ origin: "me", splices: [{ at: 4, remove: 0, insert: " and more" }] }];
		await expect(session.push(0, edit)).rejects.toMatchObject({ code: "disk-full" });
		expect(book.saveState()).toMatchObject({ pending: 0, problem: "disk-full" });
		full = false;
		expect(await session.push(0, edit)).toEqual({ outcome: "accepted" });
		expect(book.saveState().problem).toBeNull();
		expect(await book.ask("text", { id })).toBe("text and more");
		expect((await book.ask("item", { id }))?.title).toBe("Kept");
		await book.close();
		const again = await openTestBook(disk);
		expect(await again.ask("text", { id })).toBe("text and more");
		await again.close();
	});

	test("a damaged log entry is put aside and named; the rest works", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("First", "one"), page("Second", "two")]);
		await book.close();
		await damageEntry(disk, 2);
		const again = await openTestBook(disk);
		await again.job("rebuild-library", {}).finished;
		expect(await again.ask("text", { id: String(ids[1]) })).toBe("two");
		expect(await again.ask("item", { id: String(ids[0]) })).toBeNull();
		const { quarantined } = await again.ask("health", {});
		expect(quarantined).toMatchObject([{ why: "cannot-open", items: [ids[0]] }]);
		await again.run([{ do: "tag", id: String(ids[1]), params: { tag: "alive" } }]);
		await again.close();
	});

	test.each([
		{ by: "another program", request: false },
		{ by: "request", request: true },
	])("what was put aside is tried again by $by, and comes back when it can be read", async ({ request }) => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("First", "one"), page("Second", "two")]);
		const id = String(ids[0]);
		await book.run([{ do: "tag", id, params: { tag: "kept" } }]);
		await book.close();
		await damageEntry(disk, 4);
		const without = await openTestBook(disk);
		await without.job("rebuild-library", {}).finished;
		expect((await without.ask("item", { id }))?.tags).toEqual([]);
		await without.close();
		// Tried once, by the first start of this program after the library was made again.
		await (await openTestBook(disk)).close();
		await mendQuarantine(disk);
		const same = await openTestBook(disk);
		expect((await same.ask("health", {})).quarantined).toHaveLength(1);
		await same.run([{ do: "tag", id, params: { tag: "later" } }]);
		if (request) await same.job("read-again", {}).finished;
		await same.close();
		if (!request) disk.program = "a newer one";
		const newer = await openTestBook(disk);
		expect((await newer.ask("health", {})).quarantined).toEqual([]);
		await expect.poll(async () => (await newer.ask("item", { id }))?.tags).toEqual(["kept", "later"]);
		await newer.run([{ do: "tag", id, params: { tag: "on" } }]);
		await newer.settle();
		const before = await newer.library().dump();
		await newer.job("rebuild-library", {}).finished;
		expect(await newer.library().dump()).toEqual(before);
		expect((await newer.ask("item", { id }))?.tags).toEqual(["kept", "later", "on"]);
		await newer.close();
	});

	test("writing on an item that lost an entry never uses an actor's number twice", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("Item", "one")]);
		const id = String(ids[0]);
		await book.run([{ do: "tag", id, params: { tag: "lost" } }]);
		await book.close();
		await damageEntry(disk, 3);
		const again = await openTestBook(disk);
		await again.job("rebuild-library", {}).finished;
		await again.run([{ do: "tag", id, params: { tag: "new" } }]);
		expect((await again.ask("item", { id }))?.tags).toEqual(["new"]);
		const entries = await again.log.positionsOf(id, 0);
		expect(entries).toHaveLength(2);
		await again.close();
	});

	test("a library that cannot be opened is made again", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("Still here")]);
		await book.close();
		for (const { name } of await disk.indexedDB.databases()) {
			if (!name?.includes("library")) continue;
			disk.indexedDB.deleteDatabase(name);
			const broken = disk.indexedDB.open(name, 99);
			broken.onsuccess = () => broken.result.close();
		}
		const again = await openTestBook(disk);
		expect((await again.ask("item", { id: String(ids[0]) }))?.title).toBe("Still here");
		await again.close();
	});

	test("an item of a newer version is shown and cannot be changed", async () => {
		const disk = await testDisk();
		const former = await openTestBook(disk);
		const { sealer, held } = await former.desk();
		const id = newItemId((bytes) => crypto.getRandomValues(bytes));
		const fields = pageModel.make({ title: "From the future", body: "words" }, 1);
		const change = initialChanges(sealer.actor, sodium.crypto_hash_sha256)(
			{ ...toDocument(pageModel, fields), model: 99, hologram: true },
			1,
		);
		await sealer.append([{ space: held.privateSpace, lane: "content", items: [{ id, changes: [change] }] }], 1);
		await former.close();
		const book = await openTestBook(disk);
		expect(await book.ask("item", { id })).toMatchObject({ title: "From the future", readOnly: 1 });
		expect(await book.ask("text", { id })).toBe("words");
		await expect(book.run([{ do: "rename", id, params: { title: "x" } }])).rejects.toMatchObject({ code: "read-only" });
		const session = await book.openText(id);
		await expect(session.push(0, [{ origin: "me", splices: [{ at: 0, remove: 1, insert: "" }] }])).rejects.toMatchObject({
			code: "read-only",
		});
		await book.close();
	});
});

describe("when the search index loses what it had", () => {
	test("it is filled again from the log without anybody asking", async () => {
		const disk = await testDisk();
		let index = await openMemoryIndex();
		disk.openSearch = async () => ({
			...bound(index),
			apply: async (batch) => {
				if (!broken) return index.apply(batch);
				broken = false;
				index = await openMemoryIndex();
				throw new SearchError("stopped", "the index is gone");
			},
		});
		let broken = false;
		const book = await openTestBook(disk);
		await book.run([page("Before", "gasket")]);
		await book.settle();
		broken = true;
		await book.run([page("After", "gasket")]);
		await expect.poll(async () => (await book.ask("search", { text: "gasket", limit: 5 })).hits.length).toBe(2);
		await book.close();
	});

	test("one that dies while it is asked is asked again, and what comes next does not hide what it had", async () => {
		const disk = await testDisk();
		let opened = 0;
		let dead = false;
		disk.openSearch = async () => {
			opened += 1;
			const index = await openMemoryIndex();
			const mine = opened;
			return {
				...bound(index),
				search: async (query, options) => {
					if (mine === 1 && dead) throw new SearchError("stopped", "the index is gone");
					return index.search(query, options);
				},
			};
		};
		const book = await openTestBook(disk);
		await book.run([page("Before", "gasket")]);
		await book.settle();
		dead = true;
		const asked = book.ask("search", { text: "gasket", limit: 5 });
		await book.run([page("After", "gasket")]);
		await expect(asked).resolves.toMatchObject({ more: false });
		await expect.poll(async () => (await book.ask("search", { text: "gasket", limit: 5 })).hits.length).toBe(2);
		expect(opened).toBe(2);
		await book.close();
	});
});

/** The methods of an index as plain functions, so that one of them can be replaced. */
function bound(index: SearchIndex): SearchIndex {
	return {
		apply: (batch) => index.apply(batch),
		checkpoint: () => index.checkpoint(),
		search: (query, options) => index.search(query, options),
		mentions: (phrase, limit) => index.mentions(phrase, limit),
		clear: () => index.clear(),
		state: () => index.state(),
		close: () => index.close(),
	};
}
