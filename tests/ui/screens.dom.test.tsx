// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fillSample } from "../../renderer/app/start/fill-sample";
import { useJobs } from "../../renderer/ui/jobs";
import { useNavigation } from "../../renderer/ui/navigation";
import { fakeEngine, fakeRow } from "./fake-engine";
import { openApp } from "./open-app";

describe("the first run", () => {
	it("offers three ways to begin, takes a name, and says where things are kept", async () => {
		const { user, shell } = await openApp({ settings: { welcomed: false, displayName: "" } });
		await screen.findByRole("heading", { level: 1, name: "Welcome to Commonplace" });
		expect(screen.getByText(/Everything is kept on this laptop/)).toBeTruthy();
		expect(screen.queryByText(/protected by file permissions only/)).toBeNull();
		await user.type(screen.getByLabelText("What should we call you?"), " Ana ");
		await user.click(screen.getByRole("button", { name: "Start" }));
		expect(shell.saved).toContainEqual({ welcomed: true, displayName: "Ana" });
		expect(await screen.findByText("Your book is open at its first page.")).toBeTruthy();
	});

	it("leads to bringing things in", async () => {
		const { user } = await openApp({ settings: { welcomed: false } });
		await user.click(await screen.findByRole("button", { name: "Choose what to bring" }));
		await screen.findByRole("heading", { level: 1, name: "Import, export, backup" });
	});

	it("opens the sample and keeps the choice open for one's own book", async () => {
		const { user, shell } = await openApp({ settings: { welcomed: false } });
		await user.click(await screen.findByRole("button", { name: "Open the sample" }));
		expect(shell.samples).toEqual([true]);
		expect(shell.saved.some((change) => change.welcomed === true)).toBe(false);
	});

	it("fills the sample book once, and lets nobody think that it is empty meanwhile", async () => {
		const engine = fakeEngine([]);
		const filled = fillSample(engine);
		await openApp({ engine, info: { sample: true } });
		await waitFor(() => expect(engine.jobs.map(({ name }) => name)).toEqual(["import-sample"]));
		await screen.findByRole("heading", { level: 1, name: /Good/ });
		expect(screen.queryByText("Your book is open at its first page.")).toBeNull();
		engine.jobs[0]?.finish({ source: "sample", taken: {}, changed: [], skipped: [], root: null, made: [] });
		await filled;
		expect(useJobs.getState().jobs).toEqual([]);

		const used = fakeEngine([fakeRow("page", "Welcome")]);
		await fillSample(used);
		expect(used.jobs).toEqual([]);
	});

	it("says so calmly when the system has no secret store", async () => {
		await openApp({ settings: { welcomed: false }, info: { secretStore: "file-permissions" } });
		expect(await screen.findByText(/protected by file permissions only/)).toBeTruthy();
	});
});

describe("the start page", () => {
	it("shows what is recent, dear and waiting", async () => {
		const toRead = { of: "bookmark", url: "https://a.example/", host: "a.example", note: "", toRead: true } as const;
		const tasks = { of: "page", excerpt: "", words: 1, aliases: [], folder: false, tasks: { open: 2, done: 1 } } as const;
		const rows = [
			fakeRow("page", "Plan", { detail: tasks }),
			fakeRow("bookmark", "Read me", { detail: toRead }),
			fakeRow("page", "Glossary", { favourite: 1 }),
		];
		await openApp({ rows });
		const card = async (name: string) => within(await screen.findByRole("region", { name }));
		expect((await card("Where you left off")).getByText("Plan")).toBeTruthy();
		expect(await (await card("To read")).findByText("Read me")).toBeTruthy();
		expect(await (await card("Favourites")).findByText("Glossary")).toBeTruthy();
		expect((await card("Open tasks")).getByText("2 open · 1 of 3 done")).toBeTruthy();
	});
});

