import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { EngineError } from "../../renderer/engine/contract";
import { useDialog } from "../../renderer/features/bookmarks/dialog/dialog-state";
import { useViews } from "../../renderer/features/bookmarks/model/view-state";
import { type Route, useNavigation } from "../../renderer/ui/navigation";
import type { FakeEngine } from "../ui/fake-engine";
import { openApp } from "../ui/open-app";
import { type MemoryEngine, memoryEngine } from "./memory-engine";

async function open(engine: MemoryEngine, route: Route = { screen: "bookmarks" }) {
	// The frame asks no more of an engine than the screens do; the further doors of the fake one stay shut here.
	const app = await openApp({ engine: engine as unknown as FakeEngine, route });
	return { ...app, engine };
}

const rowOf = (title: string): HTMLElement => {
	const found = screen.getByText(title, { selector: '[role="row"] *' }).closest('[role="row"]');
	if (!(found instanceof HTMLElement)) throw new Error(`${title} is in no row`);
	return found;
};
const rowFor = async (title: string): Promise<HTMLElement> => {
	await screen.findByText(title, { selector: '[role="row"] *' });
	return rowOf(title);
};
const toastUndo = async () => screen.findByRole("button", { name: "Undo" });

beforeEach(() => {
	// jsdom knows no fonts; a field that grows with its text asks when they have arrived.
	Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });
	useViews.setState({ views: {} });
	useDialog.setState({ dialog: { is: "none" } });
});

