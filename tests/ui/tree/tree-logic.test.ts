import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placementFor, zoneAt } from "../../../renderer/ui/tree/drop-place";
import { type Ordered, placeAmong } from "../../../renderer/ui/tree/place-among";
import { type PressedKey, seek, treeIntent } from "../../../renderer/ui/tree/tree-keys";
import type { TreeChildren, TreeEntry } from "../../../renderer/ui/tree/tree-source";
import { type NodeLine, visibleLines } from "../../../renderer/ui/tree/visible-lines";

const entry = (id: string, hasChildren = false): TreeEntry => ({ id, label: id, hasChildren });
const ready = (...entries: TreeEntry[]): TreeChildren => ({ is: "ready", entries });
const key = (name: string, more: Partial<PressedKey> = {}): PressedKey => ({
	key: name,
	altKey: false,
	ctrlKey: false,
	metaKey: false,
	shiftKey: false,
	...more,
});

const known = new Map<string | null, TreeChildren>([
	[null, ready(entry("art", true), entry("books"), entry("cars", true))],
	["art", ready(entry("oil"), entry("ink"))],
	["cars", { is: "failed" }],
]);
const lines = visibleLines(known, new Set(["art"]));
const ids = (shown: typeof lines) => shown.map((line) => (line.is === "node" ? line.entry.id : "!"));
const node = (id: string): NodeLine => {
	const found = lines.find((line) => line.is === "node" && line.entry.id === id);
	if (found?.is !== "node") throw new Error(id);
	return found;
};

describe("what of a tree is on show", () => {
	test("children of open entries follow their parent, closed ones stay hidden", () => {
		expect(ids(lines)).toEqual(["art", "oil", "ink", "books", "cars"]);
		expect(node("ink")).toMatchObject({ level: 2, position: 2, siblings: 2, parent: "art" });
	});

	test("a branch that could not be read says so in its place", () => {
		expect(ids(visibleLines(known, new Set(["cars"])))).toEqual(["art", "books", "cars", "!"]);
	});

	test("entries that contain each other do not hang the tree", () => {
		const loop = new Map<string | null, TreeChildren>([
			[null, ready(entry("a", true))],
			["a", ready(entry("b", true))],
			["b", ready(entry("a", true))],
		]);
		expect(ids(visibleLines(loop, new Set(["a", "b"])))).toEqual(["a", "b"]);
	});
});

describe("keys in a tree", () => {
	test.each([
		["ArrowDown", "art", { do: "focus", id: "oil" }],
		["ArrowUp", "art", null],
		["ArrowUp", "books", { do: "focus", id: "ink" }],
		["Home", "ink", { do: "focus", id: "art" }],
		["End", "ink", { do: "focus", id: "cars" }],
		["ArrowRight", "art", { do: "focus", id: "oil" }],
		["ArrowRight", "cars", { do: "expand", ids: ["cars"] }],
		["ArrowRight", "books", null],
		["ArrowLeft", "art", { do: "collapse", id: "art" }],
		["ArrowLeft", "ink", { do: "focus", id: "art" }],
		["Enter", "ink", { do: "choose", id: "ink" }],
		["F2", "ink", { do: "rename", id: "ink" }],
		["Delete", "ink", { do: "remove", id: "ink" }],
		["*", "books", { do: "expand", ids: ["art", "cars"] }],
	])("%s on %s", (name, at, intent) => {
		expect(treeIntent(key(name), lines, at)).toEqual(intent);
	});

	test.each([
		["ArrowUp", "ink", { id: "ink", parent: "art", before: "oil" }],
		["ArrowDown", "art", { id: "art", parent: null, before: "cars" }],
		["ArrowDown", "books", { id: "books", parent: null, before: null }],
		["ArrowRight", "books", { id: "books", parent: "art", before: null }],
		["ArrowLeft", "ink", { id: "ink", parent: null, before: "books" }],
	])("Alt+%s moves %s without a mouse", (name, at, placement) => {
		expect(treeIntent(key(name, { altKey: true }), lines, at)).toEqual({ do: "place", placement });
	});

	test("an entry that is locked is neither renamed, moved nor removed", () => {
		const locked = visibleLines(new Map([[null, ready(entry("a"), { ...entry("b"), locked: true })]]), new Set());
		for (const pressed of [key("F2"), key("Delete"), key("ArrowUp", { altKey: true })]) {
			expect(treeIntent(pressed, locked, "b")).toBeNull();
		}
	});

	test("letters find the next entry that begins with them, round the end", () => {
		expect(seek(lines, "cars", "b")).toBe("books");
		expect(seek(lines, "art", "in")).toBe("ink");
		expect(seek(lines, "art", "z")).toBeNull();
	});
});

describe("dropping in a tree", () => {
	test("the middle of a line means into it, its edges beside it", () => {
		expect([zoneAt(2, 28), zoneAt(14, 28), zoneAt(26, 28)]).toEqual(["before", "inside", "after"]);
	});

	test("nothing can be put into itself or what it contains", () => {
		expect(placementFor(lines, "art", node("ink"), "inside")).toBeNull();
		expect(placementFor(lines, "art", node("ink"), "after")).toBeNull();
		expect(placementFor(lines, "art", node("art"), "before")).toBeNull();
	});

	test("below the last child is the end of that parent; below an open parent is its beginning", () => {
		expect(placementFor(lines, "books", node("ink"), "after")).toEqual({ id: "books", parent: "art", before: null });
		expect(placementFor(lines, "books", node("art"), "after")).toEqual({ id: "books", parent: "art", before: "oil" });
	});
});

describe("order among siblings", () => {
	const orderKeys = fc.oneof(fc.constantFrom("a0", "a1", "a2", "a1V", "Zz"), fc.string({ maxLength: 4 }));
	const siblings = fc
		.array(orderKeys, { maxLength: 8 })
		.map((keys) => [...keys].sort().map((order, index): Ordered => ({ id: `s${index}`, order })));

	test("after a move everything stands where it was put, whatever keys were there", () => {
		fc.assert(
			fc.property(siblings, fc.nat(8), fc.nat(8), fc.boolean(), (list, from, to, outsider) => {
				const moving = outsider ? ["new"] : [list[from % Math.max(list.length, 1)]?.id ?? "new"];
				const staying = list.filter((sibling) => !moving.includes(sibling.id));
				const before = staying[to]?.id ?? null;
				const changes = new Map(placeAmong(list, moving, before).map((change) => [change.id, change.order]));
				const after = [...staying, ...moving.map((id) => ({ id, order: "" }))]
					.map(({ id, order }) => ({ id, order: changes.get(id) ?? order }))
					.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
					.map(({ id }) => id);
				const at = before === null ? staying.length : staying.findIndex(({ id }) => id === before);
				const wanted = staying.map(({ id }) => id);
				wanted.splice(at, 0, ...moving);
				expect(after).toEqual(wanted);
			}),
		);
	});

	test("where there is room only what moves is written", () => {
		const list = ["a0", "a1", "a2"].map((order, index) => ({ id: `s${index}`, order }));
		expect(placeAmong(list, ["s2"], "s1").map(({ id }) => id)).toEqual(["s2"]);
	});
});
