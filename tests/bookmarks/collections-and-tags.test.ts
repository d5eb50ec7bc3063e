import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asBookmark, markdownLink } from "../../renderer/features/bookmarks/model/bookmark-row";
import {
	type CollectionRow,
	collectionForest,
	countsBelow,
	matchingPlaces,
} from "../../renderer/features/bookmarks/model/collection-forest";
import { dragData, draggedIds, ITEMS_TYPE } from "../../renderer/features/bookmarks/model/dragged-items";
import { matchingLines, tagLines } from "../../renderer/features/bookmarks/model/tag-tree";
import { memoryEngine } from "./memory-engine";

function collections(list: readonly (readonly [title: string, parent: string | null, order: string])[]): readonly CollectionRow[] {
	const engine = memoryEngine();
	const ids = new Map(list.map(([title]) => [title, engine.add("collection", { title })]));
	return list.map(([title, parent, order]) => {
		const row = engine.row(ids.get(title) ?? "");
		if (row.detail.of !== "collection") throw new Error(title);
		return { ...row, detail: row.detail, parent: parent === null ? "" : (ids.get(parent) ?? parent), order };
	});
}
const titles = (rows: readonly { readonly title: string }[] | undefined) => (rows ?? []).map((row) => row.title);

describe("collections", () => {
	test("stand in their order, each followed by those in it, with the way to it", () => {
		const forest = collectionForest(
			collections([
				["Work", null, "a1"],
				["Home", null, "a0"],
				["Valves", "Work", "a0"],
			]),
		);
		expect(forest.places.map(({ path }) => path.join("/"))).toEqual(["Home", "Work", "Work/Valves"]);
	});

	test("none is ever out of reach, whatever moves were made apart", () => {
		const names = ["A", "B", "C", "D", "E"];
		const parents = fc.array(fc.constantFrom(null, "gone", ...names), { minLength: 5, maxLength: 5 });
		fc.assert(
			fc.property(parents, (chosen) => {
				const forest = collectionForest(collections(names.map((name, index) => [name, chosen[index] ?? null, "a0"] as const)));
				expect(titles(forest.places.map(({ row }) => row)).sort()).toEqual(names);
			}),
		);
	});

	test("two that lie in each other both stand at the top; what hangs below stays below", () => {
		const forest = collectionForest(
			collections([
				["A", "B", "a0"],
				["B", "A", "a0"],
				["C", "A", "a0"],
			]),
		);
		expect(titles(forest.children.get(null)).sort()).toEqual(["A", "B"]);
		const a = forest.places.find(({ row }) => row.title === "A")?.row.id ?? "";
		expect(titles(forest.children.get(a))).toEqual(["C"]);
	});

	test("a collection counts what lies below it as well", () => {
		const forest = collectionForest(
			collections([
				["Work", null, "a0"],
				["Valves", "Work", "a0"],
				["Home", null, "a1"],
			]),
		);
		const [work, valves, home] = ["Work", "Valves", "Home"].map(
			(title) => forest.places.find(({ row }) => row.title === title)?.row.id ?? "",
		);
		const counts = countsBelow(forest, { [work ?? ""]: 2, [valves ?? ""]: 3, "": 9 });
		expect([counts.get(work ?? ""), counts.get(valves ?? ""), counts.get(home ?? "")]).toEqual([5, 3, 0]);
	});

	test("are found by letters of their name or of the way to them, those that begin with them first", () => {
		const forest = collectionForest(
			collections([
				["Old valves", null, "a0"],
				["Valves", null, "a1"],
				["Seals", "Valves", "a0"],
			]),
		);
		expect(titles(matchingPlaces(forest, "valv", 9).map(({ row }) => row))).toEqual(["Valves", "Old valves", "Seals"]);
		expect(matchingPlaces(forest, "nothing", 9)).toEqual([]);
	});
});

describe("tags", () => {
	const lines = tagLines([
		{ tag: "tools/hand", count: 2 },
		{ tag: "valves", count: 5 },
		{ tag: "tools/power/drills", count: 1 },
	]);

	test("nested ones stand below their parent, also when the parent is no tag itself", () => {
		expect(lines.map(({ tag, depth, count }) => [tag, depth, count])).toEqual([
			["tools", 0, 0],
			["tools/hand", 1, 2],
			["tools/power", 1, 0],
			["tools/power/drills", 2, 1],
			["valves", 0, 5],
		]);
	});

	test("one that is found shows the parents that lead to it", () => {
		expect(matchingLines(lines, "DRILL").map(({ tag }) => tag)).toEqual(["tools", "tools/power", "tools/power/drills"]);
	});
});

describe("what leaves the list", () => {
	const engine = memoryEngine();
	const id = engine.add("bookmark", { url: "https://x.example/a(b)", title: "Seals [new]" });
	const row = asBookmark(engine.row(id));
	if (row === null) throw new Error("no bookmark");

	test("a Markdown link survives brackets in title and address", () => {
		expect(markdownLink(row)).toBe("[Seals \\[new\\]](https://x.example/a%28b%29)");
	});

	test("a drag says which bookmarks it carries; anything else carries none", () => {
		expect(draggedIds(dragData([id], [row])[ITEMS_TYPE] ?? "")).toEqual([id]);
		for (const odd of ["", "no json", "{}", '["x"]', "[1]", `["${id}", null]`]) {
			expect(draggedIds(odd)).toEqual(odd.includes(id) ? [id] : []);
		}
	});
});
