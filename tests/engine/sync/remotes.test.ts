import { afterEach, expect, test } from "vitest";
import type { SyncStatus } from "../../../renderer/engine/spaces-contract";
import { idsOn, type Laptop, laptopOf, newBen, newShelfServer, write } from "../../protocol/conversation/carried";
import { after, newServer, until } from "../../protocol/conversation/meeting";
import { foundTeam, type Team } from "../../protocol/membership/team";
import { createNetwork, type Network, type SyncedLaptop, syncLaptop } from "./network";

const ADDRESS = "ws://team.example";
const URL = `${ADDRESS}/sync`;
const running: SyncedLaptop[] = [];

afterEach(() => {
	for (const { sync } of running.splice(0)) sync.close();
});

function start(laptop: Laptop, network: Network, servers: Readonly<Record<string, string>> = {}, more = {}): SyncedLaptop {
	const synced = syncLaptop(laptop, network, more, servers);
	running.push(synced);
	return synced;
}

/** Ada's laptop with her team, and Ben's that has nothing of it yet. */
async function adaAndBen(): Promise<{ readonly team: Team; readonly ada: Laptop; readonly ben: Laptop }> {
	const team = await foundTeam();
	const ben = await newBen(team);
	const ada = laptopOf(team.ada);
	await ada.keep();
	await ben.keep();
	return { team, ada, ben };
}

