import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Tree, type TreeChildren, type TreeEntry, type TreePlacement, type TreeSource, useTreeMemory } from "../../../renderer/ui/tree";

const entry = (id: string, hasChildren = false): TreeEntry => ({ id, label: id, hasChildren, badge: "3", badgeLabel: "3 things" });

function sourceOf(children: Readonly<Record<string, readonly TreeEntry[]>>) {
	const watched = new Set<string | null>();
	const source: TreeSource = {
		watch(parent, tell) {
			watched.add(parent);
			const answer: TreeChildren = { is: "ready", entries: children[parent ?? ""] ?? [] };
			tell(answer);
			return () => watched.delete(parent);
		},
	};
	return { source, watched };
}

const words = { label: "Collections", renaming: "New name", failed: "Could not be read", empty: "Nothing here" };

function show(children: Readonly<Record<string, readonly TreeEntry[]>>) {
	const { source, watched } = sourceOf(children);
	const heard = {
		onChoose: vi.fn<(id: string) => void>(),
		onPlace: vi.fn<(placement: TreePlacement) => void>(),
		onRename: vi.fn<(id: string, name: string) => void>(),
		onRemove: vi.fn<(id: string) => void>(),
		onMenu: vi.fn<(id: string) => void>(),
	};
	render(<Tree name="test" words={words} source={source} selected={null} {...heard} />);
	return { ...heard, watched };
}

const line = (name: string) => screen.getByRole("treeitem", { name: new RegExp(`^${name}`) });

beforeEach(() => {
	// jsdom lays nothing out; the tree draws only what it can see.
	vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(300);
	vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(200);
	useTreeMemory.setState({ expanded: {} });
});
afterEach(() => {
	cleanup();
	vi.restoreAllMocks();
});

describe("the tree", () => {
	test("reads the children of an entry only once it is opened, and tells level and place", async () => {
		const { watched } = show({ "": [entry("Art", true), entry("Books")], Art: [entry("Ink")] });
		expect([...watched]).toEqual([null]);
		await userEvent.click(screen.getByRole("tree"));
		await userEvent.keyboard("{Home}{ArrowRight}");
		expect([...watched]).toEqual([null, "Art"]);
		expect(line("Ink").getAttribute("aria-level")).toBe("2");
		expect(line("Art").getAttribute("aria-expanded")).toBe("true");
		expect(line("Books").getAttribute("aria-setsize")).toBe("2");
	});

	test("tells those who hear it which entry is in focus, and Enter chooses that one", async () => {
		const { onChoose } = show({ "": [entry("Art"), entry("Books")] });
		const tree = screen.getByRole("tree", { name: "Collections" });
		tree.focus();
		await userEvent.keyboard("{ArrowDown}");
		expect(tree.getAttribute("aria-activedescendant")).toBe(line("Books").id);
		await userEvent.keyboard("{Enter}");
		expect(onChoose).toHaveBeenCalledWith("Books");
	});

	test("F2 renames in place: Enter keeps the new name, Escape the old one", async () => {
		const { onRename } = show({ "": [entry("Art")] });
		const tree = screen.getByRole("tree");
		tree.focus();
		await userEvent.keyboard("{F2}");
		await userEvent.clear(screen.getByLabelText("New name"));
		await userEvent.keyboard("Arts and crafts{Enter}");
		expect(onRename).toHaveBeenCalledWith("Art", "Arts and crafts");
		expect(document.activeElement).toBe(tree);
		await userEvent.keyboard("{F2}x{Escape}");
		expect(onRename).toHaveBeenCalledTimes(1);
	});

	test("ten thousand entries put only what is seen into the page, the one in focus included", async () => {
		show({ "": Array.from({ length: 10_000 }, (_, index) => entry(`Entry ${index}`)) });
		expect(screen.getAllByRole("treeitem").length).toBeLessThan(60);
		const tree = screen.getByRole("tree");
		tree.focus();
		await userEvent.keyboard("{End}");
		await waitFor(() => expect(line("Entry 9999").id).toBe(tree.getAttribute("aria-activedescendant")));
	});

	test("an entry dropped on another is put into it", () => {
		const { onPlace } = show({ "": [entry("Art"), entry("Books")] });
		const dataTransfer = { types: [], setData: () => {}, effectAllowed: "", dropEffect: "" };
		vi.spyOn(line("Books"), "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 200, 28));
		fireEvent.dragStart(line("Art"), { dataTransfer });
		fireEvent.dragOver(line("Books"), { dataTransfer, clientY: 14 });
		fireEvent.drop(line("Books"), { dataTransfer, clientY: 14 });
		expect(onPlace).toHaveBeenCalledWith({ id: "Art", parent: "Books", before: null });
	});

	test("an empty tree says so in words", () => {
		show({ "": [] });
		expect(screen.getByText("Nothing here")).toBeTruthy();
	});
});
