// @vitest-environment jsdom
import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../renderer/engine/contract";
import { useNavigation } from "../../renderer/ui/navigation";
import type { ImportReport } from "../../shared/formats/contract";
import { type FakeEngine, fakeEngine, fakeRow } from "./fake-engine";
import { openApp } from "./open-app";

const VAULT = { grant: "a".repeat(32), name: "My notes", kind: "folder", size: 0 } as const;

const page = fakeRow("page", "My notes");
const report: ImportReport = {
	source: "My notes",
	taken: { page: 173, file: 12 },
	changed: [{ subject: "a.md", code: "renamed", detail: "a 2" }],
	skipped: [
		{ subject: "x.md", code: "empty" },
		{ subject: "y.md", code: "empty" },
		{ subject: "javascript:alert(1)", code: "unsafe-address" },
	],
	root: page.id,
	made: ["b".repeat(26), "c".repeat(26)],
};

async function importing(engine: FakeEngine = fakeEngine([page])) {
	const app = await openApp({ engine, route: { screen: "exchange" } });
	app.shell.picks(VAULT);
	await app.user.click(await screen.findByRole("button", { name: "Choose a folder" }));
	await waitFor(() => expect(engine.jobs).toHaveLength(1));
	const [job] = engine.jobs;
	if (job === undefined) throw new Error("no job was started");
	return { ...app, engine, job };
}

describe("bringing notes in", () => {
	it("shows how far it is and can be cancelled, and says that nothing was changed then", async () => {
		const { job, user } = await importing();
		act(() => job.progress({ step: "reading", done: 40, total: 173, cancellable: true }));
		expect(screen.getByText("40 of 173")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Cancel" }));
		expect(job.cancelled).toBe(true);
		expect(await screen.findByText("Cancelled. Nothing was changed.")).toBeTruthy();
	});

	it("goes on while the person is elsewhere, and tells them when it is done", async () => {
		const { job, user } = await importing();
		await user.click(screen.getByRole("button", { name: "Home" }));
		await screen.findByRole("heading", { level: 1, name: /Good/ });
		expect(screen.getByRole("button", { name: /Importing notes/ })).toBeTruthy();
		await act(async () => job.finish(report));
		expect(await screen.findByText("“My notes” is in your book")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "See the report" }));
		expect(await screen.findByText("173 pages and 12 attachments")).toBeTruthy();
	});

	it("ends in a report of what was taken, changed and left out, and why", async () => {
		const { job, user } = await importing();
		await act(async () => job.finish(report));
		expect(await screen.findByText("173 pages and 12 attachments")).toBeTruthy();
		expect(screen.getByText("1 thing was changed on the way")).toBeTruthy();
		expect(screen.getByText("3 things were left out")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: /Is empty/ }));
		expect(await screen.findByText("x.md")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Show it" }));
		await waitFor(() => expect(useNavigation.getState().route).toEqual({ screen: "page", id: page.id }));
	});

	it("can be taken back as a whole, and that too", async () => {
		const { job, user, engine } = await importing();
		await act(async () => job.finish(report));
		await user.click(await screen.findByRole("button", { name: "Take the import back" }));
		expect(engine.ran).toEqual([report.made.map((id) => ({ do: "trash", id }))]);
		await user.click(await screen.findByRole("button", { name: "Undo" }));
		expect(engine.ran.at(-1)).toEqual(report.made.map((id) => ({ do: "restore", id })));
	});

	it("says why it could not be done", async () => {
		const { job } = await importing();
		await act(async () => job.fail(new EngineError("disk-full", "no space")));
		expect(await screen.findByText(/The disk is full/)).toBeTruthy();
	});

	it("asks what a dropped thing is before it does anything", async () => {
		const { shell, engine, user } = await openApp();
		act(() => shell.send({ do: "show-path", source: VAULT }));
		await user.click(await screen.findByRole("button", { name: "Notes: bring them in" }));
		expect(engine.jobs.map(({ name, params }) => [name, params])).toEqual([["import-vault", { grant: VAULT.grant, into: null }]]);
	});
});

describe("backing up", () => {
	it("wants the same passphrase twice and no short one", async () => {
		const { user, engine } = await openApp({ route: { screen: "exchange" } });
		await user.click(await screen.findByRole("button", { name: "Make a backup" }));
		const passphrase = await screen.findByLabelText("Passphrase");
		const again = screen.getByLabelText("The passphrase again");
		await user.type(passphrase, "short");
		await user.click(screen.getByRole("button", { name: "Choose where to keep it" }));
		expect(screen.getAllByText("At least 8 characters.").length).toBeGreaterThan(0);
		await user.clear(passphrase);
		await user.type(passphrase, "correct horse battery");
		await user.type(again, "correct horse battered");
		expect(screen.getByText("The two are not the same.")).toBeTruthy();
		expect(engine.jobs).toHaveLength(0);
		await user.clear(again);
		await user.type(again, "correct horse battery{Enter}");
		await waitFor(() => expect(engine.jobs.map(({ name }) => name)).toEqual(["backup"]));
		expect(engine.jobs[0]?.params).toMatchObject({ passphrase: "correct horse battery" });
	});
});

describe("restoring", () => {
	it("opens the restored book at once", async () => {
		const { user, engine, shell } = await openApp({ route: { screen: "exchange" } });
		shell.picks({ grant: "d".repeat(32), name: "Book.commonplace", kind: "file", size: 10 });
		await user.click(await screen.findByRole("button", { name: "Choose a backup" }));
		await user.type(await screen.findByLabelText(/The passphrase of this backup/), "correct horse battery{Enter}");
		await waitFor(() => expect(engine.jobs.map(({ name }) => name)).toEqual(["restore"]));
		expect(engine.restarts).toBe(0);
		await act(async () => engine.jobs[0]?.finish({ created: 1_700_000_000_000, envelopes: 93, blobs: 125, bytes: 4_400_000 }));
		expect(await screen.findByText("“Book.commonplace” was restored")).toBeTruthy();
		expect(engine.restarts).toBe(1);
	});
});
