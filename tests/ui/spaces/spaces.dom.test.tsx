// @vitest-environment jsdom
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../renderer/engine/contract";
import { useNavigation } from "../../../renderer/ui/navigation";
import { FAKE_ME, fakeEngine, fakeRow } from "../fake-engine";
import { openApp } from "../open-app";
import { ANA, invite, JONAS, member, SERVER, TEAM, teamEngine, teamSpace } from "./a-team";

const spaceRoute = (tab: "contents" | "people" | "sync") => ({ screen: "space", space: TEAM, tab }) as const;
const LINK = `commonplace://join?server=wss%3A%2F%2Fsync.example#${TEAM}.${"f1".repeat(32)}`;

describe("the spaces in the left panel", () => {
	it("stand there by name, lead to their screen, and say quietly what is not in order", async () => {
		const joining = teamSpace({ space: "b2".repeat(16), name: "", state: "joining", role: null, people: [] });
		const { user } = await openApp({ engine: teamEngine([teamSpace(), joining]) });
		const list = within(await screen.findByRole("region", { name: "Spaces" }));
		expect(await list.findByRole("button", { name: "Private" })).toBeTruthy();
		expect(await list.findByRole("button", { name: /A space without a name yet.*joining/ })).toBeTruthy();
		await user.click(list.getByRole("button", { name: "Valve team wiki" }));
		await screen.findByRole("heading", { level: 1, name: "Valve team wiki" });
		expect(list.getByRole("button", { name: "Valve team wiki" }).getAttribute("aria-current")).toBe("page");
	});

	it("are only one's own in a book that shares nothing", async () => {
		await openApp();
		const list = within(await screen.findByRole("region", { name: "Spaces" }));
		expect(list.getByRole("button", { name: "Private" })).toBeTruthy();
		expect(list.queryByRole("button", { name: "People" })).toBeNull();
	});

	it("leave the rest of the app alone when they cannot be had", async () => {
		const engine = fakeEngine();
		engine.answer({
			spaces: () => {
				throw new EngineError("failed", "no");
			},
		});
		await openApp({ engine });
		expect(await screen.findByRole("button", { name: "Private" })).toBeTruthy();
		expect(screen.getByRole("heading", { level: 1, name: /Good/ })).toBeTruthy();
	});
});

describe("a new space", () => {
	it("needs a name only, introduces one to others, and leads to inviting them", async () => {
		const engine = fakeEngine();
		engine.answerActs({ "create-space": () => ({ space: TEAM }) });
		const { user } = await openApp({ engine, settings: { displayName: "" } });
		await user.click(await screen.findByRole("button", { name: "New space" }));
		const dialog = within(await screen.findByRole("dialog", { name: "New space" }));
		expect((dialog.getByRole("button", { name: "Make the space" }) as HTMLButtonElement).disabled).toBe(true);
		await user.type(dialog.getByLabelText("What is it called?"), "Valve team wiki");
		await user.type(await dialog.findByLabelText("Your name"), "Marta");
		await user.click(dialog.getByRole("button", { name: "Make the space" }));
		await waitFor(() => expect(useNavigation.getState().route).toEqual(spaceRoute("people")));
		expect(engine.acted.map(({ name }) => name)).toEqual(["introduce", "create-space"]);
		expect(engine.acted[1]?.params).toEqual({ name: "Valve team wiki", server: null });
	});

	it("takes the address of a server as people write it, and says when it is none", async () => {
		const { user, engine } = await openApp({ engine: teamEngine() });
		engine.answerActs({ "create-space": () => ({ space: TEAM }) });
		await user.click(await screen.findByRole("button", { name: "New space" }));
		const dialog = within(await screen.findByRole("dialog"));
		await user.type(dialog.getByLabelText("What is it called?"), "Night shift");
		expect(await dialog.findByRole("radio", { name: "sync.example" })).toBeTruthy();
		await user.click(dialog.getByRole("radio", { name: "Another server" }));
		const address = await dialog.findByLabelText("Address of the server");
		await user.type(address, "not a server");
		expect(dialog.getByText("That is no address of a server.")).toBeTruthy();
		expect((dialog.getByRole("button", { name: "Make the space" }) as HTMLButtonElement).disabled).toBe(true);
		await user.clear(address);
		await user.type(address, "other.example:8080{Enter}");
		await waitFor(() =>
			expect(engine.acted.at(-1)).toEqual({ name: "create-space", params: { name: "Night shift", server: "wss://other.example:8080" } }),
		);
	});

	it("says why it could not be made and keeps what was typed", async () => {
		const { user, engine } = await openApp({ engine: teamEngine() });
		engine.answerActs({
			"create-space": () => {
				throw new EngineError("disk-full", "no room");
			},
		});
		await user.click(await screen.findByRole("button", { name: "New space" }));
		const dialog = within(await screen.findByRole("dialog"));
		await user.type(dialog.getByLabelText("What is it called?"), "Night shift{Enter}");
		expect(await screen.findByText(/The disk is full/)).toBeTruthy();
		expect((dialog.getByLabelText("What is it called?") as HTMLInputElement).value).toBe("Night shift");
	});
});

