import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { toHex } from "../../../shared/protocol/bytes";
import { type InviteLink, inviteKeys } from "../../../shared/protocol/membership/invite-link";
import {
	makeDeviceAddition,
	makeDeviceRemoval,
	makePersonRemoval,
	makeRoleChange,
} from "../../../shared/protocol/membership/making-statements";
import { keysLacking, needsNewKey, writingKey } from "../../../shared/protocol/membership/space-keys";
import { type Person, type SimulatedDevice, simulateDevice } from "../../convergence/simulated-device";
import { foundTeam, giveRole, invite, join, meet, member, remove, roleOf, seenBy, stranger, type Team } from "./team";

beforeAll(() => sodium.ready);
let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

const publicKeyOf = (link: InviteLink): string => toHex(inviteKeys(sodium, link.secret).publicKey);
const recipientsAt = (device: SimulatedDevice): readonly string[] => {
	const membership = device.history().current();
	return membership === null ? [] : (writingKey(membership)?.boxes.map(({ to }) => to) ?? []);
};
const owners = (device: SimulatedDevice): readonly string[] =>
	[...(device.history().current()?.members.values() ?? [])].filter(({ role }) => role === "owner").map(({ person }) => person);

test("whoever is removed does not read on or come back by an invite that they made", async () => {
	const ben = await member(team, "Ben", "owner");
	const link = await invite(team, ben, "owner");
	await meet(team.ada, ben);
	await remove(team.ada, ben);
	expect(recipientsAt(team.ada)).not.toContain(publicKeyOf(link));
	expect(keysLacking(team.ada.history()).map(({ to }) => to)).not.toContain(publicKeyOf(link));
	await meet(team.ada, ben);
	expect(await join(ben, link)).toEqual({ refused: "invite-ended" });
	const again = stranger(team, "Ben under another name");
	await meet(team.ada, again);
	expect(await join(again, link)).toEqual({ refused: "invite-ended" });
});

test("nor by the one by which they came", async () => {
	const link = await invite(team, team.ada, "editor");
	const ben = stranger(team, "Ben");
	await meet(team.ada, ben);
	await join(ben, link);
	await meet(team.ada, ben);
	await remove(team.ada, ben);
	expect(recipientsAt(team.ada)).not.toContain(publicKeyOf(link));
	await meet(team.ada, ben);
	expect(await join(ben, link)).toEqual({ refused: "invite-ended" });
});

// Which statement has the lower id is chance: both cases are to come up.
test.each([1, 2, 3, 4, 5, 6])("nor under another name, as if that had joined before the removal (%i)", async () => {
	const link = await invite(team, team.ada, "editor");
	const [ben, again] = [stranger(team, "Ben"), stranger(team, "Ben under another name")];
	await meet(team.ada, ben);
	await join(ben, link);
	await meet(team.ada, ben, again);
	await invite(team, team.ada, "reader");
	await remove(team.ada, ben);
	await join(again, link);
	await meet(team.ada, again);
	expect([ben, again].map((one) => roleOf(team.ada, one))).toEqual([null, null]);
});

test.each([1, 2, 3, 4, 5, 6])(
	"whoever is removed and invited again does not bring back in who had come by their old link meanwhile (%i)",
	async () => {
		const link = await invite(team, team.ada, "editor");
		const [ben, cleo] = [stranger(team, "Ben"), stranger(team, "Cleo")];
		await meet(team.ada, ben);
		await join(ben, link);
		await meet(team.ada, ben, cleo);
		await invite(team, team.ada, "reader");
		await remove(team.ada, ben);
		await join(cleo, link);
		await meet(team.ada, ben, cleo);
		const again = await invite(team, team.ada, "editor");
		await meet(team.ada, ben);
		await join(ben, again);
		await meet(team.ada, ben, cleo);
		for (const device of [team.ada, ben, cleo]) {
			// What was put together statement by statement, and the same made anew.
			for (let start = 0; start < 2; start++) {
				expect([ben, cleo].map((one) => roleOf(device, one))).toEqual(["editor", null]);
				device.restart();
			}
		}
	},
);

test("whoever leaves knows no open invite of the team either", async () => {
	const ben = await member(team, "Ben", "owner");
	const link = await invite(team, ben, "reader");
	await ben.state({ is: "leave" });
	await meet(team.ada, ben);
	expect(team.ada.history().current()?.invites.get(publicKeyOf(link))?.withdrawn).toBe(true);
	expect(needsNewKey(team.ada.history())).toBe(true);
});

