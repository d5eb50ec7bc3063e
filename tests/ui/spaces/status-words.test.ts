import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RemoteStatus, SpaceSummary, SyncStatus } from "../../../renderer/engine/spaces-contract";
import { hostOf, serverAddress } from "../../../renderer/features/spaces/sync/server-address";
import { statusOf } from "../../../renderer/features/spaces/sync/status-words";

const TEAM = "a1".repeat(16);
const OTHER = "b2".repeat(16);

const space = (id: string, more: Partial<SpaceSummary> = {}): SpaceSummary => ({
	space: id,
	kind: "team",
	name: id,
	role: "owner",
	state: "ready",
	members: 2,
	items: 0,
	server: null,
	...more,
});
const own = space("00", { kind: "private" });

const remote = (more: Partial<RemoteStatus> = {}): RemoteStatus => ({
	remote: "r",
	kind: "server",
	name: "wss://sync.example",
	state: "connected",
	problem: "",
	lastMet: 1000,
	...more,
});

const standing = (id: string, onlyHere: number, upToDate: boolean): SyncStatus["spaces"][number] => ({
	space: id,
	onlyHere,
	remotes: [{ remote: "r", toSend: upToDate ? 0 : 2, toReceive: 0, upToDate, refused: "" }],
});

const sync = (more: Partial<SyncStatus> = {}): SyncStatus => ({
	paused: false,
	metered: false,
	seen: true,
	local: true,
	localPort: null,
	remotes: [remote()],
	spaces: [standing(TEAM, 0, true)],
	...more,
});

const said = (status: SyncStatus, spaces: readonly SpaceSummary[] = [own, space(TEAM)]): readonly string[] =>
	statusOf(status, spaces).parts.map(({ is }) => is);

describe("what the status line says", () => {
	it("is nothing of copies in a book that shares nothing", () => {
		expect(statusOf(sync({ remotes: [], spaces: [{ space: "00", onlyHere: 14, remotes: [] }] }), [own])).toEqual({
			tone: "good",
			parts: [],
		});
	});

	it("does not count for ever what has nowhere to go: a book of one laptop without a server is saved, and that is all", () => {
		const alone = [own, space(TEAM, { members: 1 })];
		const spaces = [
			{ space: own.space, onlyHere: 14, remotes: [] },
			{ space: TEAM, onlyHere: 2, remotes: [] },
		];
		expect(statusOf(sync({ remotes: [], spaces }), alone)).toEqual({ tone: "good", parts: [] });
		expect(statusOf(sync({ remotes: [], spaces }), [own, space(TEAM, { members: 2 })]).parts[0]).toEqual({ is: "only-here", count: 2 });
		expect(
			statusOf(sync({ remotes: [], spaces }), [{ ...own, server: "wss://sync.example" }, space(TEAM, { members: 1 })]).parts[0],
		).toEqual({
			is: "only-here",
			count: 14,
		});
	});

	it("begins with what is nowhere else, and goes on with who is up to date", () => {
		const status = statusOf(sync({ spaces: [standing(TEAM, 0, true), { space: OTHER, onlyHere: 14, remotes: [] }] }), [
			own,
			space(TEAM),
			space(OTHER),
		]);
		expect(status.tone).toBe("busy");
		expect(status.parts).toMatchObject([
			{ is: "only-here", count: 14 },
			{ is: "up-to-date", time: 1000 },
		]);
	});

	it("names the space where only some of what a remote has is up to date", () => {
		const [part] = statusOf(
			sync({ remotes: [remote({ state: "offline" })], spaces: [standing(TEAM, 0, true), standing(OTHER, 0, false)] }),
			[own, space(TEAM), space(OTHER)],
		).parts;
		expect(part).toMatchObject({ is: "up-to-date", space: { space: TEAM } });
	});

	it("names no space where everything is", () => {
		expect(statusOf(sync(), [own, space(TEAM)])).toMatchObject({ tone: "good", parts: [{ is: "up-to-date", space: null }] });
	});

	it("says that something is on its way, that nobody is in reach, that nobody was met yet", () => {
		expect(said(sync({ spaces: [standing(TEAM, 0, false)] }))).toEqual(["exchanging"]);
		expect(said(sync({ remotes: [remote({ state: "offline" })], spaces: [standing(TEAM, 0, false)] }))).toEqual(["last-met"]);
		expect(said(sync({ remotes: [remote({ lastMet: null, state: "connecting" })] }))).toEqual(["never-met"]);
		expect(said(sync({ remotes: [] }))).toEqual(["never-met"]);
	});

	it("says first that a server refuses, and that sync is paused", () => {
		expect(said(sync({ remotes: [remote({ state: "refused", problem: "registration-closed" })] }))[0]).toBe("refused");
		expect(said(sync({ paused: true }))).toContain("paused");
	});

	it("never calls it good while something is only here", () => {
		const counts = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
		fc.assert(
			fc.property(counts, fc.boolean(), (only, upToDate) => {
				const spaces = only.map((count, index) => standing(`s${index}`, count, upToDate));
				const { tone, parts } = statusOf(
					sync({ spaces }),
					spaces.map((one) => space(one.space)),
				);
				const total = only.reduce((sum, count) => sum + count, 0);
				expect(tone === "good").toBe(total === 0 && parts.every(({ is }) => is === "up-to-date" || is === "exchanging"));
				expect(parts.some((part) => part.is === "only-here" && part.count === total)).toBe(total > 0);
			}),
		);
	});
});

describe("a server's address", () => {
	it.each([
		["sync.example", "wss://sync.example"],
		["  wss://sync.example/  ", "wss://sync.example"],
		["https://sync.example", "wss://sync.example"],
		["http://localhost:4000", "ws://localhost:4000"],
		["localhost:4000", "wss://localhost:4000"],
		["wss://sync.example/team", "wss://sync.example/team"],
		["not a server", null],
		["", null],
		["ftp://sync.example", null],
		["wss://user@sync.example", null],
	])("%j is %j", (typed, address) => expect(serverAddress(typed)).toBe(address));

	it("is known by its host", () => {
		expect(hostOf("wss://sync.example:8080/team")).toBe("sync.example:8080");
		expect(hostOf("odd")).toBe("odd");
	});
});
