// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { middleSquare } from "../../../renderer/features/spaces/you/square-picture";
import { CARD_COLOURS, contrastOf, inkOn, safeColour } from "../../../renderer/ui/spaces/card-colours";
import { openApp } from "../open-app";
import { card, teamEngine } from "./a-team";

const settings = { screen: "settings" } as const;

describe("who I am", () => {
	it("is said with name and colour, kept at once, and shown in the frame", async () => {
		const { user, engine, shell } = await openApp({ engine: teamEngine(), route: settings });
		const you = within(await screen.findByRole("region", { name: "You" }));
		const name = await you.findByLabelText("Your name");
		expect((name as HTMLInputElement).value).toBe("Marta Ruiz");
		await user.clear(name);
		await user.type(name, "Ana Kovač{Enter}");
		await user.click(you.getByRole("radio", { name: "Green" }));
		await waitFor(() =>
			expect(engine.acted).toEqual([
				{ name: "introduce", params: { card: card("Ana Kovač", "#a5622f") } },
				{ name: "introduce", params: { card: card("Ana Kovač", "#2f7250") } },
			]),
		);
		expect(shell.saved).toContainEqual({ displayName: "Ana Kovač" });
	});

	it("opens from the frame", async () => {
		const { user } = await openApp({ engine: teamEngine() });
		await user.click(await screen.findByRole("button", { name: "Marta Ruiz: you and your settings" }));
		await screen.findByRole("heading", { level: 1, name: "Settings" });
	});

	it("says when what was chosen is no picture", async () => {
		const { user } = await openApp({ engine: teamEngine(), route: settings });
		const you = await screen.findByRole("region", { name: "You" });
		await within(you).findByLabelText("Your name");
		const field = you.querySelector<HTMLInputElement>("input[type=file]");
		if (field === null) throw new Error("there is no field for a picture");
		await user.upload(field, new File(["x"], "x.png", { type: "image/png" }));
		expect(await screen.findByText("That is no picture that can be read here.")).toBeTruthy();
	});

	it("is cut out of the middle of a picture", () => {
		expect(middleSquare(400, 300)).toEqual({ x: 50, y: 0, side: 300 });
		expect(middleSquare(90, 91)).toEqual({ x: 0, y: 0, side: 90 });
	});

	it("has colours on which letters can be read, also those that others made up", () => {
		for (const colour of CARD_COLOURS) expect(contrastOf(colour, "#ffffff")).toBeGreaterThanOrEqual(4.5);
		for (const colour of ["#ffff00", "#000000", "#777777", "#8a8a8a"])
			expect(contrastOf(colour, inkOn(colour))).toBeGreaterThanOrEqual(4.2);
		expect(safeColour("url(http://x)")).toBe(CARD_COLOURS[0]);
	});
});

describe("my laptops", () => {
	it("are listed; a lost one is removed after it was said what happens", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: settings });
		const laptops = within(await screen.findByRole("region", { name: "Your laptops" }));
		expect(await laptops.findByText(/This laptop/)).toBeTruthy();
		await user.click(laptops.getByRole("button", { name: "Remove" }));
		const dialog = within(await screen.findByRole("dialog"));
		expect(dialog.getByText(/get new keys/)).toBeTruthy();
		await user.click(dialog.getByRole("button", { name: "Remove" }));
		await waitFor(() => expect(engine.acted).toEqual([{ name: "remove-device", params: { device: "d2".repeat(32) } }]));
	});

	it("get a new one by its code, and give the answer for it", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: settings });
		engine.answerActs({ "add-laptop": () => ({ answer: "the-answer" }) });
		await user.click(await screen.findByRole("button", { name: "Add a laptop" }));
		const dialog = within(await screen.findByRole("dialog", { name: "Add a laptop" }));
		await user.type(await dialog.findByLabelText("The code of the new laptop"), " the-code ");
		await user.click(dialog.getByRole("button", { name: "Add this laptop" }));
		expect(((await dialog.findByLabelText("The answer")) as HTMLTextAreaElement).value).toBe("the-answer");
		expect(engine.acted).toEqual([{ name: "add-laptop", params: { code: "the-code" } }]);
	});

	it("are joined by a new one at its first start", async () => {
		const { user, engine, shell } = await openApp({ settings: { welcomed: false } });
		engine.answerActs({ "make-laptop-code": () => ({ code: "the-code" }) });
		await user.click(await screen.findByRole("button", { name: "I have Commonplace on another laptop" }));
		const dialog = within(await screen.findByRole("dialog"));
		expect(((await dialog.findByLabelText("The code of this laptop")) as HTMLTextAreaElement).value).toBe("the-code");
		await user.type(dialog.getByLabelText("The answer of the other laptop"), "the-answer");
		await user.click(dialog.getByRole("button", { name: "Make it mine" }));
		await waitFor(() => expect(shell.restarts).toBe(1));
		expect(engine.acted.at(-1)).toEqual({ name: "become-laptop", params: { answer: "the-answer" } });
	});

	it("say whether the recovery words were written down", async () => {
		await openApp({ engine: teamEngine(), route: settings });
		expect(await screen.findByText(/You have not written your recovery words down yet/)).toBeTruthy();
	});
});