describe("the search page", () => {
	it("finds as one types, narrows by kind in the words themselves, and is kept in the route", async () => {
		const { user } = await openApp({ rows: [fakeRow("page", "Valve seal")], route: { screen: "search", text: "" } });
		const box = await screen.findByRole("searchbox", { name: "Search the whole book" });
		await user.type(box, "valve");
		expect(await screen.findByText("Valve seal", { selector: "mark" })).toBeTruthy();
		await user.click(screen.getByRole("radio", { name: "Bookmarks" }));
		expect((box as HTMLInputElement).value).toBe("valve type:bookmark");
		await waitFor(() => expect(useNavigation.getState().route).toEqual({ screen: "search", text: "valve type:bookmark" }));
	});

	it("walks from the box into the results and opens one by keyboard", async () => {
		const page = fakeRow("page", "Valve seal");
		const { user } = await openApp({ rows: [page], route: { screen: "search", text: "valve" } });
		await screen.findByText("Valve seal", { selector: "mark" });
		await user.click(screen.getByRole("searchbox"));
		await user.keyboard("{ArrowDown}{Enter}");
		expect(useNavigation.getState().route).toEqual({ screen: "page", id: page.id });
	});

	it("says what could help when nothing is found", async () => {
		await openApp({ route: { screen: "search", text: "zzz" } });
		expect(await screen.findByText("Nothing in the book has these words.")).toBeTruthy();
	});
});

describe("the trash", () => {
	it("puts things back, one or several, and offers the way back from that too", async () => {
		const rows = [fakeRow("page", "Old plan", { trashed: 1 }), fakeRow("bookmark", "Dead link", { trashed: 1 })];
		const { user, engine } = await openApp({ rows, route: { screen: "trash" } });
		await screen.findByText("Old plan");
		const [first] = screen.getAllByRole("button", { name: "Put back" });
		if (first === undefined) throw new Error("nothing to put back");
		await user.click(first);
		expect(engine.ran).toEqual([[{ do: "restore", id: rows[0]?.id }]]);
		expect(await screen.findByText("“Old plan” is back.")).toBeTruthy();
		await user.click(screen.getByText("Dead link"));
		await user.keyboard("{Control>}a{/Control}");
		await user.click(await screen.findByRole("button", { name: "Put 2 back" }));
		expect(engine.ran.at(-1)).toEqual(rows.map(({ id }) => ({ do: "restore", id })));
	});

	it("says when it is empty", async () => {
		await openApp({ route: { screen: "trash" } });
		expect(await screen.findByText("The trash is empty.")).toBeTruthy();
	});
});

describe("the settings", () => {
	it("change colours and name at once and keep them", async () => {
		const { user, shell } = await openApp({ route: { screen: "settings" } });
		await user.click(await screen.findByRole("radio", { name: "Dark" }));
		expect(document.documentElement.getAttribute("data-mantine-color-scheme")).toBe("dark");
		const name = screen.getByLabelText("Your name");
		await user.clear(name);
		await user.type(name, "Ana Kovač{Enter}");
		expect(shell.saved).toContainEqual({ colourScheme: "dark" });
		expect(shell.saved).toContainEqual({ displayName: "Ana Kovač" });
	});

	it("name what could not be read, with the items it concerns", async () => {
		const page = fakeRow("page", "Seal replacement");
		const engine = fakeEngine([page]);
		engine.answer({
			health: () => ({
				envelopes: 12,
				bytes: 3400,
				items: 1,
				quarantined: [{ envelope: "e".repeat(64), why: "signature", items: [page.id], at: 1_700_000_000_000 }],
				identity: { device: "ab".repeat(32), person: "cd".repeat(32) },
			}),
		});
		await openApp({ engine, route: { screen: "settings" } });
		expect(await screen.findByText(/1 entry of the log could not be read/)).toBeTruthy();
		expect(await screen.findByRole("button", { name: "Seal replacement" })).toBeTruthy();
	});

	it("rebuild the library on request", async () => {
		const { user, engine } = await openApp({ route: { screen: "settings" } });
		await user.click(await screen.findByRole("button", { name: "Rebuild the library" }));
		expect(engine.jobs.map(({ name }) => name)).toEqual(["rebuild-library"]);
	});

	it("say when the app runs on an old Electron", async () => {
		await openApp({ route: { screen: "settings" }, info: { developmentElectron: true } });
		expect(await screen.findByText(/an old Electron that is meant for development and tests only/)).toBeTruthy();
	});
});
