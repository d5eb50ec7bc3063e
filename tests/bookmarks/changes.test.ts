import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edits, formOf } from "../../renderer/features/bookmarks/model/bookmark-form";
import { type BookmarkRow, bookmarksIn } from "../../renderer/features/bookmarks/model/bookmark-row";
import { type BulkChange, bulkChange, touched } from "../../renderer/features/bookmarks/model/bulk-change";
import { keptByDefault, mergeDuplicates, mergedFields } from "../../renderer/features/bookmarks/model/merge-duplicates";
import { removeKeepingContents, removeWithContents } from "../../renderer/features/bookmarks/model/remove-collection";
import type { Row } from "../../shared/model/item";
import { type MemoryEngine, memoryEngine } from "./memory-engine";

const tag = fc.constantFrom("a", "b", "a/c", "valves", "to do", "é");
const bookmark = fc.record({
	url: fc.constantFrom("https://x.example/1", "http://www.x.example/1/", "https://x.example/1#part"),
	title: fc.constantFrom("", "Title", "Another title"),
	note: fc.constantFrom("", "First note", "First note and more", "Second\n\nnote"),
	tags: fc.uniqueArray(tag, { maxLength: 4 }),
	toRead: fc.boolean(),
	favourite: fc.boolean(),
	created: fc.integer({ min: 1, max: 2_000_000_000_000 }),
});
const bookmarks = fc.array(bookmark, { minLength: 2, maxLength: 6 });

function bookOf(list: readonly Readonly<Record<string, unknown>>[]): { engine: MemoryEngine; ids: readonly string[]; place: string } {
	const engine = memoryEngine();
	const place = engine.add("collection", { title: "Place" });
	return { engine, place, ids: list.map((fields) => engine.add("bookmark", fields)) };
}

const rowsOf = (engine: MemoryEngine, ids: readonly string[]): readonly BookmarkRow[] => bookmarksIn(ids.map(engine.row));
/** What a person can see of it: not when it was last changed. */
const visible = ({ updated, byUpdated, ...row }: Row) => row;
const noteOf = (row: BookmarkRow) => row.detail.note;

describe("a change to many bookmarks at once", () => {
	const change = (place: string) =>
		fc.oneof(
			fc.record({ do: fc.constant("add-tags" as const), tags: fc.array(tag, { maxLength: 3 }) }),
			fc.record({ do: fc.constant("remove-tags" as const), tags: fc.array(tag, { maxLength: 3 }) }),
			fc.constant<BulkChange>({ do: "move", to: place, after: null }),
			fc.record({ do: fc.constant("to-read" as const), toRead: fc.boolean() }),
			fc.record({ do: fc.constant("favourite" as const), favourite: fc.boolean() }),
			fc.constant<BulkChange>({ do: "trash", at: 5 }),
		);

	test("undoing it leaves every bookmark exactly as it was", async () => {
		await fc.assert(
			fc.asyncProperty(bookmarks, fc.gen(), async (list, pick) => {
				const { engine, ids, place } = bookOf(list);
				const before = ids.map((id) => visible(engine.row(id)));
				const wanted = pick(() => change(place));
				const { commands, undo } = bulkChange(rowsOf(engine, ids), wanted);
				await engine.run(commands);
				await engine.run(undo);
				expect(ids.map((id) => visible(engine.row(id)))).toEqual(before);
			}),
			{ numRuns: 60 },
		);
	});

	test("adding tags leaves the other tags alone and counts only the bookmarks that lacked them", async () => {
		const { engine, ids } = bookOf([
			{ url: "https://x.example/1", tags: ["a"] },
			{ url: "https://x.example/2", tags: ["valves"] },
		]);
		const added = bulkChange(rowsOf(engine, ids), { do: "add-tags", tags: ["#a", " a "] });
		expect(touched(added)).toBe(1);
		await engine.run(added.commands);
		expect(ids.map((id) => engine.row(id).tags)).toEqual([["a"], ["a", "valves"]]);
	});

	test("moved bookmarks keep their order and stand behind those already there", async () => {
		const { engine, ids, place } = bookOf(["1", "2", "3"].map((path) => ({ url: `https://x.example/${path}` })));
		await engine.run(bulkChange(rowsOf(engine, ids), { do: "move", to: place, after: "a5" }).commands);
		const orders = ids.map((id) => engine.row(id).order);
		expect(["a5", ...orders]).toEqual(["a5", ...orders].sort());
		expect(new Set(orders).size).toBe(3);
		expect(ids.map((id) => engine.row(id).parent)).toEqual([place, place, place]);
	});

	test("what a newer version wrote is not touched", () => {
		const { engine, ids } = bookOf([{ url: "https://x.example/1" }]);
		const locked = rowsOf(engine, ids).map((row): BookmarkRow => ({ ...row, readOnly: 1 }));
		expect(bulkChange(locked, { do: "trash", at: 1 }).commands).toEqual([]);
	});
});

