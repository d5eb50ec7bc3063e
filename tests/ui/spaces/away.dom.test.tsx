// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textWithout } from "../../../renderer/features/wiki/page/without-theirs";
import { fakeRow } from "../fake-engine";
import { openApp } from "../open-app";
import { change, TEAM, teamEngine, teamSpace } from "./a-team";

const page = fakeRow("page", "Seal replacement", { space: TEAM });
const edited = change({
	id: page.id,
	overlaps: [
		{ mine: "Wait until the gauge shows zero.", theirs: "Wait two minutes.", now: "Wait two minutes until the gauge shows zero." },
	],
});
const made = change({ id: "q".repeat(26), title: "New form", made: true, before: [] });

async function opened(changes = [edited, made]) {
	const engine = teamEngine([teamSpace()], [page]);
	engine.answer({ away: () => changes });
	return openApp({ engine, route: { screen: "away" } });
}

describe("while you were away", () => {
	it("is listed by space and by person, and counted in the left panel", async () => {
		await opened();
		const space = within(await screen.findByRole("region", { name: "Valve team wiki" }));
		expect(space.getByRole("region", { name: "Ana Kovač" })).toBeTruthy();
		expect(space.getByText("New form")).toBeTruthy();
		expect(await screen.findByRole("button", { name: /While you were away.*2/ })).toBeTruthy();
	});

	it("shows edits of both side by side, with what became of them", async () => {
		await opened();
		expect(await screen.findByText(/You both changed one passage/)).toBeTruthy();
		for (const text of ["Wait until the gauge shows zero.", "Wait two minutes.", "Wait two minutes until the gauge shows zero."])
			expect(screen.getByText(text)).toBeTruthy();
	});

	it("takes back what they made, and that too", async () => {
		const { user, engine } = await opened([made]);
		await user.click(await screen.findByRole("button", { name: "Move to the trash" }));
		await waitFor(() => expect(engine.ran).toMatchObject([[{ do: "trash", id: made.id }]]));
		await user.click(await screen.findByRole("button", { name: "Undo" }));
		await waitFor(() => expect(engine.ran.at(-1)).toMatchObject([{ do: "restore", id: made.id }]));
	});

	it("takes back what they changed as a new edit, and leaves what was written since", async () => {
		const { user, engine } = await opened([change({ id: page.id })]);
		const texts: Record<string, string> = { h1: "One. Two.", h2: "One. Two, by Ana." };
		engine.answer({ versionText: ({ heads }) => texts[heads[0] ?? ""] ?? "" });
		const text = "Mine. One. Two, by Ana.";
		engine.openText = async () => ({
			text,
			version: 1,
			push: async () => ({ outcome: "accepted" }),
			onUpdates: () => () => undefined,
			close: () => undefined,
		});
		await user.click(await screen.findByRole("button", { name: "Take their changes back" }));
		const write = { do: "set-body", id: page.id, params: { body: "Mine. One. Two.", expected: text } };
		await waitFor(() => expect(engine.ran).toEqual([[write]]));
		await user.click(await screen.findByRole("button", { name: "Undo" }));
		await waitFor(() => expect(engine.ran).toHaveLength(2));
	});

	it("is over when all was seen", async () => {
		const { user, engine } = await opened();
		await user.click(await screen.findByRole("button", { name: "All seen" }));
		await waitFor(() => expect(engine.acted).toEqual([{ name: "seen-away", params: {} }]));
	});

	it("says when there is nothing", async () => {
		await opened([]);
		expect(await screen.findByText("Nothing has changed since you last looked.")).toBeTruthy();
	});
});

describe("a text without what somebody did to it", () => {
	it("is the text before, where nothing was written since", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (before, after) => {
				expect(textWithout(before, after, after)).toBe(before);
			}),
		);
	});

	it("stays as it is, where they did nothing", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (text, now) => {
				expect(textWithout(text, text, now)).toBe(now);
			}),
		);
	});

	it("keeps what was put in front and behind since", () => {
		const words = fc.stringMatching(/^1[a-z ]{0,40}2$/);
		fc.assert(
			fc.property(words, words, (before, after) => {
				expect(textWithout(before, after, `FRONT|${after}|BACK`)).toBe(`FRONT|${before}|BACK`);
			}),
		);
	});
});