test("a laptop that was lost lets nobody in by the links that were made on it", async () => {
	const lost = await member(team, "Ben", "owner");
	const link = await invite(team, lost, "editor");
	await meet(team.ada, lost);
	const membership = team.ada.history().current();
	if (membership === null) throw new Error("there is no space");
	await team.ada.state(makeDeviceRemoval(sodium, membership, lost.speaker.device, seenBy(team.ada)).statement);
	expect(recipientsAt(team.ada)).not.toContain(publicKeyOf(link));
	const thief = stranger(team, "Thief");
	await meet(team.ada, thief);
	expect(await join(thief, link)).toEqual({ refused: "invite-ended" });
});

test.each([1, 2, 3, 4, 5, 6])("whoever is an owner no more has no open invite left, nor one made before they knew (%i)", async () => {
	const ben = await member(team, "Ben", "owner");
	const [before, cleo] = [await invite(team, ben, "owner"), stranger(team, "Cleo")];
	await meet(team.ada, ben, cleo);
	await giveRole(team.ada, ben, "editor");
	const meanwhile = await invite(team, ben, "owner");
	await giveRole(ben, ben, "owner");
	await join(cleo, before);
	await meet(team.ada, ben, cleo);
	for (const device of [team.ada, ben, cleo]) {
		expect([ben, cleo].map((one) => roleOf(device, one))).toEqual(["editor", null]);
		for (const link of [before, meanwhile]) expect(device.history().current()?.invites.get(publicKeyOf(link))?.withdrawn).not.toBe(false);
	}
});

test("an invite that was withdrawn, or that a key was handed to beside the removal of who made it, calls for a new key", async () => {
	const link = await invite(team, team.ada, "editor");
	expect(needsNewKey(team.ada.history())).toBe(false);
	await team.ada.state({ is: "withdraw-invite", invite: publicKeyOf(link) });
	expect(needsNewKey(team.ada.history())).toBe(true);
});

/** Another laptop of somebody, that Ada knows of. */
async function secondOf(person: Person, first: SimulatedDevice): Promise<SimulatedDevice> {
	const second = simulateDevice(sodium, team.space, person, `${person.name}'s other laptop`, team.key.key, () => team.clock);
	await meet(first, second);
	expect(await second.state(makeDeviceAddition(second.speaker))).toHaveProperty("id");
	await meet(team.ada, first, second);
	return second;
}

test("a new laptop of who has been here longer prevails too", async () => {
	const person = { name: "Ben", keys: sodium.crypto_sign_keypair() };
	const ben = simulateDevice(sodium, team.space, person, "Ben's laptop", team.key.key, () => team.clock);
	const link = await invite(team, team.ada, "owner");
	await meet(team.ada, ben);
	await join(ben, link);
	await meet(team.ada, ben);
	const cleo = await member(team, "Cleo", "owner");
	const second = await secondOf(person, ben);
	await meet(team.ada, cleo, second);
	await remove(cleo, ben);
	await remove(second, cleo);
	await meet(team.ada, cleo, second);
	expect([ben, cleo].map((one) => roleOf(team.ada, one))).toEqual(["owner", null]);
});

test("what a removal struck counts again when the removal itself turns out not to count", async () => {
	const [ben, cleo] = [await member(team, "Ben", "owner"), await member(team, "Cleo", "owner")];
	const dan = await member(team, "Dan", "reader");
	await meet(team.ada, ben, cleo, dan);
	// Cleo makes Dan an owner and is removed for something else meanwhile; Dan, not knowing, removes Ben, who writes.
	const asKnown = cleo.history().current();
	if (asKnown === null) throw new Error("there is no space");
	await cleo.state(makeRoleChange(asKnown, dan.speaker.person, "owner", seenBy(cleo)));
	await meet(cleo, dan);
	await remove(dan, ben);
	const link = await invite(team, ben, "editor");
	await remove(team.ada, cleo);
	const eve = stranger(team, "Eve");
	await meet(ben, eve);
	await join(eve, link);
	await meet(team.ada, ben, cleo, dan, eve);
	for (const device of [team.ada, ben, dan, eve]) {
		expect([ben, cleo, dan, eve].map((one) => roleOf(device, one))).toEqual(["owner", null, "reader", "editor"]);
	}
});

test("the last owner's removal of themselves strikes nothing of theirs", async () => {
	const ben = await member(team, "Ben", "owner");
	await meet(team.ada, ben);
	const membership = team.ada.history().current();
	if (membership === null) throw new Error("there is no space");
	await ben.state({ is: "leave" });
	await team.ada.state(makePersonRemoval(sodium, membership, team.ada.speaker.person, seenBy(team.ada)).statement);
	await meet(team.ada, ben);
	expect(owners(team.ada)).toHaveLength(1);
	expect(owners(ben)).toEqual(owners(team.ada));
});