describe("joining by a link", () => {
	it("that was opened shows what it offers and does nothing before one says so", async () => {
		const { shell, engine, user } = await openApp({ engine: teamEngine([]) });
		engine.answerActs({
			"read-invite": () => ({ space: TEAM, server: "wss://sync.example", member: false }),
			join: () => ({ space: TEAM }),
		});
		act(() => shell.send({ do: "join", link: LINK }));
		expect(await screen.findByText("You are invited into a space.")).toBeTruthy();
		expect(screen.getByText("You are let in through the server sync.example.")).toBeTruthy();
		expect(engine.acted.map(({ name }) => name)).toEqual(["read-invite"]);
		await user.click(screen.getByRole("button", { name: "Join the space" }));
		await waitFor(() => expect(useNavigation.getState().route).toEqual({ screen: "space", space: TEAM }));
		expect(engine.acted.at(-1)).toEqual({ name: "join", params: { link: LINK } });
	});

	it("can be declined", async () => {
		const { shell, engine, user } = await openApp({ engine: teamEngine([]) });
		engine.answerActs({ "read-invite": () => ({ space: TEAM, server: null, member: false }) });
		act(() => shell.send({ do: "join", link: LINK }));
		await user.click(await screen.findByRole("button", { name: "Not now" }));
		await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
		expect(engine.acted.map(({ name }) => name)).toEqual(["read-invite"]);
	});

	it("says of what was pasted when it is no invitation", async () => {
		const { user, engine } = await openApp({ engine: teamEngine() });
		engine.answerActs({
			"read-invite": () => {
				throw new EngineError("bad-request", "no link");
			},
		});
		await user.click(await screen.findByRole("button", { name: "Join with a link" }));
		await user.click(await screen.findByLabelText("The link"));
		await user.paste("https://example.org");
		expect(await screen.findByText("That is no invitation. Check that the whole link was copied.")).toBeTruthy();
		expect((screen.getByRole("button", { name: "Join the space" }) as HTMLButtonElement).disabled).toBe(true);
	});

	it("opens a space that one is in already", async () => {
		const { shell, user, engine } = await openApp({ engine: teamEngine() });
		engine.answerActs({ "read-invite": () => ({ space: TEAM, server: null, member: true }) });
		act(() => shell.send({ do: "join", link: LINK }));
		expect(await screen.findByText("You are in “Valve team wiki” already.")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Open it" }));
		await screen.findByRole("heading", { level: 1, name: "Valve team wiki" });
	});

	it.each([
		["joining", "You have asked to come in."],
		["not-let-in", "This invitation did not let you in."],
		["waiting-for-keys", "You are in, and the key is on its way."],
		["removed", "You are no longer in this space."],
	] as const)("says how one stands: %s", async (state, words) => {
		await openApp({ engine: teamEngine([teamSpace({ state, role: null })]), route: spaceRoute("contents") });
		expect(await screen.findByText(words)).toBeTruthy();
	});
});

describe("what is in a space", () => {
	it("is listed, and nothing of other spaces", async () => {
		const rows = [fakeRow("page", "Seal replacement", { space: TEAM }), fakeRow("page", "Diary")];
		await openApp({ engine: teamEngine([teamSpace()], rows), route: spaceRoute("contents") });
		const list = within(await screen.findByRole("grid", { name: "What is in this space" }));
		expect(await list.findByText("Seal replacement")).toBeTruthy();
		expect(list.queryByText("Diary")).toBeNull();
	});

	it("is made in it", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: spaceRoute("contents") });
		await user.click(await screen.findByRole("button", { name: "New page" }));
		await waitFor(() => expect(engine.ran[0]?.[0]).toMatchObject({ do: "create", kind: "page", space: TEAM }));
	});

	it("cannot be added to by a reader", async () => {
		await openApp({ engine: teamEngine([teamSpace({ role: "reader" })]), route: spaceRoute("contents") });
		expect(await screen.findByText("Nothing is in this space yet.")).toBeTruthy();
		expect(screen.queryByRole("button", { name: "New page" })).toBeNull();
	});
});

