import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { EngineError } from "../../renderer/engine/contract";
import { useNavigation } from "../../renderer/ui/navigation";
import { memoryEngine } from "./memory-engine";
import { openBookmarks as open, rowFor, toastUndo } from "./open-bookmarks";

describe("the dialog for a bookmark", () => {
	test("says why a script is refused, and takes an address without its scheme", async () => {
		const { user, engine } = await open(memoryEngine());
		await user.click((await screen.findAllByRole("button", { name: "Add a bookmark" }))[0] ?? document.body);
		const address = await screen.findByRole("textbox", { name: "Address" });
		await user.type(address, "javascript:alert(1)");
		await user.click(screen.getByRole("button", { name: "Add" }));
		expect(screen.getByText(/begins with javascript: is a program, not a place/)).toBeTruthy();
		expect(engine.ran).toEqual([]);
		await user.clear(address);
		await user.type(address, "example.org/valves");
		await user.type(screen.getByRole("textbox", { name: "Title" }), "Valves");
		await user.click(screen.getByRole("button", { name: "Add" }));
		await rowFor("Valves");
		expect(engine.rowsOf("bookmark")[0]?.detail).toMatchObject({ url: "https://example.org/valves" });
	});

	test("warns at once when the place is already saved, and leads to that one", async () => {
		const engine = memoryEngine();
		const there = engine.add("bookmark", { url: "https://example.org/valves/", title: "Valves" });
		const { user } = await open(engine);
		await rowFor("Valves");
		await user.click(screen.getByRole("button", { name: "Add a bookmark" }));
		await user.type(await screen.findByRole("textbox", { name: "Address" }), "www.example.org/valves?utm_source=mail");
		expect(await screen.findByText(/^Already saved on/)).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Show that one" }));
		expect(useNavigation.getState().route).toEqual({ screen: "bookmarks", item: there });
		expect(screen.queryByRole("dialog")).toBeNull();
	});

	test("makes a new collection together with the bookmark", async () => {
		const { user, engine } = await open(memoryEngine());
		await user.click((await screen.findAllByRole("button", { name: "Add a bookmark" }))[0] ?? document.body);
		await user.type(await screen.findByRole("textbox", { name: "Address" }), "example.org");
		await user.type(screen.getByRole("combobox", { name: "Collection" }), "North");
		await user.click(await screen.findByText("New collection “North”"));
		await user.click(screen.getByRole("button", { name: "Add" }));
		await waitFor(() => expect(engine.ran).toHaveLength(1));
		const [collection] = engine.rowsOf("collection");
		expect(collection?.title).toBe("North");
		expect(engine.rowsOf("bookmark")[0]?.parent).toBe(collection?.id);
	});

	test("keeps what was typed when it could not be saved, and says why", async () => {
		const { user, engine } = await open(memoryEngine());
		await user.click((await screen.findAllByRole("button", { name: "Add a bookmark" }))[0] ?? document.body);
		await user.type(await screen.findByRole("textbox", { name: "Address" }), "example.org");
		await user.type(screen.getByRole("textbox", { name: "Note" }), "Much thought");
		engine.failWith(new EngineError("disk-full", "no room"));
		await user.click(screen.getByRole("button", { name: "Add" }));
		await screen.findByRole("button", { name: "Copy details" });
		expect(screen.getByRole("textbox", { name: "Note" })).toHaveProperty("value", "Much thought");
		engine.failWith(null);
		await user.click(screen.getByRole("button", { name: "Add" }));
		await waitFor(() => expect(engine.rowsOf("bookmark")).toHaveLength(1));
	});

	test("E edits; only what differs is written", async () => {
		const engine = memoryEngine();
		engine.add("bookmark", { url: "https://example.org", title: "Valves", note: "Old", tags: ["a"] });
		const { user } = await open(engine);
		await user.click(await rowFor("Valves"));
		await user.keyboard("e");
		const note = await screen.findByRole("textbox", { name: "Note" });
		await user.clear(note);
		await user.type(note, "New");
		await user.click(screen.getByRole("button", { name: "Save" }));
		await waitFor(() => expect(engine.ran).toHaveLength(1));
		expect(engine.ran[0]?.map((command) => command.do)).toEqual(["set-note"]);
	});
});