describe("merging duplicates", () => {
	test("nothing that was written about the place is lost, and one undo brings all back", async () => {
		await fc.assert(
			fc.asyncProperty(bookmarks, fc.nat(), async (list, choice) => {
				const { engine, ids } = bookOf(list);
				const group = rowsOf(engine, ids);
				const before = ids.map((id) => visible(engine.row(id)));
				const kept = group[choice % group.length];
				if (kept === undefined) throw new Error("empty group");
				const { commands, undo } = mergeDuplicates(kept, group, noteOf, 7);
				await engine.run(commands);

				const [after] = rowsOf(engine, [kept.id]);
				expect(engine.rowsOf("bookmark").map((row) => row.id)).toEqual([kept.id]);
				for (const row of group) {
					for (const own of row.tags) expect(after?.tags).toContain(own);
					expect(after?.detail.note).toContain(row.detail.note.trim());
				}
				expect(after?.detail.toRead).toBe(list.some(({ toRead }) => toRead));
				expect(after?.favourite).toBe(list.some(({ favourite }) => favourite) ? 1 : 0);

				await engine.run(undo);
				expect(ids.map((id) => visible(engine.row(id)))).toEqual(before);
			}),
			{ numRuns: 60 },
		);
	});

	test("the one saved first is kept unless the person says otherwise", () => {
		const { engine, ids } = bookOf([
			{ url: "https://x.example", created: 30 },
			{ url: "https://x.example", created: 10 },
			{ url: "https://x.example", created: 20 },
		]);
		expect(keptByDefault(rowsOf(engine, ids))?.id).toBe(ids[1]);
	});

	test("a note that says the same is not written twice; a title that is only the address gives way", () => {
		const { engine, ids } = bookOf([
			{ url: "https://x.example", title: "", note: "Good" },
			{ url: "https://x.example", title: "Valves", note: "Good to know" },
			{ url: "https://x.example", title: "Other", note: "Good to know" },
		]);
		const [kept, ...rest] = rowsOf(engine, ids);
		if (kept === undefined) throw new Error("nothing to keep");
		expect(mergedFields(kept, [kept, ...rest], noteOf)).toMatchObject({ title: "Valves", note: "Good to know" });
	});

	test("notes are joined whole, not as far as a row carries them", () => {
		const long = "n".repeat(5000);
		const { engine, ids } = bookOf([
			{ url: "https://x.example", note: "short" },
			{ url: "https://x.example", note: long },
		]);
		const group = rowsOf(engine, ids);
		const [kept] = group;
		if (kept === undefined) throw new Error("nothing to keep");
		const merged = mergedFields(kept, group, (row) => (row.id === ids[1] ? long : row.detail.note));
		expect(merged.note).toBe(`short\n\n${long}`);
	});
});

describe("editing one bookmark", () => {
	test("writes only what differs, and knows the way back", async () => {
		const { engine, ids, place } = bookOf([{ url: "https://x.example", title: "Old", note: "n", tags: ["a", "b"] }]);
		const [row] = rowsOf(engine, ids);
		if (row === undefined) throw new Error("no row");
		const before = formOf(row, "n");
		expect(edits(row, before, before, "a0").commands).toEqual([]);
		const seen = visible(engine.row(row.id));
		const change = edits(row, before, { ...before, title: "New", tags: ["b", "c"], collection: place }, "a1");
		expect(change.commands.map(({ do: name }) => name)).toEqual(["rename", "tag", "untag", "move"]);
		await engine.run(change.commands);
		expect(engine.row(row.id)).toMatchObject({ title: "New", tags: ["b", "c"], parent: place });
		await engine.run(change.undo);
		expect(visible(engine.row(row.id))).toEqual(seen);
	});
});

describe("taking a collection away", () => {
	test("what is in it moves up, or goes along; either way one undo brings it back", async () => {
		const { engine, ids, place } = bookOf([{ url: "https://x.example" }]);
		const inner = engine.add("collection", { title: "Inner", parent: place });
		const deep = engine.add("bookmark", { url: "https://y.example", parent: inner });
		const everything = [...ids, inner, place, deep];
		const before = everything.map((id) => visible(engine.row(id)));

		const kept = removeKeepingContents(engine.row(inner), [engine.row(deep)], 9);
		await engine.run(kept.commands);
		expect(engine.row(deep)).toMatchObject({ parent: place, trashed: 0 });
		expect(engine.row(inner).trashed).toBe(1);
		await engine.run(kept.undo);
		expect(everything.map((id) => visible(engine.row(id)))).toEqual(before);

		const gone = removeWithContents(engine.row(place), [inner, deep], 9);
		await engine.run(gone.commands);
		expect([place, inner, deep].map((id) => engine.row(id).trashed)).toEqual([1, 1, 1]);
		await engine.run(gone.undo);
		expect(everything.map((id) => visible(engine.row(id)))).toEqual(before);
	});
});