describe("who has access", () => {
	const access = async () => within(await screen.findByRole("region", { name: "Who has access" }));

	it("is listed with what each may do, in words", async () => {
		const { user } = await openApp({ engine: teamEngine(), route: spaceRoute("people") });
		const list = await access();
		expect(list.getByText("Ana Kovač")).toBeTruthy();
		await user.click(list.getByRole("button", { name: "Ana Kovač is editor: change" }));
		const menu = await screen.findByRole("menu", { hidden: true });
		expect(within(menu).getByText("May read everything and comment on it, and change nothing.")).toBeTruthy();
		expect(
			within(menu)
				.getByRole("menuitemradio", { name: /^editor/, hidden: true })
				.getAttribute("aria-checked"),
		).toBe("true");
	});

	it("can be changed by an owner, and changed back", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: spaceRoute("people") });
		await user.click((await access()).getByRole("button", { name: "Jonas Dahl is reader: change" }));
		await user.click(await screen.findByRole("menuitemradio", { name: /^commenter/, hidden: true }));
		await user.click(await screen.findByRole("button", { name: "Undo" }));
		const params = { space: TEAM, person: JONAS };
		await waitFor(() =>
			expect(engine.acted).toEqual([
				{ name: "set-role", params: { ...params, role: "commenter" } },
				{ name: "set-role", params: { ...params, role: "reader" } },
			]),
		);
	});

	it("cannot be changed by anyone else", async () => {
		await openApp({ engine: teamEngine([teamSpace({ role: "editor" })]), route: spaceRoute("people") });
		const list = await access();
		expect(list.queryByRole("button", { name: /change$/ })).toBeNull();
		expect(list.queryByRole("button", { name: /^Remove/ })).toBeNull();
		expect(screen.queryByRole("button", { name: "Make a link" })).toBeNull();
	});

	it("always leaves the space an owner", async () => {
		await openApp({ engine: teamEngine(), route: spaceRoute("people") });
		expect((await access()).queryByRole("button", { name: /Marta Ruiz is owner/ })).toBeNull();
	});

	it("is taken away only after it was said what happens then", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: spaceRoute("people") });
		await user.click((await access()).getByRole("button", { name: "Remove Ana Kovač" }));
		const dialog = within(await screen.findByRole("dialog"));
		expect(dialog.getByText(/gets new keys.*stays readable to them.*set aside/)).toBeTruthy();
		expect(engine.acted).toEqual([]);
		await user.click(dialog.getByRole("button", { name: "Remove Ana Kovač" }));
		await waitFor(() => expect(engine.acted).toEqual([{ name: "remove-person", params: { space: TEAM, person: ANA } }]));
	});

	it("shows what came late from somebody removed, and takes it in when an owner says so", async () => {
		const late = {
			device: "d9".repeat(32),
			person: JONAS,
			card: { name: "Jonas Dahl", colour: "", picture: null },
			envelopes: 3,
			time: 1e12,
		};
		const { user, engine } = await openApp({ engine: teamEngine([teamSpace({ late: [late] })]), route: spaceRoute("people") });
		const region = within(await screen.findByRole("region", { name: "Arrived late" }));
		expect(region.getByText(/3 changes, the newest/)).toBeTruthy();
		await user.click(region.getByRole("button", { name: "Take in" }));
		await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Take in" }));
		await waitFor(() => expect(engine.acted).toEqual([{ name: "admit-late", params: { space: TEAM, device: late.device } }]));
	});

	it("is on one screen for all spaces", async () => {
		const other = teamSpace({ space: "c3".repeat(16), name: "Mentorship", people: [member(ANA, "Ana Kovač", "owner")] });
		await openApp({ engine: teamEngine([teamSpace(), other]), route: { screen: "people" } });
		const ana = within(await screen.findByRole("list", { name: "What Ana Kovač has access to" }));
		expect(await ana.findByRole("button", { name: /Valve team wiki.*editor/ })).toBeTruthy();
		expect(await ana.findByRole("button", { name: /Mentorship.*owner/ })).toBeTruthy();
	});
});

