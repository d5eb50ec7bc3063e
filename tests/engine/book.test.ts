import { Dexie } from "dexie";
import { IDBKeyRange } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import { PROJECTION } from "../../renderer/engine/library/schemas";
import { NOTE_IN_ROW, type Row } from "../../shared/model/item";
import { openTestBook, type TestDisk, testDisk } from "./test-book";

const create = (kind: "page" | "bookmark" | "collection", fields: Record<string, unknown>) => ({ do: "create", kind, fields }) as const;

describe("a book", () => {
	test("what was acknowledged is there after the app is opened again", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([
			create("page", { title: "Valves", body: "See [[Seals]] and #maintenance" }),
			create("bookmark", { url: "https://example.org/a", title: "A" }),
		]);
		await book.run([{ do: "rename", id: String(ids[0]), params: { title: "Gate valves" } }]);
		await book.close();
		const again = await openTestBook(disk);
		const rows = await again.ask("items", { ids });
		expect(rows.map((row) => row.title)).toEqual(["Gate valves", "A"]);
		expect(rows[0]?.tags).toEqual(["maintenance"]);
		expect(await again.ask("text", { id: String(ids[0]) })).toBe("See [[Seals]] and #maintenance");
		expect(disk.problems).toEqual([]);
		await again.close();
	});

	test("a library made again from the log gives identical answers", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([
			create("page", { title: "One", body: "[[Two]] and [[Two#Head|x]]" }),
			create("page", { title: "Two", body: "", aliases: ["Deux"] }),
		]);
		for (let n = 0; n < 5; n++) await book.run([{ do: "tag", id: String(ids[n % 2]), params: { tag: `t${n}` } }]);
		await book.run([{ do: "trash", id: String(ids[0]), params: { at: 5 } }]);
		await book.settle();
		const before = await book.library().dump();
		await book.job("rebuild-library", {}).finished;
		expect(await book.library().dump()).toEqual(before);
		expect(before.rows).toHaveLength(2);
		await book.close();
	});

	test("typing in an open page is saved as it was typed, and found", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([create("page", { title: "Notes", body: "Hello 😀 world" })]);
		const id = String(ids[0]);
		const session = await book.openText(id);
		expect(session.text).toBe("Hello 😀 world");
		expect(
			await session.push(0, [
				{
					origin: "me",
					splices: [
						{ at: 0, remove: 5, insert: "Good morning" },
						{ at: 9, remove: 5, insert: "quaternion" },
					],
				},
			]),
		).toEqual({ outcome: "accepted" });
		expect(await session.push(0, [{ origin: "me", splices: [{ at: 0, remove: 0, insert: "x" }] }])).toMatchObject({ outcome: "stale" });
		session.close();
		expect(await book.ask("text", { id })).toBe("Good morning 😀 quaternion");
		await book.settle();
		const found = await book.ask("search", { text: "quatern", limit: 5, typing: true });
		expect(found.hits.map((hit) => hit.row.id)).toEqual([id]);
		await book.close();
		const again = await openTestBook(disk);
		expect(await again.ask("text", { id })).toBe("Good morning 😀 quaternion");
		expect((await again.ask("history", { id })).length).toBe(1);
		await again.close();
	});

	test("a rename that lands while somebody types reaches the typist before their words do", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([create("page", { title: "Page", body: "see [[Old]] end" })]);
		const id = String(ids[0]);
		const session = await book.openText(id);
		const seen: string[] = [];
		session.onUpdates((version, updates) => seen.push(`${version} ${updates.map(({ origin }) => origin).join()}`));
		const rename = book.run([{ do: "retarget-links", id, params: { from: ["Old"], to: "Quite new" } }]);
		const typed = { origin: "me", splices: [{ at: 15, remove: 0, insert: "!" }] };
		const answer = await session.push(0, [typed]);
		await rename;
		if (answer.outcome !== "stale") throw new Error("the push must not be taken at positions of an older text");
		const grown = "Quite new".length - "Old".length;
		expect(await session.push(answer.updates.length, [{ origin: "me", splices: [{ at: 15 + grown, remove: 0, insert: "!" }] }])).toEqual({
			outcome: "accepted",
		});
		expect(await book.ask("text", { id })).toBe("see [[Quite new]] end!");
		expect(seen.at(-1)).toBe(`${answer.updates.length + 1} me`);
		await book.close();
	});

	test("backlinks follow names, aliases and renames", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([
			create("page", { title: "Source", body: "before [[Target page|that]] after\n[[Other name]]" }),
			create("page", { title: "Target page", aliases: ["Other name"] }),
		]);
		const [source, target] = ids.map(String) as [string, string];
		expect((await book.ask("backlinks", { id: target })).map((link) => link.context)).toEqual(["before that after", "Other name"]);
		await book.run([
			{ do: "rename", id: target, params: { title: "Goal" } },
			{ do: "retarget-links", id: source, params: { from: ["Target page"], to: "Goal" } },
		]);
		expect(await book.ask("text", { id: source })).toContain("[[Goal|that]]");
		expect(await book.ask("backlinks", { id: target })).toHaveLength(2);
		await book.close();
	});

	test("a link that was taken out of a page is no backlink any more", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([
			create("page", { title: "Source", body: "[[Target]] twice [[Target]]" }),
			create("page", { title: "Target" }),
		]);
		const [source, target] = ids.map(String) as [string, string];
		expect(await book.ask("backlinks", { id: target })).toHaveLength(2);
		await book.run([{ do: "set-body", id: source, params: { body: "once [[Target]]" } }]);
		expect(await book.ask("backlinks", { id: target })).toHaveLength(1);
		await book.run([{ do: "set-body", id: source, params: { body: "never" } }]);
		expect(await book.ask("backlinks", { id: target })).toEqual([]);
		await book.close();
	});

	test.each([1999, 2000, 2001, 50_000])("a note of %i characters can be had whole", async (length) => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const note = "n".repeat(length);
		const { ids } = await book.run([create("bookmark", { url: "https://example.org", note })]);
		const row = await book.ask("item", { id: String(ids[0]) });
		if (row?.detail.of !== "bookmark") throw new Error("not a bookmark");
		const inRow = row.detail.note;
		expect(inRow.length < NOTE_IN_ROW ? inRow : await book.ask("text", { id: row.id })).toBe(note);
		await book.close();
	});

	test("a list shows what changes while it is open", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		await book.run(
			Array.from({ length: 200 }, (_, n) => create("bookmark", { url: `https://example.org/${n}`, title: `B ${n}`, created: n + 1 })),
		);
		const totals: number[] = [];
		const list = book.list({ kinds: ["bookmark"], sort: { by: "created", descending: true } }, ({ total }) => totals.push(total));
		expect((await list.rows(0, 2)).map((row: Row) => row.title)).toEqual(["B 199", "B 198"]);
		await book.run([create("bookmark", { url: "https://example.org/new", title: "new", created: 1000 })]);
		await expect.poll(() => totals.at(-1)).toBe(201);
		expect((await list.rows(0, 1))[0]?.title).toBe("new");
		list.close();
		await book.close();
	});

	test("a refused command changes nothing, not even its neighbours", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([create("page", { title: "Kept" }), create("bookmark", { url: "https://example.org", title: "B" })]);
		await expect(
			book.run([
				{ do: "rename", id: String(ids[0]), params: { title: "Changed" } },
				{ do: "set-url", id: String(ids[1]), params: { url: "javascript:alert(1)" } },
			]),
		).rejects.toMatchObject({ code: "refused", reason: "not-a-web-address" });
		expect((await book.ask("item", { id: String(ids[0]) }))?.title).toBe("Kept");
		await book.run([{ do: "tag", id: String(ids[0]), params: { tag: "x" } }]);
		expect(await book.ask("item", { id: String(ids[0]) })).toMatchObject({ title: "Kept", tags: ["x"] });
		await book.close();
	});

	test("counts, tags, children and health say what is there", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([
			create("page", { title: "Folder", tags: ["a"] }),
			create("bookmark", { url: "https://example.org", title: "B", tags: ["a", "b"] }),
			create("bookmark", { url: "http://www.example.org/", title: "B again" }),
		]);
		await book.run([create("page", { title: "Child", parent: ids[0] })]);
		expect(await book.ask("counts", {})).toEqual({ page: 2, bookmark: 2, collection: 0, file: 0, cv: 0, trashed: 0 });
		expect(await book.ask("tags", {})).toEqual([
			{ tag: "a", count: 2 },
			{ tag: "b", count: 1 },
		]);
		expect((await book.ask("children", { kind: "page", parent: null })).map(({ title, hasChildren }) => [title, hasChildren])).toEqual([
			["Folder", true],
		]);
		expect((await book.ask("duplicates", { kind: "bookmark" })).map((group) => group.length)).toEqual([2]);
		expect(await book.ask("byKey", { kind: "bookmark", key: "example.org" })).toHaveLength(2);
		expect((await book.ask("complete", { typed: "chi", kinds: ["page"], limit: 5 })).map(({ name }) => name)).toEqual(["Child"]);
		expect(await book.ask("health", {})).toMatchObject({ envelopes: 5, items: 4, quarantined: [] });
		expect((await book.ask("newest", { kinds: ["page", "bookmark"], limit: 1 })).map(({ title }) => title)).toEqual(["Child"]);
		await book.run([{ do: "set-favourite", id: String(ids[1]), params: { favourite: true } }]);
		expect((await book.ask("favourites", { limit: 5 })).map(({ title }) => title)).toEqual(["B"]);
		await book.run([{ do: "trash", id: String(ids[1]) }]);
		expect(await book.ask("favourites", { limit: 5 })).toEqual([]);
		expect((await book.ask("counts", {})).trashed).toBe(1);
		await book.close();
	});

	test("many items changed in one go stay one change", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run(
			Array.from({ length: 300 }, (_, n) => create("bookmark", { url: `https://example.org/${n}`, title: `B ${n}` })),
		);
		await book.run(ids.map((id) => ({ do: "tag", id, params: { tag: "all" } })));
		expect(await book.ask("tags", {})).toEqual([{ tag: "all", count: 300 }]);
		await book.settle();
		const before = await book.library().dump();
		await book.job("rebuild-library", {}).finished;
		expect(await book.library().dump()).toEqual(before);
		expect((await book.log.size()).entries).toBe(3);
		await book.close();
	});
});

test("a start after a death in the middle of listing completes what was begun", async () => {
	const disk = await testDisk();
	const book = await openTestBook(disk);
	const { ids } = await book.run(Array.from({ length: 5 }, (_, n) => create("page", { title: `P ${n}`, body: `[[P ${n + 1}]]` })));
	await book.settle();
	const whole = await book.library().dump();
	await book.close();
	// As a death leaves it: rows of some, links and prose of others, and no checkpoint.
	await forget(disk, "items", ids.slice(0, 3));
	await forget(disk, "meta", ["checkpoint"]);
	const again = await openTestBook(disk);
	expect(await again.library().dump()).toEqual(whole);
	expect(disk.problems).toEqual([]);
	await again.close();
});

/** Takes rows out of a table of the library behind its back. */
async function forget(disk: TestDisk, table: string, ids: readonly string[]): Promise<void> {
	const database = new Dexie(`rxdb-dexie-library-${PROJECTION}--0--${table}`, { indexedDB: disk.indexedDB, IDBKeyRange });
	await database.open();
	await database.table("docs").bulkDelete([...ids]);
	database.close();
}
