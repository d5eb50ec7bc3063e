import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { useNavigation } from "../../renderer/ui/navigation";
import { type MemoryEngine, memoryEngine } from "./memory-engine";
import { openBookmarks as open, rowFor, rowOf, toastUndo } from "./open-bookmarks";

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
