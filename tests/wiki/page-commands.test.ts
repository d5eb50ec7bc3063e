import { describe, expect, it } from "vitest";
import type { Engine } from "../../renderer/engine/contract";
import { contributorsOf, shownSpans } from "../../renderer/features/wiki/page/contributors";
import { findMention, linkMention, linkText } from "../../renderer/features/wiki/page/link-mention";
import { createPage, placePage, renamePage, trashPages, withDescendants } from "../../renderer/features/wiki/page/page-commands";
import { placeOf, sectionOf } from "../../renderer/features/wiki/rendering/section";

/** An engine that knows fixed answers. */
function asks(answers: Readonly<Record<string, (params: never) => unknown>>): Pick<Engine, "ask"> {
	return { ask: (name, params) => Promise.resolve(answers[name]?.(params as never)) as never };
}

const page = (id: string, title = id, more: object = {}) => ({ id, title, kind: "page", readOnly: 0, order: "a0", ...more });

describe("renaming a page", () => {
	const engine = asks({ backlinks: () => [{ from: page("b") }, { from: page("b") }, { from: page("c", "c", { readOnly: 1 }) }] });

	it("makes the links of other pages follow, each page once, all in one step", async () => {
		expect(await renamePage(engine, { id: "a", title: "Old" }, "New")).toEqual([
			{ do: "rename", id: "a", params: { title: "New" } },
			{ do: "retarget-links", id: "b", params: { from: ["Old"], to: "New" } },
		]);
	});

	it("leaves links alone when only the case changes: they lead there as they are", async () => {
		expect(await renamePage(engine, { id: "a", title: "old" }, "Old")).toHaveLength(1);
	});
});

describe("placing pages", () => {
	const children: Readonly<Record<string, readonly object[]>> = {
		"": [page("a", "a", { order: "a0" }), page("b", "b", { order: "a1" })],
		a: [page("a1")],
		a1: [page("a2")],
		a2: [page("a")],
	};
	const engine = asks({ children: ({ parent }: { parent: string | null }) => children[parent ?? ""] ?? [] });

	it("puts a new page last", async () => {
		const [create] = await createPage(engine, { title: "New", parent: null });
		const order = create !== undefined && "fields" in create ? String(create.fields.order) : "";
		expect(order > "a1").toBe(true);
	});

	it("puts a page in front of another", async () => {
		const [move] = await placePage(engine, "x", null, "b");
		expect(move).toMatchObject({ do: "move", id: "x", params: { parent: null } });
		const { order } = (move as { params: { order: string } }).params;
		expect(order > "a0" && order < "a1").toBe(true);
	});

	it("takes what lies in a page to the trash with it, even where pages lie in a circle, and knows the way back", async () => {
		const ids = await withDescendants(engine, "a");
		expect(ids).toEqual(["a", "a1", "a2"]);
		expect(trashPages(ids, 5).undo.map((command) => "id" in command && command.id)).toEqual(ids);
	});
});

describe("words that mention a page", () => {
	it("are found outside links and code only", () => {
		const text = "[[Valve seals]] and `Valve seals` and valve  seals here, Valve sealsx not";
		const place = findMention(text, ["Valve seals"], "");
		expect(place && text.slice(place.from, place.to)).toBe("valve  seals");
		expect(findMention("[[Valve seals]]", ["Valve seals"], "")).toBeNull();
		expect(findMention("anything", ["", "  "], "")).toBeNull();
	});

	it("become a link that reads as before", async () => {
		expect(linkText("Valve", "valve")).toBe("[[Valve|valve]]");
		const opens = (text: string): Pick<Engine, "openText"> => ({
			openText: () => Promise.resolve({ text, version: 0, push: () => Promise.reject(), onUpdates: () => () => {}, close: () => {} }),
		});
		const change = await linkMention(opens("See the valve."), { from: page("m"), context: "See the valve." } as never, "Valve", ["Valve"]);
		expect(change?.commands).toEqual([{ do: "replace-text", id: "m", params: { at: 8, expected: "valve", insert: "[[Valve|valve]]" } }]);
		expect(change?.undo).toEqual([{ do: "replace-text", id: "m", params: { at: 8, expected: "[[Valve|valve]]", insert: "valve" } }]);
	});
});

describe("who wrote what", () => {
	const spans = [
		{ from: 0, to: 10, author: "self", time: 5 },
		{ from: 10, to: 40, author: "ab", time: 9 },
		{ from: 40, to: 45, author: "self", time: 7 },
	];
	const people = contributorsOf(spans, (author) => (author === "self" ? "Marta Ruiz" : author));

	it("names people by how much of the text is theirs", () => {
		expect(people.map(({ name, colour, last }) => [name, colour, last])).toEqual([
			["ab", 0, 9],
			["Marta Ruiz", 1, 7],
		]);
		expect(people.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
	});

	it("colours every span", () => {
		expect(shownSpans(spans, people, (name) => name).map(({ colour }) => colour)).toEqual([1, 0, 1]);
	});
});

describe("a part of a page", () => {
	const text = "intro\n\n# One\n\na\n\n## Two\n\nb ^block\n\n# Three\n\nc";

	it("reaches from its heading to the next of its rank", () => {
		expect(sectionOf(text, "One")).toBe("# One\n\na\n\n## Two\n\nb ^block\n\n");
		expect(sectionOf(text, "one#two")).toBe("## Two\n\nb ^block\n\n");
		expect(sectionOf(text, "Nowhere")).toBe(text);
	});

	it("is found by its block name", () => {
		expect(sectionOf(text, "^block")).toBe("b");
		expect(placeOf(text, "^block")).toBe(text.indexOf("b ^block"));
		expect(placeOf(text, "^none")).toBeNull();
	});
});