describe("collections at the left", () => {
	const book = () => {
		const engine = memoryEngine();
		const work = engine.add("collection", { title: "Work", order: "a0" });
		const valves = engine.add("collection", { title: "Valves", parent: work });
		const mark = engine.add("bookmark", { url: "https://example.org", title: "Inner", parent: valves });
		return { engine, work, valves, mark };
	};
	const entry = async (name: RegExp) => screen.findByRole("treeitem", { name });

	test("count what lies in them and below, and show it when chosen", async () => {
		const { engine, work } = book();
		const { user } = await open(engine);
		await user.click(await entry(/^Work, 1 bookmark/));
		expect(useNavigation.getState().route).toEqual({ screen: "bookmarks", collection: work });
		await rowFor("Inner");
		await user.click(screen.getByRole("checkbox", { name: "With collections below" }));
		await waitFor(() => expect(screen.queryByText("Inner")).toBeNull());
	});

	test("a new one is named in place", async () => {
		const { user, engine } = await open(memoryEngine());
		await user.click(await screen.findByRole("button", { name: "New collection" }));
		const field = await screen.findByRole("textbox", { name: "Name of the collection" });
		await user.clear(field);
		await user.type(field, "North{Enter}");
		await waitFor(() => expect(engine.rowsOf("collection").map((row) => row.title)).toEqual(["North"]));
	});

	test.each([
		["It stays, in no collection", 0],
		["It goes to the trash as well, with all collections inside", 1],
	] as const)("one that is not empty asks what becomes of its contents: %s", async (answer, trashed) => {
		const { engine, work, valves, mark } = book();
		const { user } = await open(engine);
		await user.click(await entry(/^Work/));
		await user.keyboard("{Delete}");
		await user.click(await screen.findByRole("radio", { name: answer }));
		await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Move to the trash" }));
		await waitFor(() => expect(engine.row(work).trashed).toBe(1));
		expect([engine.row(valves).trashed, engine.row(mark).trashed]).toEqual([trashed, trashed]);
		expect(engine.ran).toHaveLength(1);
		await user.click(await toastUndo());
		await waitFor(() => expect(engine.row(work).trashed).toBe(0));
		expect(engine.row(valves)).toMatchObject({ parent: work, trashed: 0 });
	});

	test("take bookmarks that are dropped on them", async () => {
		const { engine, work, mark } = book();
		await open(engine);
		const data = new Map<string, string>([["application/x-commonplace-items", JSON.stringify([mark])]]);
		const dataTransfer = { types: [...data.keys()], getData: (type: string) => data.get(type) ?? "", dropEffect: "" };
		const target = await entry(/^Work/);
		fireEvent.dragOver(target, { dataTransfer });
		fireEvent.drop(target, { dataTransfer });
		await waitFor(() => expect(engine.row(mark).parent).toBe(work));
	});
});

describe("what was saved more than once", () => {
	test("stands side by side, the first one to be kept; all are merged in one go that can be undone", async () => {
		const engine = memoryEngine();
		const later = engine.add("bookmark", { url: "https://a.example", title: "Later", note: "Two", tags: ["y"], created: 2000 });
		const first = engine.add("bookmark", { url: "http://www.a.example/", title: "First", note: "One", tags: ["x"], created: 1000 });
		engine.add("bookmark", { url: "https://b.example", title: "B" });
		engine.add("bookmark", { url: "https://b.example/#top", title: "B again" });
		const { user } = await open(engine, { screen: "bookmarks", view: "duplicates" });
		const group = await screen.findByRole("region", { name: "a.example" });
		expect(within(group).getByRole("radio", { name: "First" })).toHaveProperty("checked", true);
		await user.click(screen.getByRole("button", { name: "Merge all: 2 to the trash" }));
		await screen.findByText("Nothing is saved twice");
		expect(engine.ran).toHaveLength(1);
		expect(engine.row(first)).toMatchObject({ tags: ["x", "y"], detail: { note: "One\n\nTwo" } });
		expect(engine.row(later).trashed).toBe(1);
		await user.click(await toastUndo());
		await waitFor(() => expect(engine.rowsOf("bookmark")).toHaveLength(4));
		expect(engine.row(first)).toMatchObject({ tags: ["x"], detail: { note: "One" } });
	});

	test("another one can be kept instead", async () => {
		const engine = memoryEngine();
		engine.add("bookmark", { url: "https://a.example", title: "First", created: 1000 });
		const later = engine.add("bookmark", { url: "https://a.example", title: "Later", created: 2000 });
		const { user } = await open(engine, { screen: "bookmarks", view: "duplicates" });
		await user.click(await screen.findByRole("radio", { name: "Later" }));
		await user.click(screen.getByRole("button", { name: "Merge" }));
		await waitFor(() => expect(engine.rowsOf("bookmark").map((row) => row.id)).toEqual([later]));
	});
});
