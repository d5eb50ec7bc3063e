import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { makeDeviceAddition, makeHandKeys, makeRotation } from "../../../shared/protocol/membership/making-statements";
import { keyName, keysLacking, openBox, type SpaceKey, writingKey } from "../../../shared/protocol/membership/space-keys";
import { type SimulatedDevice, simulateDevice } from "../../convergence/simulated-device";
import { foundTeam, invite, join, meet, member, remove, stranger, type Team } from "./team";

beforeAll(() => sodium.ready);
let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

const lackingAt = (device: SimulatedDevice): readonly string[] =>
	keysLacking(device.history())
		.map(({ to }) => to)
		.sort();

/** States what a copy with these keys hands on, until nobody lacks any of them. */
async function handAll(by: SimulatedDevice, keys: readonly SpaceKey[]): Promise<void> {
	for (let statement = makeHandKeys(sodium, by.history(), keys); statement !== null; statement = makeHandKeys(sodium, by.history(), keys))
		expect(await by.state(statement)).toHaveProperty("id");
}

test("whoever lacks a key of the space is named, with which; any member's laptop that has it hands it over", async () => {
	expect(keysLacking(team.ada.history())).toEqual([]);
	const ben = await member(team, "Ben", "reader");
	expect(lackingAt(team.ada)).toEqual([ben.speaker.device, ben.speaker.person].sort());
	expect(keysLacking(team.ada.history())[0]?.keys).toEqual([keyName(sodium, team.key.key)]);
	await handAll(ben, [team.key]);
	await meet(team.ada, ben);
	for (const device of [team.ada, ben]) expect(keysLacking(device.history())).toEqual([]);
});

test("a laptop that was added while a new key was made elsewhere gets both, and opens them with its own key", async () => {
	const person = { name: "Ben", keys: sodium.crypto_sign_keypair() };
	const pair = sodium.crypto_sign_keypair();
	const at = () => team.clock;
	const first = simulateDevice(sodium, team.space, person, "Ben's laptop", team.key.key, at);
	const link = await invite(team, team.ada, "editor");
	await meet(team.ada, first);
	await join(first, link);
	await meet(team.ada, first);
	const second = simulateDevice(sodium, team.space, person, "Ben's new laptop", team.key.key, at, pair);
	await meet(first, second);
	const membership = team.ada.history().current();
	if (membership === null) throw new Error("there is no space");
	const { statement, key } = makeRotation(sodium, membership);
	await team.ada.state(statement);
	expect(await second.state(makeDeviceAddition(second.speaker))).toHaveProperty("id");
	await meet(team.ada, first, second);
	expect(lackingAt(team.ada)).toContain(second.speaker.device);
	await handAll(team.ada, [team.key, key]);
	await meet(team.ada, first, second);
	expect(lackingAt(second)).toEqual([]);
	const mine = second
		.history()
		.handedKeys()
		.flatMap(({ boxes }) => boxes.filter(({ to }) => to === second.speaker.device));
	const opened = mine.flatMap((box) => openBox(sodium, box, pair) ?? []);
	const writing = second.history().current();
	expect(opened.map((one) => keyName(sodium, one.key))).toContain(writing === null ? "" : writingKey(writing)?.key);
	expect(opened).toHaveLength(2);
});

test("an invite that was open when a new key was made beside it gets the key too", async () => {
	const ben = await member(team, "Ben", "owner");
	await handAll(team.ada, [team.key]);
	await meet(team.ada, ben);
	const membership = team.ada.history().current();
	if (membership === null) throw new Error("there is no space");
	const { statement, key } = makeRotation(sodium, membership);
	await team.ada.state(statement);
	await invite(team, ben, "editor");
	await meet(team.ada, ben);
	expect(keysLacking(ben.history())).toMatchObject([{ keys: [keyName(sodium, key.key)] }]);
	await handAll(team.ada, [team.key, key]);
	expect(lackingAt(team.ada)).toEqual([]);
});

test("keys are handed to nobody outside, by nobody outside, and not to whoever was removed", async () => {
	const [ben, mallory] = [await member(team, "Ben", "editor"), stranger(team, "Mallory")];
	await meet(team.ada, ben, mallory);
	const to = (publicKey: string) => ({
		is: "hand-keys" as const,
		keys: [keyName(sodium, team.key.key)],
		boxes: [{ to: publicKey, box: new Uint8Array(80) }],
	});
	expect(await ben.state(to(mallory.speaker.device))).toEqual({ refused: "no-such-recipient" });
	expect(await mallory.state(to(ben.speaker.device))).toEqual({ refused: "not-a-member" });
	await remove(team.ada, ben);
	expect(lackingAt(team.ada)).toEqual([]);
	expect(await team.ada.state(to(ben.speaker.device))).toEqual({ refused: "no-such-recipient" });
});

test("what one copy cannot hand over, for want of it, another adds", async () => {
	const ben = await member(team, "Ben", "editor");
	const keys: SpaceKey[] = [team.key];
	for (let count = 0; count < 40; count++) {
		const membership = team.ada.history().current();
		if (membership === null) throw new Error("there is no space");
		const { statement, key } = makeRotation(sodium, membership);
		await team.ada.state(statement);
		keys.push(key);
	}
	await meet(team.ada, ben);
	await handAll(team.ada, keys.slice(0, 20));
	await handAll(team.ada, keys);
	expect(lackingAt(team.ada)).toEqual([]);
});
