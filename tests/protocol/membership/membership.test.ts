import { beforeEach, describe, expect, test } from "vitest";
import { needsNewKey } from "../../../shared/protocol/membership/space-keys";
import { foundTeam, giveRole, invite, join, meet, member, remove, roleOf, stranger, type Team } from "./team";

let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

describe("invites", () => {
	test("whoever has the link joins in the role it gives", async () => {
		const ben = await member(team, "Ben", "commenter");
		expect(roleOf(team.ada, ben)).toBe("commenter");
	});

	test("an invite for one person lets one in, whoever's laptops meet first", async () => {
		const link = await invite(team, team.ada, "editor", { uses: 1 });
		const [ben, cleo] = [stranger(team, "Ben"), stranger(team, "Cleo")];
		await meet(team.ada, ben);
		await meet(team.ada, cleo);
		expect(await join(ben, link)).toHaveProperty("id");
		expect(await join(cleo, link)).toHaveProperty("id");
		await ben.write("content", "from ben");
		await cleo.write("content", "from cleo");
		await meet(team.ada, ben, cleo);
		const roles = [ben, cleo].map((one) => roleOf(team.ada, one));
		expect(roles.filter((role) => role !== null)).toHaveLength(1);
		for (const device of [ben, cleo]) expect([ben, cleo].map((one) => roleOf(device, one))).toEqual(roles);
		// The words of the one who came too late are kept aside, not lost.
		const standings = [...team.ada.disk.considered.values()]
			.filter(({ header }) => header.lane === "content")
			.map(({ standing }) => standing);
		expect(standings.sort()).toEqual(["accepted", "late"]);
	});

	test("an invite that has ended, was used up or was withdrawn lets nobody in", async () => {
		const ended = await invite(team, team.ada, "editor", { ends: team.clock + 1 });
		const used = await invite(team, team.ada, "editor", { uses: 1 });
		const withdrawn = await invite(team, team.ada, "editor");
		const ben = stranger(team, "Ben");
		await meet(team.ada, ben);
		await join(ben, used);
		await meet(team.ada, ben);
		const invites = [...(team.ada.history().current()?.invites.values() ?? [])];
		const last = invites[2];
		if (last !== undefined) await team.ada.state({ is: "withdraw-invite", invite: last.invite });
		team.clock += 10;
		const cleo = stranger(team, "Cleo");
		await meet(team.ada, cleo);
		expect(await join(cleo, ended)).toEqual({ refused: "invite-ended" });
		expect(await join(cleo, used)).toEqual({ refused: "invite-used-up" });
		expect(await join(cleo, withdrawn)).toEqual({ refused: "invite-ended" });
	});

	test("a link of another space, or with another secret, lets nobody in", async () => {
		const link = await invite(team, team.ada, "editor");
		const ben = stranger(team, "Ben");
		await meet(team.ada, ben);
		expect(await join(ben, { ...link, secret: new Uint8Array(32) })).toEqual({ refused: "no-such-invite" });
		expect(await join(ben, { ...link, space: "0".repeat(32) })).toEqual({ refused: "bad-proof" });
	});
});

