// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { SyncStatus } from "../../../renderer/engine/spaces-contract";
import { openApp } from "../open-app";
import { ANA, SERVER, syncOf, TEAM, teamEngine } from "./a-team";

async function opened(status: Partial<SyncStatus> = {}) {
	const engine = teamEngine();
	engine.answer({ sync: () => syncOf(status) });
	return openApp({ engine });
}

async function panel(user: UserEvent) {
	await user.click(await screen.findByRole("button", { name: /Show where changes are$/ }));
	return within(await screen.findByRole("dialog", { name: "Where your changes are" }));
}

describe("what is safe where", () => {
	it("stands in the top bar in words", async () => {
		await opened();
		expect(await screen.findByRole("button", { name: /^Up to date with server 2 minutes ago\./ })).toBeTruthy();
	});

	it("counts what is only on this laptop", async () => {
		await opened({ spaces: [{ space: TEAM, onlyHere: 14, remotes: [] }], remotes: [] });
		expect(await screen.findByRole("button", { name: /^14 changes only on this laptop; nobody met yet\./ })).toBeTruthy();
	});

	it("leads to how each space stands with everyone, and who is met", async () => {
		const { user } = await opened({
			remotes: [SERVER, { ...SERVER, remote: "peer:1", kind: "peer", name: "Ana Kovač", state: "offline" }],
			spaces: [
				{
					space: TEAM,
					onlyHere: 2,
					remotes: [
						{ remote: "server:1", toSend: 2, toReceive: 0, upToDate: false, refused: "" },
						{ remote: "peer:1", toSend: 0, toReceive: 7, upToDate: false, refused: "" },
					],
				},
			],
		});
		const shown = await panel(user);
		expect(shown.getByText("2 changes are only on this laptop")).toBeTruthy();
		expect(shown.getByText(/still lacks 2 changes/)).toBeTruthy();
		expect(shown.getByText(/has 7 changes that are not here yet/)).toBeTruthy();
		expect(shown.getByText("Ana Kovač’s laptop", { exact: false, selector: "section[aria-label='Who is met'] *" })).toBeTruthy();
		expect(shown.getByText(/out of reach · met 2 minutes ago/)).toBeTruthy();
	});

	it("says in words why a server refuses", async () => {
		const { user } = await opened({ remotes: [{ ...SERVER, state: "refused", problem: "registration-closed" }] });
		const shown = await panel(user);
		expect(shown.getByText("It takes nobody new. Ask whoever keeps it.")).toBeTruthy();
		await user.keyboard("{Escape}");
		await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	});

	it("can be paused, spared where it costs, kept from the local network, and from saying where one is", async () => {
		const { user, engine } = await opened();
		const shown = await panel(user);
		await user.click(shown.getByRole("switch", { name: /^Pause/ }));
		await user.click(shown.getByRole("switch", { name: /^This connection costs/ }));
		await user.click(shown.getByRole("switch", { name: /^Find laptops on this network/ }));
		await user.click(shown.getByRole("switch", { name: /^Be seen on pages/ }));
		expect(engine.acted.map(({ params }) => params)).toEqual([{ paused: true }, { metered: true }, { local: false }, { seen: false }]);
	});

	it("is met in new places: a server with its token, a laptop at its address", async () => {
		const { user, engine } = await opened();
		const shown = await panel(user);
		await user.type(shown.getByLabelText("Server"), "other.example");
		await user.type(shown.getByLabelText("Token"), "abc{Enter}");
		await user.type(shown.getByLabelText("A laptop at an address"), "somewhere{Enter}");
		expect(shown.getByText("An address and a port, such as 192.168.1.20:47800.")).toBeTruthy();
		await user.clear(shown.getByLabelText("A laptop at an address"));
		await user.type(shown.getByLabelText("A laptop at an address"), "192.168.1.20:47800{Enter}");
		await waitFor(() =>
			expect(engine.acted).toEqual([
				{ name: "add-server", params: { address: "wss://other.example", token: "abc" } },
				{ name: "meet-peer", params: { address: "192.168.1.20:47800" } },
			]),
		);
	});
});

describe("changes by file", () => {
	it("are written for somebody, of the spaces one chooses", async () => {
		const { user, engine } = await opened();
		const shown = await panel(user);
		await user.click(shown.getByRole("button", { name: "Export changes for somebody" }));
		const dialog = within(await screen.findByRole("dialog", { name: "Export changes for somebody" }));
		await user.click(await dialog.findByRole("checkbox", { name: "Private" }));
		await user.click(dialog.getByRole("combobox", { name: "For whom" }));
		await user.click(await screen.findByRole("option", { name: "Ana Kovač", hidden: true }));
		await user.click(dialog.getByRole("button", { name: "Choose where to keep it" }));
		await waitFor(() =>
			expect(engine.jobs.map(({ name, params }) => [name, params])).toEqual([
				["export-bundle", { grant: "f".repeat(32), spaces: [TEAM], person: ANA }],
			]),
		);
		engine.jobs[0]?.finish({ envelopes: 12, files: 0, bytes: 3400 });
		expect(await screen.findByText(/has 12 changes, 3.4 kB/)).toBeTruthy();
	});

	it("are taken in, and it is said how many were new", async () => {
		const { user, engine, shell } = await opened();
		shell.picks({ grant: "c".repeat(32), name: "Ana.changes", kind: "file", size: 10 });
		await user.click((await panel(user)).getByRole("button", { name: "Import changes" }));
		await waitFor(() => expect(engine.jobs.map(({ name }) => name)).toEqual(["import-bundle"]));
		engine.jobs[0]?.finish({ spaces: [{ space: TEAM, taken: 5, known: 2, refused: 1 }], broken: false });
		expect(await screen.findByText("5 changes were taken from “Ana.changes”. 1 was refused.")).toBeTruthy();
	});
});
