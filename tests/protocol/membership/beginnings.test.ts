import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import { privateSpaceIdOf } from "../../../shared/protocol/membership/credentials";
import { makeDeviceAddition, makeSpace } from "../../../shared/protocol/membership/making-statements";
import { openBox, writingKey } from "../../../shared/protocol/membership/space-keys";
import type { KeyPair } from "../../../shared/protocol/sodium";
import { type Person, type SimulatedDevice, simulateDevice, speakerOf } from "../../convergence/simulated-device";
import { foundTeam, meet, stranger } from "./team";

beforeAll(() => sodium.ready);

const somebody = (name: string): Person => ({ name, keys: sodium.crypto_sign_keypair() });
const now = (): number => 1000;

/** A laptop that begins its person's private space, knowing of no other. */
async function beginPrivate(person: Person, pair: KeyPair = sodium.crypto_sign_keypair()): Promise<SimulatedDevice> {
	const { space, statement, key } = makeSpace(sodium, "private", speakerOf(sodium, person, pair), null, null);
	const device = simulateDevice(sodium, space, person, person.name, key.key, now, pair);
	expect(await device.state(statement)).toHaveProperty("id");
	return device;
}

test("two laptops that each began their person's private space have begun the same one, and agree on the key", async () => {
	const ada = somebody("Ada");
	const [first, second] = [await beginPrivate(ada), await beginPrivate(ada)];
	expect(await first.write("content", "on the first")).toHaveProperty("id");
	expect(await second.write("content", "on the second")).toHaveProperty("id");
	await meet(first, second);
	for (const laptop of [first, second]) {
		const membership = laptop.history().current();
		expect([...(membership?.devices.values() ?? [])].filter(({ active }) => active)).toHaveLength(2);
		expect([...laptop.disk.considered.values()].filter(({ standing }) => standing === "accepted")).toHaveLength(4);
		expect(laptop.history().keyGrants()).toHaveLength(2);
		expect(membership === null ? null : writingKey(membership)?.statement).toBe(
			laptop
				.history()
				.keyGrants()
				.map(({ statement }) => statement)
				.sort()[0],
		);
	}
	expect(first.history().heads()).toEqual(second.history().heads());
});

test("what either laptop writes counts, whichever beginning comes first and whatever was stated beside it", async () => {
	// Which beginning comes first lies in their ids: both ways are among so many.
	for (let time = 0; time < 8; time++) {
		const ada = somebody("Ada");
		const [first, second] = [await beginPrivate(ada), await beginPrivate(ada)];
		await meet(first, second);
		// Each states something that the other did not know when it wrote.
		for (const laptop of [first, second]) await laptop.state({ is: "gather" });
		await second.write("content", "on the second");
		await first.write("content", "on the first");
		await meet(first, second);
		for (const laptop of [first, second])
			expect([...laptop.disk.considered.values()].map(({ standing }) => standing)).toEqual(Array(6).fill("accepted"));
	}
});

test("nobody begins a private space under another person's id, or a team that way", async () => {
	const [ada, mallory] = [somebody("Ada"), somebody("Mallory")];
	const hers = await beginPrivate(ada);
	const pair = sodium.crypto_sign_keypair();
	const speaker = speakerOf(sodium, mallory, pair);
	const { statement } = makeSpace(sodium, "private", speaker, null, null);
	const false1 = simulateDevice(sodium, privateSpaceIdOf(sodium, hers.speaker.person), mallory, "Mallory", new Uint8Array(32), now, pair);
	expect(await false1.state(statement)).toEqual({ refused: "wrong-space-id" });
	const team = await foundTeam();
	const false2 = simulateDevice(sodium, team.space, mallory, "Mallory", new Uint8Array(32), now, pair);
	expect(await false2.state(statement)).toEqual({ refused: "wrong-space-id" });
	// With her name, but without her key.
	const asAda = { ...speaker, person: hers.speaker.person };
	const false3 = simulateDevice(sodium, privateSpaceIdOf(sodium, hers.speaker.person), mallory, "Mallory", new Uint8Array(32), now, pair);
	expect(await false3.state(makeSpace(sodium, "private", asAda, null, null).statement)).toEqual({ refused: "bad-certificate" });
});

test("a team has one beginning: its founder's other laptop cannot make a second, nor the same laptop later", async () => {
	const person = somebody("Ada");
	const pair = sodium.crypto_sign_keypair();
	const { space, statement, key } = makeSpace(sodium, "team", speakerOf(sodium, person, pair), null, null);
	const laptop = simulateDevice(sodium, space, person, "laptop", key.key, now, pair);
	expect(await laptop.state(statement)).toHaveProperty("id");
	const other = simulateDevice(sodium, space, person, "other laptop", key.key, now);
	expect(await other.state({ ...statement, certificate: other.speaker.certificate } as typeof statement)).toEqual({
		refused: "wrong-space-id",
	});
	const [again] = await laptop.take([await laptop.forge(statement, { heads: [] })]);
	expect(again).toMatchObject({ is: "refused" });
});

test("a laptop of a member comes in by its own word and its person's certificate, and nobody can claim another's", async () => {
	const team = await foundTeam();
	const person = { name: "Ada", keys: sodium.crypto_sign_keypair() };
	const mallory = stranger(team, "Mallory");
	await meet(team.ada, mallory);
	expect(await mallory.state(makeDeviceAddition(mallory.speaker))).toEqual({ refused: "no-such-person" });
	expect(await mallory.state(makeDeviceAddition({ ...mallory.speaker, person: team.ada.speaker.person }))).toEqual({
		refused: "bad-certificate",
	});
	const one = await beginPrivate(person);
	const two = simulateDevice(sodium, one.history().space, person, "two", new Uint8Array(32), now);
	await meet(one, two);
	expect(await two.state(makeDeviceAddition(two.speaker))).toHaveProperty("id");
	expect(await two.write("content", "from the second")).toHaveProperty("id");
	await meet(one, two);
	expect(one.history().current()?.devices.get(two.speaker.device)?.active).toBe(true);
});

test("what the first laptop gave opens with the person's key as well as with its own", async () => {
	const person = somebody("Ada");
	const pair = sodium.crypto_sign_keypair();
	const laptop = await beginPrivate(person, pair);
	const [grant] = laptop.history().keyGrants();
	const opened = (grant?.boxes ?? []).map((box) => openBox(sodium, box, box.to === laptop.speaker.device ? pair : person.keys));
	expect(opened).toHaveLength(2);
	expect(opened[0]).toEqual(opened[1]);
});