describe("roles", () => {
	test("a reader reads, a commenter comments, an editor edits, and none of them governs", async () => {
		const allowed: Record<string, readonly string[]> = {};
		for (const role of ["editor", "commenter", "reader"] as const) {
			const one = await member(team, role, role);
			const tries = {
				content: await one.write("content", "words"),
				annotation: await one.write("annotation", "a comment"),
				remove: await remove(one, team.ada),
				promote: await giveRole(one, one, "owner"),
			};
			allowed[role] = Object.entries(tries).flatMap(([name, result]) => ("id" in result ? [name] : []));
		}
		expect(allowed).toEqual({ editor: ["content", "annotation"], commenter: ["annotation"], reader: [] });
	});

	test("what an editor wrote before they were made a reader stays; what they wrote after, not knowing it, is late", async () => {
		const ben = await member(team, "Ben", "editor");
		await ben.write("content", "before");
		await meet(team.ada, ben);
		await giveRole(team.ada, ben, "reader");
		await ben.write("content", "after");
		await meet(team.ada, ben);
		const standings = [...team.ada.disk.considered.values()]
			.filter(({ header }) => header.lane === "content")
			.map(({ standing }) => standing);
		expect(standings).toEqual(["accepted", "late"]);
		expect(await ben.write("content", "knowing it")).toEqual({ refused: "role" });
	});

	test("an owner takes in what came late", async () => {
		const ben = await member(team, "Ben", "editor");
		await giveRole(team.ada, ben, "reader");
		const written = await ben.write("content", "after");
		await meet(team.ada, ben);
		const late = [...team.ada.disk.considered.values()].find(({ standing }) => standing === "late");
		expect(written).toEqual({ id: late?.id });
		await team.ada.state({ is: "admit", device: ben.speaker.device, number: late?.header.number ?? 0 });
		await meet(team.ada, ben);
		for (const device of [team.ada, ben]) expect(device.disk.considered.get(late?.id ?? "")?.standing).toBe("accepted");
	});
});

describe("removal", () => {
	test("beats what the removed does meanwhile: whoever they let in is out again", async () => {
		const ben = await member(team, "Ben", "owner");
		await remove(team.ada, ben);
		const link = await invite(team, ben, "owner");
		const cleo = stranger(team, "Cleo");
		await meet(ben, cleo);
		await join(cleo, link);
		expect(roleOf(cleo, cleo)).toBe("owner");
		await meet(team.ada, ben, cleo);
		for (const device of [team.ada, ben, cleo]) expect([ben, cleo].map((one) => roleOf(device, one))).toEqual([null, null]);
	});

	// Which of the two has the lower id is chance: both cases are to come up.
	test.each([1, 2, 3, 4, 5, 6, 7, 8])("when two owners remove each other, the one who has been here longer stays (%i)", async () => {
		const ben = await member(team, "Ben", "owner");
		await remove(team.ada, ben);
		await remove(ben, team.ada);
		await meet(team.ada, ben);
		for (const device of [team.ada, ben]) {
			expect(roleOf(device, team.ada)).toBe("owner");
			expect(roleOf(device, ben)).toBe(null);
		}
	});

	test("two removals that crossed both hold, and a new key is needed", async () => {
		const [ben, cleo, dan] = [
			await member(team, "Ben", "owner"),
			await member(team, "Cleo", "editor"),
			await member(team, "Dan", "editor"),
		];
		await meet(team.ada, ben, cleo, dan);
		await remove(team.ada, cleo);
		await remove(ben, dan);
		await meet(team.ada, ben);
		for (const device of [team.ada, ben]) expect([cleo, dan].map((one) => roleOf(device, one))).toEqual([null, null]);
		expect(needsNewKey(team.ada.history())).toBe(true);
	});

	test("somebody who was removed can be invited again, and what they write then counts", async () => {
		const ben = await member(team, "Ben", "editor");
		await remove(team.ada, ben);
		await meet(team.ada, ben);
		expect(await ben.write("content", "not now")).toEqual({ refused: "not-a-member" });
		const link = await invite(team, team.ada, "editor");
		await meet(team.ada, ben);
		expect(await join(ben, link)).toHaveProperty("id");
		expect(await ben.write("content", "again")).toHaveProperty("id");
		await meet(team.ada, ben);
		expect(roleOf(team.ada, ben)).toBe("editor");
	});

	test("a space never loses its last owner", async () => {
		await member(team, "Ben", "editor");
		expect(await team.ada.state({ is: "leave" })).toEqual({ refused: "last-owner" });
		expect(await giveRole(team.ada, team.ada, "reader")).toEqual({ refused: "last-owner" });
		expect(await remove(team.ada, team.ada)).toEqual({ refused: "last-owner" });
	});
});
