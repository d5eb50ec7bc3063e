import sodium from "libsodium-wrappers-sumo";
import { beforeEach, describe, expect, test } from "vitest";
import { fromHex } from "../../shared/protocol/bytes";
import { certifyDevice } from "../../shared/protocol/identity";
import { makeDeviceAddition, makeJoin, makePersonRemoval, makeRotation } from "../../shared/protocol/membership/making-statements";
import type { Statement } from "../../shared/protocol/membership/statements";
import type { SimulatedDevice } from "../convergence/simulated-device";
import { foundTeam, giveRole, invite, meet, member, remove, seenBy, stranger, type Team } from "./membership/team";

let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

/** What becomes of an envelope that reaches Ada, and whether anything of hers changed by it. */
async function offeredToAda(bytes: Uint8Array): Promise<string> {
	const before = [...team.ada.disk.considered.keys()];
	const [outcome] = await team.ada.take([bytes]);
	if (outcome === undefined) return "nothing";
	if (outcome.is === "refused" || outcome.is === "waiting") expect([...team.ada.disk.considered.keys()]).toEqual(before);
	return outcome.is === "refused" ? outcome.why : outcome.is;
}

const joinOf = async (device: SimulatedDevice, change: Partial<Extract<Statement, { is: "join" }>>): Promise<Uint8Array> => {
	const link = await invite(team, team.ada, "editor");
	await meet(team.ada, device);
	return device.forge({ ...makeJoin(sodium, link, device.speaker, null), ...change } as Statement);
};

describe("a copy lets nobody in who has no right, says why, and loses nothing", () => {
	test("a device that its person has not certified", async () => {
		const ben = stranger(team, "Ben");
		const other = sodium.crypto_sign_keypair();
		const certificate = certifyDevice(sodium, other.privateKey, fromHex(ben.speaker.device));
		expect(await offeredToAda(await joinOf(ben, { certificate }))).toBe("bad-certificate");
		expect(await offeredToAda(await joinOf(ben, { person: sodium.to_hex(other.publicKey) }))).toBe("bad-proof");
		expect(await offeredToAda(await ben.forge(makeDeviceAddition({ ...ben.speaker, person: team.ada.speaker.person })))).toBe(
			"bad-certificate",
		);
	});

	test("an envelope of another space", async () => {
		const other = await foundTeam();
		expect(await offeredToAda(await other.ada.forge("content"))).toBe("wrong-space");
	});

	test("a stranger who knows the space's id and heads", async () => {
		const mallory = stranger(team, "Mallory");
		await meet(team.ada, mallory);
		expect(await offeredToAda(await mallory.forge("content"))).toBe("not-a-member");
		expect(await offeredToAda(await mallory.forge({ is: "leave" }))).toBe("not-a-member");
	});

	test("a reader who writes, a commenter who writes content", async () => {
		const [reader, commenter] = [await member(team, "Rea", "reader"), await member(team, "Com", "commenter")];
		await meet(team.ada, reader, commenter);
		expect(await offeredToAda(await reader.forge("content"))).toBe("role");
		expect(await offeredToAda(await reader.forge("annotation"))).toBe("role");
		expect(await offeredToAda(await commenter.forge("content"))).toBe("role");
		expect(await offeredToAda(await commenter.forge("annotation"))).toBe("accepted");
	});

	test("statements by somebody who is no owner", async () => {
		const ben = await member(team, "Ben", "editor");
		const membership = ben.history().current();
		if (membership === null) throw new Error("there is no space");
		const statements: Statement[] = [
			{ is: "set-role", person: ben.speaker.person, role: "owner", seen: [] },
			makePersonRemoval(sodium, membership, team.ada.speaker.person, seenBy(ben)).statement,
			makeRotation(sodium, membership).statement,
			{ is: "invite", invite: "0".repeat(64), role: "owner", ends: 0, uses: 0, keys: [], boxes: [] },
			{ is: "admit", device: ben.speaker.device, number: 9 },
			{ is: "remove-device", device: team.ada.speaker.device, seen: [], epoch: 1, key: "0".repeat(32), boxes: [] },
		];
		for (const statement of statements) expect(await offeredToAda(await ben.forge(statement)), statement.is).toBe("no-right");
	});

	test("a member who was removed and knows it", async () => {
		const ben = await member(team, "Ben", "editor");
		await remove(team.ada, ben);
		await meet(team.ada, ben);
		expect(await offeredToAda(await ben.forge("content"))).toBe("not-a-member");
	});

	test("a member who was removed and plays that they do not know it: kept aside, for the owners to see", async () => {
		const ben = await member(team, "Ben", "editor");
		await ben.write("content", "in time");
		await meet(team.ada, ben);
		const heads = ben.history().heads().map(fromHex);
		await remove(team.ada, ben);
		await meet(team.ada, ben);
		expect(await offeredToAda(await ben.forge("content", { heads }))).toBe("late");
	});

	test("heads that go back behind what the device has named before", async () => {
		const ben = await member(team, "Ben", "editor");
		const heads = ben.history().heads().map(fromHex);
		await giveRole(team.ada, await member(team, "Cleo", "reader"), "editor");
		await meet(team.ada, ben);
		await ben.write("content", "knowing more");
		await meet(team.ada, ben);
		expect(await offeredToAda(await ben.forge("content", { heads }))).toBe("membership-rolled-back");
		expect(await offeredToAda(await ben.forge("content", { heads: [] }))).toBe("membership-rolled-back");
	});

	test("somebody who writes in another's name", async () => {
		const ben = await member(team, "Ben", "editor");
		expect(await offeredToAda(await ben.forge("content", { device: fromHex(team.ada.speaker.device) }))).toBe("bad-signature");
	});

	test("an envelope whose forerunner was withheld waits, and counts once that has come", async () => {
		const ben = await member(team, "Ben", "editor");
		const [first, second] = [await ben.write("content", "one"), await ben.write("content", "two")];
		const bytesOf = (written: object): Uint8Array =>
			ben.disk.considered.get("id" in written ? String(written.id) : "")?.bytes ?? new Uint8Array();
		expect(await offeredToAda(bytesOf(second))).toBe("waiting");
		expect(await offeredToAda(bytesOf(first))).toBe("accepted");
		expect([...team.ada.disk.considered.keys()]).toContain("id" in second ? second.id : "");
	});

	test("a bit that was flipped, anywhere", async () => {
		const ben = await member(team, "Ben", "editor");
		const bytes = await ben.forge("content");
		for (let at = 0; at < bytes.length; at++) {
			const flipped = Uint8Array.from(bytes);
			flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
			expect(["bad-signature", "not-an-envelope", "newer-version", "wrong-space"], `byte ${at}`).toContain(await offeredToAda(flipped));
		}
		expect(await offeredToAda(bytes)).toBe("accepted");
	});
});
