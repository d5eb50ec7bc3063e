import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Present } from "../../renderer/engine/spaces-contract";
import { usePageView } from "../../renderer/features/wiki/page/page-view";
import { fakeEngine, fakeRow } from "../ui/fake-engine";
import { openApp } from "../ui/open-app";

beforeEach(() => usePageView.setState({ reading: true }));
afterEach(() => usePageView.setState({ reading: false }));

function present(name: string, more: Partial<Present> = {}): Present {
	return { device: name, person: name, card: { name, colour: "#2b5c8c", picture: null }, self: false, selection: null, ...more };
}

async function openPage(people: readonly Present[]) {
	const row = fakeRow("page", "Valves");
	const engine = fakeEngine([row]);
	engine.answer({
		...{ text: () => "Close both.", backlinks: () => [], mentions: () => [], history: () => [], authorship: () => [] },
		presence: () => people,
	});
	const said: unknown[] = [];
	engine.here = (where) => void said.push(where);
	const opened = await openApp({ engine, route: { screen: "page", id: row.id } });
	await screen.findByText("Close both.");
	return { ...opened, row, said };
}

describe("the head of a page", () => {
	it("names everybody who is on it to people who listen, each person once, and the own other laptop as such", async () => {
		await openPage([present("Ada"), present("Ada", { device: "second" }), present("Bo"), present("me", { self: true })]);
		const list = await screen.findByRole("list", { name: "On this page: Ada, Bo, You, on another laptop" });
		expect(within(list).getAllByRole("listitem")).toHaveLength(3);
		expect(within(list).getByRole("img", { name: "Bo is on this page" })).toBeTruthy();
	});

	it("counts those for whom there is no room", async () => {
		await openPage(["Ada", "Bo", "Cy", "Di", "Ed", "Flo"].map((name) => present(name)));
		const list = await screen.findByRole("list", { name: "On this page: Ada, Bo, Cy, Di, Ed, Flo" });
		expect(list.textContent).toContain("and 2 more");
	});

	it("shows nothing to whoever is alone, and tells others where one is until the page is left", async () => {
		const { row, said, user } = await openPage([]);
		expect(screen.queryByRole("list", { name: /^On this page/ })).toBeNull();
		await waitFor(() => expect(said.at(-1)).toEqual({ id: row.id, selection: null }));
		await user.click(screen.getAllByRole("button", { name: /^Home/ })[0] as HTMLElement);
		await waitFor(() => expect(said.at(-1)).toBeNull());
	});
});