/** The status once something is true of it. */
async function statusOnce({ sync }: SyncedLaptop, isTrue: (status: SyncStatus) => boolean, what: string): Promise<SyncStatus> {
	let status = await sync.status();
	const end = Date.now() + 10_000;
	while (!isTrue(status)) {
		if (Date.now() > end) throw new Error(`never: ${what}; ${JSON.stringify(status)}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
		status = await sync.status();
	}
	return status;
}

const isUpToDate = ({ spaces }: SyncStatus): boolean =>
	spaces.every(({ onlyHere, remotes }) => onlyHere === 0 && remotes.length > 0 && remotes.every(({ upToDate }) => upToDate));

test("what one writes reaches the server and from there the other, and the status says that it is safe", async () => {
	const { team, ada, ben } = await adaAndBen();
	const network = createNetwork();
	const server = newShelfServer();
	network.server(URL, server);
	const one = start(ada, network, { [team.space]: ADDRESS });
	await statusOnce(one, isUpToDate, "the team is on the server");
	const other = start(ben, network, { [team.space]: ADDRESS });
	await write(ada, 5);
	await until(() => idsOn(ben.shelf, team.space).length === idsOn(ada.shelf, team.space).length, "Ben has all");
	const status = await statusOnce(one, isUpToDate, "safe");
	expect(status.remotes).toMatchObject([{ remote: ADDRESS, kind: "server", state: "connected", problem: "" }]);
	expect(status.remotes[0]?.lastMet).toBeGreaterThan(0);
	await write(ben, 1, "his");
	await until(() => ada.ids(team.space).length === ben.ids(team.space).length, "Ada has his");
	await statusOnce(other, isUpToDate, "his is safe");
});

test("while the server cannot be reached the changes are counted as being only here; when it is back they are not", async () => {
	const { team, ada } = await adaAndBen();
	const network = createNetwork();
	const one = start(ada, network, { [team.space]: ADDRESS });
	await write(ada, 3);
	const status = await statusOnce(one, ({ remotes }) => remotes[0]?.state === "offline" && remotes[0].problem !== "", "offline");
	expect(status.remotes[0]).toMatchObject({ problem: "unreachable", lastMet: null });
	expect(status.spaces[0]?.onlyHere).toBe(ada.ids(team.space).length - 1);
	network.server(URL, newShelfServer());
	one.sync.online();
	await statusOnce(one, isUpToDate, "safe");
});

test("a line that is cut again and again brings everything in the end", async () => {
	const { team, ada, ben } = await adaAndBen();
	await write(ada, 300);
	const network = createNetwork();
	network.server(URL, newShelfServer());
	const servers = { [team.space]: ADDRESS };
	const soon = { after: (milliseconds: number, work: () => void) => after(milliseconds > 20_000 ? milliseconds : milliseconds / 50, work) };
	start(ada, network, servers, soon);
	start(ben, network, servers, soon);
	// Each line carries so much and no more: much less than all there is.
	const cutting = setInterval(() => {
		for (const line of network.opened) if (line.sent.initiator.frames + line.sent.responder.frames > 24) line.cut();
	}, 1);
	await until(() => ben.ids(team.space).length === ada.ids(team.space).length, "everything");
	clearInterval(cutting);
});

test("another server at the same address is not trusted", async () => {
	const { team, ada } = await adaAndBen();
	const network = createNetwork();
	const server = newShelfServer();
	network.server(URL, server);
	const one = start(ada, network, { [team.space]: ADDRESS });
	await statusOnce(one, isUpToDate, "safe");
	network.server(URL, { ...newShelfServer(), identity: newServer() });
	network.opened.at(-1)?.cut();
	one.sync.online();
	const status = await statusOnce(one, ({ remotes }) => remotes[0]?.state === "refused", "refused");
	expect(status.remotes[0]?.problem).toBe("wrong-counterpart");
});

test("a server that lets nobody in says so to whoever signs up, and is none of theirs", async () => {
	const { ada } = await adaAndBen();
	const network = createNetwork();
	const server = newShelfServer();
	server.offered = { ...server.offered, register: async () => ({ refused: "registration-needs-invite" }) };
	network.server(URL, server);
	const one = start(ada, network);
	await expect(one.sync.addServer("http://team.example/", "wrong")).rejects.toMatchObject({
		code: "refused",
		reason: "registration-needs-invite",
	});
	expect((await one.sync.status()).remotes).toEqual([]);
	server.offered = { ...server.offered, register: async (_, token) => (token === "right" ? { ok: true } : { refused: "not-allowed" }) };
	await one.sync.addServer(ADDRESS, "right");
	expect((await one.sync.status()).remotes).toMatchObject([{ remote: ADDRESS, state: "connected" }]);
	await expect(one.sync.addServer("no address", null)).rejects.toMatchObject({ code: "bad-request" });
});

test("two laptops that find each other exchange their space, with one conversation in the end", async () => {
	const { team, ada, ben } = await adaAndBen();
	await write(ada, 20);
	const network = createNetwork();
	const [one, other] = [start(ada, network), start(ben, network)];
	await until(() => one.sync.port() !== null && other.sync.port() !== null, "listening");
	network.announce();
	await until(() => ben.ids(team.space).length === ada.ids(team.space).length, "Ben has all");
	await write(ben, 2, "his");
	await until(() => ben.ids(team.space).length === ada.ids(team.space).length, "Ada has his");
	const status = await statusOnce(one, isUpToDate, "Ada's are safe with Ben");
	expect(status.remotes).toMatchObject([{ remote: ben.identity.device, kind: "peer", state: "connected" }]);
	expect(status.remotes[0]?.lastMet).toBeGreaterThan(0);
	await statusOnce(other, isUpToDate, "his are safe with Ada");
	expect([...one.problems, ...other.problems]).toEqual([]);
});

test("who comes to the server before the team does is let in when it has come", async () => {
	const { team, ada, ben } = await adaAndBen();
	const network = createNetwork();
	network.server(URL, newShelfServer());
	const soon = { after: (milliseconds: number, work: () => void) => after(milliseconds / 100, work) };
	const other = start(ben, network, { [team.space]: ADDRESS }, soon);
	const status = await statusOnce(other, ({ spaces }) => (spaces[0]?.remotes[0]?.refused ?? "") !== "", "refused");
	expect(status.spaces[0]?.remotes[0]).toMatchObject({ refused: "no-such-space", upToDate: false });
	start(ada, network, { [team.space]: ADDRESS });
	await write(ada, 2);
	await until(() => ben.ids(team.space).length === ada.ids(team.space).length, "Ben has all");
});

test("a paused laptop meets nobody, and goes on when it is resumed", async () => {
	const { team, ada, ben } = await adaAndBen();
	const network = createNetwork();
	network.server(URL, newShelfServer());
	const servers = { [team.space]: ADDRESS };
	const one = start(ada, network, servers);
	await statusOnce(one, isUpToDate, "safe");
	const other = start(ben, network, servers);
	await one.sync.set({ paused: true });
	await write(ada, 1);
	await statusOnce(other, isUpToDate, "Ben stands still");
	const paused = await one.sync.status();
	expect(paused).toMatchObject({ paused: true, localPort: null, remotes: [{ state: "paused" }] });
	expect(paused.spaces[0]?.onlyHere).toBe(1);
	expect(ben.ids(team.space).length).toBe(ada.ids(team.space).length - 1);
	await one.sync.set({ paused: false });
	await until(() => ben.ids(team.space).length === ada.ids(team.space).length, "Ben has all");
});

test("strangers who find each other exchange nothing", async () => {
	const [mine, theirs] = [await adaAndBen(), await adaAndBen()];
	const network = createNetwork();
	const [one, other] = [start(mine.ada, network), start(theirs.ada, network)];
	await until(() => one.sync.port() !== null && other.sync.port() !== null, "listening");
	network.announce();
	await until(() => network.opened.length >= 2, "calls");
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(mine.ada.shelf.all()).toHaveLength(1);
	expect((await one.sync.status()).remotes).toEqual([]);
	expect((await other.sync.status()).remotes).toEqual([]);
});