describe("invitations", () => {
	it("are made for a role, a number of people and a time, as a link to copy", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: spaceRoute("people") });
		engine.answerActs({ invite: () => ({ link: LINK }) });
		await user.click(await screen.findByRole("button", { name: "Make a link" }));
		expect(((await screen.findByLabelText("The link")) as HTMLTextAreaElement).value).toBe(LINK);
		expect(engine.acted[0]).toMatchObject({ name: "invite", params: { space: TEAM, role: "editor", uses: 1 } });
		const ends = (engine.acted[0]?.params as { ends: number } | undefined)?.ends ?? 0;
		expect(Math.round((ends - Date.now()) / 86_400_000)).toBe(7);
		await user.click(screen.getByRole("button", { name: "Copy" }));
		expect(await navigator.clipboard.readText()).toBe(LINK);
	});

	it("say how far they were used, and can be withdrawn", async () => {
		const closed = invite({ invite: "e2".repeat(32), open: false, used: 5, role: "reader" });
		const engine = teamEngine([teamSpace({ invites: [closed, invite()] })]);
		const { user } = await openApp({ engine, route: spaceRoute("people") });
		expect(await screen.findByText("used 1 of 5 times · without an end · made by you")).toBeTruthy();
		expect(screen.getByText("No longer good: reader")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Withdraw" }));
		await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Withdraw" }));
		await waitFor(() => expect(engine.acted).toEqual([{ name: "withdraw-invite", params: { space: TEAM, invite: invite().invite } }]));
	});
});

describe("a space", () => {
	it("can be renamed, and called as before again", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: spaceRoute("contents") });
		await user.click(await screen.findByRole("button", { name: "More about this space" }));
		await user.click(await screen.findByRole("menuitem", { name: "Rename the space", hidden: true }));
		const name = await screen.findByLabelText("What is it called?");
		await user.clear(name);
		await user.type(name, "Pump team{Enter}");
		await user.click(await screen.findByRole("button", { name: "Undo" }));
		await waitFor(() =>
			expect(engine.acted.map(({ params }) => params)).toEqual([
				{ space: TEAM, name: "Pump team" },
				{ space: TEAM, name: "Valve team wiki" },
			]),
		);
	});

	it("cannot be left by its only owner, who is told what to do first", async () => {
		const { user } = await openApp({ engine: teamEngine(), route: spaceRoute("contents") });
		await user.click(await screen.findByRole("button", { name: "More about this space" }));
		const leave = await screen.findByRole("menuitem", { name: "Leave the space", hidden: true });
		expect((leave as HTMLButtonElement).disabled).toBe(true);
		expect(screen.getByText("You are its only owner. To leave, make somebody else an owner first.")).toBeTruthy();
	});

	it("is left after it was said what that means", async () => {
		const { user, engine } = await openApp({
			engine: teamEngine([teamSpace({ role: "editor", people: [member(FAKE_ME, "Marta", "editor"), member(ANA, "Ana Kovač", "owner")] })]),
			route: spaceRoute("contents"),
		});
		await user.click(await screen.findByRole("button", { name: "More about this space" }));
		await user.click(await screen.findByRole("menuitem", { name: "Leave the space", hidden: true }));
		const dialog = within(await screen.findByRole("dialog"));
		expect(dialog.getByText(/Nothing new reaches you any more/)).toBeTruthy();
		await user.click(dialog.getByRole("button", { name: "Leave the space" }));
		await waitFor(() => expect(engine.acted).toEqual([{ name: "leave-space", params: { space: TEAM } }]));
	});

	it("says where copies of it are, and its server can be changed and changed back", async () => {
		const { user, engine } = await openApp({ engine: teamEngine(), route: spaceRoute("sync") });
		expect(await screen.findByText(/is up to date, met 2 minutes ago/)).toBeTruthy();
		await user.click(await screen.findByRole("button", { name: "Change" }));
		const dialog = within(await screen.findByRole("dialog"));
		await user.click(dialog.getByRole("radio", { name: "None: only the laptops of those who are in it" }));
		await user.click(dialog.getByRole("button", { name: "Keep it so" }));
		await user.click(await screen.findByRole("button", { name: "Undo" }));
		await waitFor(() =>
			expect(engine.acted.map(({ params }) => params)).toEqual([
				{ space: TEAM, server: null },
				{ space: TEAM, server: SERVER.name },
			]),
		);
	});

	it("that is not here says so", async () => {
		await openApp({ engine: teamEngine([]), route: spaceRoute("contents") });
		expect(await screen.findByRole("heading", { level: 1, name: "This space is not on this laptop." })).toBeTruthy();
	});
});
