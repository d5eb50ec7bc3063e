// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { SpaceDetails } from "../../../renderer/engine/spaces-contract";
import { useNavigation } from "../../../renderer/ui/navigation";
import { askForSpaces } from "../../../renderer/ui/spaces/ask";
import { FAKE_ME, FAKE_PRIVATE, fakeRow } from "../fake-engine";
import { openApp } from "../open-app";
import { ANA, card, member, SERVER, syncOf, TEAM, teamEngine, teamSpace } from "./a-team";

const SHARE = "c3".repeat(16);
const LINK = `commonplace://join#${SHARE}.${"f1".repeat(32)}`;
const MINE = fakeRow("page", "Work sample", { id: "p".repeat(26), space: FAKE_PRIVATE });

const share = (more: Partial<SpaceDetails> = {}): SpaceDetails =>
	teamSpace({
		space: SHARE,
		kind: "share",
		name: "Work sample",
		people: [member(FAKE_ME, "Marta Ruiz", "owner"), member(ANA, "Ana Kovač", "commenter")],
		...more,
	});

async function dialogFor(from: string) {
	const engine = teamEngine([teamSpace()], [MINE]);
	engine.answerActs({ "share-item": ({ move }) => ({ space: SHARE, id: "q".repeat(26), link: LINK, trashed: move ? [MINE.id] : [] }) });
	const opened = await openApp({ engine });
	askForSpaces({ is: "share", id: MINE.id, title: MINE.title, from });
	return { ...opened, engine, dialog: within(await screen.findByRole("dialog", { name: "Share “Work sample” with one person" })) };
}

describe("sharing one item", () => {
	it("asks what the other may do and whether it is the item itself, and gives a link for one person in one go", async () => {
		const { user, engine, dialog } = await dialogFor(FAKE_PRIVATE);
		await user.click(dialog.getByRole("radio", { name: /^reader/ }));
		await user.click(dialog.getByRole("button", { name: "Share and make a link" }));
		expect(((await dialog.findByLabelText("The link")) as HTMLTextAreaElement).value).toBe(LINK);
		const [{ name, params } = { name: "", params: {} }] = engine.acted.filter((one) => one.name === "share-item");
		expect(name).toBe("share-item");
		expect(params).toMatchObject({ id: MINE.id, role: "reader", uses: 1, move: true, server: "wss://sync.example" });
		expect((params as { ends: number }).ends).toBeGreaterThan(Date.now() + 6 * 86_400_000);
		await user.click(dialog.getByRole("button", { name: "Done" }));
		await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	});

	it("leaves one's own apart where a copy is wished, and always what a team has in common", async () => {
		const own = await dialogFor(FAKE_PRIVATE);
		await own.user.click(own.dialog.getByRole("radio", { name: /^A copy of it/ }));
		await own.user.click(own.dialog.getByRole("button", { name: "Share and make a link" }));
		await own.dialog.findByLabelText("The link");
		expect(own.engine.acted.at(-1)?.params).toMatchObject({ move: false });
	});

	it("takes nothing out of a team", async () => {
		const { user, engine, dialog } = await dialogFor(TEAM);
		expect(await dialog.findByText("They get a copy: the one here stays with the people of this space.")).toBeTruthy();
		await user.click(dialog.getByRole("button", { name: "Share and make a link" }));
		await dialog.findByLabelText("The link");
		expect(engine.acted.at(-1)?.params).toMatchObject({ move: false });
	});
});

describe("what is shared one by one", () => {
	it("stands apart from the spaces of teams, says with whom, and invites only who looks", async () => {
		const { user } = await openApp({ engine: teamEngine([teamSpace(), share()]) });
		const list = within(await screen.findByRole("list", { name: "Shared one by one" }));
		await user.click(await list.findByRole("button", { name: "Work sample" }));
		expect(await screen.findByText(/A shared item · shared with Ana Kovač · you are owner/)).toBeTruthy();
		expect(screen.queryByRole("button", { name: "New page" })).toBeNull();
		await user.click(screen.getByRole("tab", { name: /People and access/ }));
		await user.click(await screen.findByLabelText("They come in as", { selector: "input" }));
		expect(screen.queryByRole("option", { name: "editor", hidden: true })).toBeNull();
		expect(screen.getByRole("option", { name: "reader", hidden: true })).toBeTruthy();
	});

	it("says to a guest who shared it", async () => {
		const guest = share({ role: "commenter", people: [member(FAKE_ME, "Marta", "commenter"), member(ANA, "Ana Kovač", "owner")] });
		await openApp({ engine: teamEngine([guest]), route: { screen: "space", space: SHARE } });
		expect(await screen.findByText(/shared by Ana Kovač · you are commenter/)).toBeTruthy();
	});
});

