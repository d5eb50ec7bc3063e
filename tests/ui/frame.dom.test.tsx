// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../renderer/engine/contract";
import { useNavigation } from "../../renderer/ui/navigation";
import { showDone } from "../../renderer/ui/toasts";
import { fakeRow } from "./fake-engine";
import { openApp } from "./open-app";

const heading = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole("heading", { level: 1, name });

describe("the frame", () => {
	it("says where I am, and takes the focus to the heading of the place I went to", async () => {
		const { user } = await openApp();
		await user.click(screen.getByRole("button", { name: "Settings" }));
		expect(await heading("Settings")).toBe(document.activeElement);
		const trail = screen.getByRole("navigation", { name: "Where I am" });
		expect(within(trail).getByText("Settings").getAttribute("aria-current")).toBe("page");
		expect(document.title).toBe("Settings · Commonplace");
		expect(screen.getByRole("button", { name: "Settings" }).getAttribute("aria-current")).toBe("page");
	});

	it("goes back and forward by keyboard, by buttons and by the mouse", async () => {
		const { user } = await openApp();
		await user.click(screen.getByRole("button", { name: "Trash" }));
		await heading("Trash");
		await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
		await heading(/Good/);
		await user.click(screen.getByRole("button", { name: "Forward" }));
		await heading("Trash");
		act(() => {
			window.dispatchEvent(new MouseEvent("mouseup", { button: 3 }));
		});
		await heading(/Good/);
	});

	it("leaves Alt and the arrows to a tree, where they move entries", async () => {
		const { user } = await openApp();
		await user.click(screen.getByRole("button", { name: "Trash" }));
		await heading("Trash");
		const tree = document.createElement("div");
		tree.setAttribute("role", "tree");
		document.body.append(tree);
		fireEvent.keyDown(tree, { key: "ArrowLeft", altKey: true });
		tree.remove();
		expect(useNavigation.getState().route).toEqual({ screen: "trash" });
	});

	it("remembers that a side panel was closed", async () => {
		const { user, shell } = await openApp();
		await user.keyboard("{Control>}{Alt>}l{/Alt}{/Control}");
		expect(screen.queryByRole("navigation", { name: "Main" })).toBeNull();
		expect(shell.saved).toContainEqual({ leftPanelOpen: false });
		await user.click(screen.getByRole("button", { name: "Show the left panel" }));
		expect(screen.getByRole("navigation", { name: "Main" })).toBeTruthy();
	});

	it("shows the left panel over the page in a narrow window, and closes it after a step", async () => {
		const { user, shell } = await openApp({ width: 600 });
		expect(screen.queryByRole("navigation", { name: "Main" })).toBeNull();
		await user.click(screen.getByRole("button", { name: "Show the left panel" }));
		await user.click(screen.getByRole("button", { name: "Trash" }));
		await heading("Trash");
		expect(screen.queryByRole("navigation", { name: "Main" })).toBeNull();
		expect(shell.saved.some((change) => "leftPanelOpen" in change)).toBe(false);
	});

	it("says in words what is saved and what is not", async () => {
		const { engine } = await openApp();
		expect(screen.getByText("Saved on this laptop")).toBeTruthy();
		act(() => engine.setSaveState({ pending: 3, lastSaved: null, problem: null }));
		expect(await screen.findByText("3 changes being saved")).toBeTruthy();
		act(() => engine.setSaveState({ pending: 3, lastSaved: null, problem: "disk-full" }));
		expect(screen.getByRole("alert").textContent).toContain("3 changes are not saved yet");
	});

	it("offers the way back after something was done", async () => {
		const { user } = await openApp();
		let undone = false;
		act(() =>
			showDone({
				message: "Moved to the trash.",
				undo: () => {
					undone = true;
				},
			}),
		);
		await user.click(screen.getByRole("button", { name: "Undo" }));
		expect(undone).toBe(true);
		expect(screen.queryByText("Moved to the trash.")).toBeNull();
	});

	it("says what is safe when the engine stops, and starts it again", async () => {
		const { engine, user } = await openApp();
		act(() => engine.setState({ is: "stopped", code: "engine-stopped", message: "gone" }));
		expect(screen.getByText(/Everything that said it was saved is safe/)).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Start it again" }));
		expect(engine.restarts).toBe(1);
	});

	it("goes on when one screen cannot be drawn, and says so", async () => {
		const { engine, user } = await openApp();
		engine.answer({
			newest: () => {
				throw new EngineError("damaged", "row 7");
			},
		});
		await user.click(screen.getByRole("button", { name: "Trash" }));
		await heading("Trash");
		await user.click(screen.getByRole("button", { name: "Home" }));
		expect(await screen.findByText("Some stored data could not be read.")).toBeTruthy();
		expect(screen.getByRole("button", { name: "Settings" })).toBeTruthy();
	});

	it("does what menus and links ask for", async () => {
		const page = fakeRow("page", "Seal replacement");
		const { shell } = await openApp({ rows: [page] });
		act(() => shell.send({ do: "go", to: "settings" }));
		await heading("Settings");
		act(() => shell.send({ do: "back" }));
		await heading(/Good/);
		act(() => shell.send({ do: "open-item", id: page.id }));
		await waitFor(() => expect(useNavigation.getState().route).toEqual({ screen: "page", id: page.id }));
		act(() => shell.send({ do: "palette" }));
		expect(await screen.findByRole("combobox", { name: "Search or do anything" })).toBeTruthy();
	});

	it("tells a link to nothing from a broken app", async () => {
		const { shell } = await openApp();
		act(() => shell.send({ do: "open-item", id: "b".repeat(26) }));
		expect(await screen.findByText("That link leads to nothing in this book.")).toBeTruthy();
	});

	it("tells the shell once the first screen can be used", async () => {
		const { shell } = await openApp();
		await waitFor(() => expect(shell.interactive).toBeGreaterThan(0));
	});
});
