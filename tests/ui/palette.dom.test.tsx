// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { findActions } from "../../renderer/app/palette/choices";
import { useNavigation } from "../../renderer/ui/navigation";
import { fakeRow } from "./fake-engine";
import { openApp } from "./open-app";

const box = (): Promise<HTMLElement> => screen.findByRole("combobox", { name: "Search or do anything" });

describe("the palette", () => {
	it("offers what is recent before anything is typed", async () => {
		const { user } = await openApp({ rows: [fakeRow("page", "Seal replacement"), fakeRow("bookmark", "Valve handbook")] });
		await user.keyboard("{Control>}k{/Control}");
		const recent = await screen.findByRole("group", { name: "Recent" });
		expect(within(recent).getByText("Seal replacement")).toBeTruthy();
		expect(within(recent).getByText("Valve handbook")).toBeTruthy();
	});

	it("goes to an item by its title, by keyboard alone", async () => {
		const page = fakeRow("page", "Seal replacement");
		const { user } = await openApp({ rows: [fakeRow("page", "Glossary"), page] });
		await user.keyboard("{Control>}k{/Control}");
		await user.type(await box(), "seal");
		await screen.findByRole("group", { name: "Go to" });
		await waitFor(() => expect(screen.queryByText("Glossary", { selector: "[role=option] *" })).toBeNull());
		await user.keyboard("{Enter}");
		expect(useNavigation.getState().route).toEqual({ screen: "page", id: page.id });
		expect(screen.queryByRole("combobox", { name: "Search or do anything" })).toBeNull();
	});

	it("opens what answers all that was typed, however quickly Enter follows", async () => {
		const page = fakeRow("page", "Seal replacement");
		const { user } = await openApp({ rows: [fakeRow("page", "Sealing wax"), page] });
		await user.keyboard("{Control>}k{/Control}");
		await box();
		await user.keyboard("seal replacement{Enter}");
		await waitFor(() => expect(useNavigation.getState().route).toEqual({ screen: "page", id: page.id }));
	});

	it("takes what is typed at once after the shortcut, wherever the focus is still", async () => {
		const { user } = await openApp();
		await user.keyboard("{Control>}k{/Control}seal");
		expect(((await box()) as HTMLInputElement).value).toBe("seal");
	});

	it("does actions, and only actions after >", async () => {
		const { user, shell } = await openApp({ rows: [fakeRow("page", "Dark matter")] });
		await user.keyboard("{Control>}k{/Control}");
		await user.type(await box(), ">dark");
		await screen.findByText("Dark colours");
		expect(screen.queryByText("Dark matter", { selector: "[role=option] *" })).toBeNull();
		await user.keyboard("{Enter}");
		expect(shell.saved).toContainEqual({ colourScheme: "dark" });
		expect(document.documentElement.getAttribute("data-mantine-color-scheme")).toBe("dark");
	});

	it("walks the options with the arrows, round the ends, and tells which one is active", async () => {
		const { user } = await openApp();
		await user.keyboard("{Control>}k{/Control}");
		const input = await box();
		const options = screen.getAllByRole("option");
		expect(input.getAttribute("aria-activedescendant")).toBe(options[0]?.id);
		await user.keyboard("{ArrowUp}");
		expect(input.getAttribute("aria-activedescendant")).toBe(options.at(-1)?.id);
		await user.keyboard("{ArrowDown}{ArrowDown}");
		expect(input.getAttribute("aria-activedescendant")).toBe(options[1]?.id);
		await user.keyboard("{Escape}");
		await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
	});

	it("hands what was typed to the search page", async () => {
		const { user } = await openApp();
		await user.keyboard("{Control>}k{/Control}");
		await user.type(await box(), "zzz");
		await user.click(await screen.findByText("Search everything for “zzz”"));
		expect(useNavigation.getState().route).toEqual({ screen: "search", text: "zzz" });
	});

	it("ranks words that begin like what was typed above words that contain it, whatever the accents", () => {
		const action = (label: string) => ({ id: label, label, group: "", perform: () => undefined });
		const found = findActions([action("Unmark as read"), action("Märk as read"), action("New page")], "mark");
		expect(found.map(({ label }) => label)).toEqual(["Märk as read", "Unmark as read"]);
	});
});