describe("a space that a server no longer gives", () => {
	const refused = syncOf({
		spaces: [
			{
				space: TEAM,
				onlyHere: 0,
				remotes: [{ remote: SERVER.remote, toSend: 0, toReceive: 0, upToDate: false, refused: "no-such-space" }],
			},
		],
	});

	it("says what that may mean, that what is here stays, and takes it into one's own space", async () => {
		const engine = teamEngine([teamSpace()]);
		engine.answer({
			sync: () => refused,
			children: ({ kind, space }) => (kind === "page" && space === TEAM ? [{ ...MINE, hasChildren: false }] : []),
		});
		engine.answerActs({ "copy-to-space": () => ({ ids: ["n".repeat(26)], trashed: [] }) });
		const { user } = await openApp({ engine, route: { screen: "space", space: TEAM } });
		expect(await screen.findByText("sync.example no longer gives you this space.")).toBeTruthy();
		expect(screen.getByText(/You may have been removed from it, or the server may have lost it/)).toBeTruthy();
		await user.click(await screen.findByRole("button", { name: "Keep a copy in my own space" }));
		expect(await screen.findByText("What is here of “Valve team wiki” was copied into your own space.")).toBeTruthy();
		expect(engine.acted.at(-1)).toEqual({ name: "copy-to-space", params: { ids: [MINE.id], space: FAKE_PRIVATE, move: false } });
	});

	it("says nothing of the kind while anybody still gives it", async () => {
		const engine = teamEngine([teamSpace()]);
		const [space] = refused.spaces;
		const peer = { remote: "peer:1", toSend: 0, toReceive: 0, upToDate: true, refused: "" };
		engine.answer({ sync: () => ({ ...refused, spaces: space === undefined ? [] : [{ ...space, remotes: [...space.remotes, peer] }] }) });
		await openApp({ engine, route: { screen: "space", space: TEAM } });
		await screen.findByRole("heading", { level: 1, name: "Valve team wiki" });
		expect(screen.queryByText(/no longer gives you this space/)).toBeNull();
	});

	it("offers the same to somebody who was removed", async () => {
		await openApp({ engine: teamEngine([teamSpace({ state: "removed", role: null })]), route: { screen: "space", space: TEAM } });
		expect(await screen.findByRole("button", { name: "Keep a copy in my own space" })).toBeTruthy();
	});
});

describe("a laptop in use twice", () => {
	it("is named on the screen of people, with what to do", async () => {
		const forked = [
			{ device: "d7".repeat(32), person: ANA, card: card("Ana Kovač"), self: false },
			{ device: "d8".repeat(32), person: FAKE_ME, card: card("Marta"), self: true },
		];
		const { user } = await openApp({ engine: teamEngine([teamSpace({ forked })]), route: { screen: "space", space: TEAM, tab: "people" } });
		const told = within(await screen.findByRole("region", { name: "A laptop is in use twice" }));
		expect(told.getByText(/Everything that either of them wrote was kept/)).toBeTruthy();
		expect(told.getByText("A laptop of Ana Kovač")).toBeTruthy();
		expect(told.getByText(/^Tell Ana Kovač/)).toBeTruthy();
		await user.click(told.getByRole("button", { name: "Your laptops" }));
		expect(useNavigation.getState().route).toMatchObject({ screen: "settings" });
	});
});

describe("copying and moving to another space", () => {
	async function dialogTo(move: boolean, into?: string) {
		const reading = teamSpace({ space: "b2".repeat(16), name: "Only to read", role: "reader" });
		const second = teamSpace({ space: "b3".repeat(16), name: "Night shift", role: "editor" });
		const engine = teamEngine([teamSpace(), reading, second], [MINE]);
		engine.answerActs({ "copy-to-space": () => ({ ids: ["n".repeat(26)], trashed: move ? [MINE.id, "i".repeat(26)] : [] }) });
		const opened = await openApp({ engine });
		askForSpaces({ is: "copy", ids: [MINE.id], title: MINE.title, from: FAKE_PRIVATE, move, ...(into === undefined ? {} : { into }) });
		const dialog = within(await screen.findByRole("dialog", { name: `${move ? "Move" : "Copy"} “Work sample” to another space` }));
		return { ...opened, engine, dialog };
	}

	it("offers the spaces that one may write in, and the way back takes everything back", async () => {
		const { user, engine, dialog } = await dialogTo(true);
		const button = dialog.getByRole("button", { name: "Move" }) as HTMLButtonElement;
		expect(button.disabled).toBe(true);
		await user.click(await dialog.findByLabelText("Into", { selector: "input" }));
		expect(screen.getAllByRole("option", { hidden: true }).map(({ textContent }) => textContent)).toEqual([
			"Valve team wiki",
			"Night shift",
		]);
		await user.click(screen.getByRole("option", { name: "Night shift", hidden: true }));
		await user.click(button);
		expect(engine.acted.at(-1)).toEqual({ name: "copy-to-space", params: { ids: [MINE.id], space: "b3".repeat(16), move: true } });
		expect(await screen.findByText("“Work sample” was moved to “Night shift”.")).toBeTruthy();
		await user.click(screen.getByRole("button", { name: "Undo" }));
		expect(engine.ran.at(-1)?.map((command) => [command.do, "id" in command ? command.id : ""])).toEqual([
			["trash", "n".repeat(26)],
			["restore", MINE.id],
			["restore", "i".repeat(26)],
		]);
	});

	it("has the space ready that something was dropped on", async () => {
		const { user, engine, dialog } = await dialogTo(false, TEAM);
		await waitFor(() => expect((dialog.getByLabelText("Into", { selector: "input" }) as HTMLInputElement).value).toBe("Valve team wiki"));
		await user.click(dialog.getByRole("button", { name: "Copy" }));
		expect(engine.acted.at(-1)?.params).toEqual({ ids: [MINE.id], space: TEAM, move: false });
	});

	it("says so where there is no other space to write in", async () => {
		const engine = teamEngine([teamSpace({ role: "reader" })], [MINE]);
		await openApp({ engine });
		askForSpaces({ is: "copy", ids: [MINE.id], title: MINE.title, from: FAKE_PRIVATE, move: false });
		expect(await screen.findByText("There is no other space that you may write in.")).toBeTruthy();
	});
});