describe("the list of bookmarks", () => {
	const book = (): MemoryEngine => {
		const engine = memoryEngine();
		engine.add("bookmark", {
			url: "https://www.seals.example/a",
			title: "Old seals",
			note: "Worth a look",
			tags: ["seals"],
			created: 1000,
		});
		engine.add("bookmark", { url: "https://valves.example", title: "New valves", created: 3000, toRead: true });
		engine.add("bookmark", { url: "https://pumps.example", title: "Pumps", tags: ["tools/hand"], created: 2000 });
		return engine;
	};
	const titles = (): readonly (string | undefined)[] =>
		screen.getAllByRole("row").map((row) => ["Old seals", "New valves", "Pumps"].find((title) => row.textContent?.includes(title)));

	test("shows title, site, note, tags and what is to be read, newest first", async () => {
		await open(book());
		const row = await rowFor("Old seals");
		expect(row.textContent).toContain("seals.example");
		expect(row.textContent).toContain("Worth a look");
		expect(within(row).getByText("seals")).toBeTruthy();
		expect(rowOf("New valves").textContent).toContain("To read");
		expect(titles()).toEqual(["New valves", "Pumps", "Old seals"]);
	});

	test("Enter opens the bookmark in the system's browser, and a refusal is told", async () => {
		const { user, shell } = await open(book());
		const opened = vi.spyOn(shell, "openExternal");
		await user.click(await rowFor("Pumps"));
		await user.keyboard("{Enter}");
		expect(opened).toHaveBeenCalledWith("https://pumps.example");
		opened.mockResolvedValueOnce("refused");
		await user.keyboard("{Enter}");
		expect(await screen.findByText("This address was not opened.")).toBeTruthy();
	});

	test("Delete moves it to the trash, and Undo brings it back", async () => {
		const { user, engine } = await open(book());
		await user.click(await rowFor("Pumps"));
		await user.keyboard("{Delete}");
		await waitFor(() => expect(engine.rowsOf("bookmark").map((row) => row.title)).not.toContain("Pumps"));
		await user.click(await toastUndo());
		await rowFor("Pumps");
	});

	test("all that is selected is changed in one go, and one Undo takes it back", async () => {
		const { user, engine } = await open(book());
		await user.click(await rowFor("Pumps"));
		await user.keyboard("{Control>}a{/Control}");
		expect(await screen.findByText("3 selected")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Add tags…" }));
		await user.type(await screen.findByRole("combobox", { name: "Tags" }), "field work,north,");
		await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Add tags" }));
		await waitFor(() => expect(engine.ran).toHaveLength(1));
		for (const row of engine.rowsOf("bookmark")) expect(row.tags).toEqual(expect.arrayContaining(["field-work", "north"]));
		await user.click(await toastUndo());
		await waitFor(() =>
			expect(
				engine
					.rowsOf("bookmark")
					.flatMap((row) => row.tags)
					.sort(),
			).toEqual(["seals", "tools/hand"]),
		);
	});

	test("a change that takes long says so, and is not started twice", async () => {
		const { user, engine } = await open(book());
		await user.click(await rowFor("Pumps"));
		await user.keyboard("{Control>}a{/Control}");
		const run = engine.run;
		let letGo = (): void => undefined;
		const held = new Promise<void>((resolve) => {
			letGo = resolve;
		});
		engine.run = async (commands) => {
			await held;
			return run(commands);
		};
		const trash = await screen.findByRole("button", { name: "Move to the trash" });
		await user.click(trash);
		await user.click(trash);
		expect(await screen.findByText("Changing 3 bookmarks…")).toBeTruthy();
		letGo();
		await waitFor(() => expect(engine.rowsOf("bookmark")).toEqual([]));
		expect(engine.ran).toHaveLength(1);
	});

	test("narrows by words and by a tag with what is nested in it, and says when nothing is left", async () => {
		const { user } = await open(book());
		await rowFor("Pumps");
		await user.click(screen.getByRole("button", { name: "Tags" }));
		// Without a layout the library takes the button, and so the list below it, for scrolled out of view.
		await user.click(await screen.findByRole("checkbox", { name: "tools", hidden: true }));
		await waitFor(() => expect(titles()).toEqual(["Pumps"]));
		await user.keyboard("{Escape}");
		await user.type(screen.getByRole("searchbox", { name: "Filter these bookmarks" }), "nothing like it");
		expect(await screen.findByText("No bookmark matches")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Show all of them" }));
		await waitFor(() => expect(titles()).toHaveLength(3));
	});

	test("how one collection is looked at is remembered while another one is shown", async () => {
		const engine = book();
		const collection = engine.add("collection", { title: "Work" });
		const { user } = await open(engine);
		await rowFor("Pumps");
		await user.type(screen.getByRole("searchbox", { name: "Filter these bookmarks" }), "pumps");
		useNavigation.getState().go({ screen: "bookmarks", collection });
		expect(await screen.findByText("Nothing in this collection")).toBeTruthy();
		useNavigation.getState().back();
		await waitFor(() => expect(screen.getByRole("searchbox").getAttribute("value")).toBe("pumps"));
	});

	test("a pasted address is saved; one that is there already is not saved twice; a script never is", async () => {
		const { engine } = await open(book());
		await rowFor("Pumps");
		const paste = (text: string): void => {
			fireEvent.paste(document.body, { clipboardData: { getData: (type: string) => (type === "text/plain" ? text : "") } });
		};
		paste("gaskets.example/rings");
		await rowFor("https://gaskets.example/rings");
		paste("http://www.pumps.example/");
		expect(await screen.findByText("This address is already saved.")).toBeTruthy();
		paste("javascript:alert(1)");
		expect(await screen.findByText("There was no address to save in that.")).toBeTruthy();
		expect(engine.rowsOf("bookmark")).toHaveLength(4);
	});

	test("copying a row copies its address, though no text is marked", async () => {
		const { user } = await open(book());
		await user.click(await rowFor("Pumps"));
		const setData = vi.fn<(type: string, data: string) => void>();
		// Without marked text the event goes to the body.
		fireEvent.copy(document.body, { clipboardData: { setData } });
		expect(setData).toHaveBeenCalledWith("text/plain", "https://pumps.example");
		expect(await screen.findByText("Copied the address.")).toBeTruthy();
	});

	test("an empty book says what one can do", async () => {
		const { user } = await open(memoryEngine());
		expect(await screen.findByText("No bookmarks yet")).toBeTruthy();
		await user.click(screen.getAllByRole("button", { name: "Import bookmarks" })[0] ?? document.body);
		expect(useNavigation.getState().route).toEqual({ screen: "exchange" });
	});
});

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
