import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fromHex } from "../../shared/protocol/bytes";
import { makeJoin, makeSpace } from "../../shared/protocol/membership/making-statements";
import type { Role } from "../../shared/protocol/membership/statements";
import type { KeyPair } from "../../shared/protocol/sodium";
import { type Person, type SimulatedDevice, simulateDevice, speakerOf } from "../convergence/simulated-device";
import { foundTeam, invite, join, meet, member, remove, stranger, type Team } from "./membership/team";

beforeAll(() => sodium.ready);
let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

/** Two programs that write with one device's key, and do not know of one another. */
async function twins(role: Role): Promise<[SimulatedDevice, SimulatedDevice]> {
	const person: Person = { name: "Mallory", keys: sodium.crypto_sign_keypair() };
	const pair: KeyPair = sodium.crypto_sign_keypair();
	const make = (name: string): SimulatedDevice => simulateDevice(sodium, team.space, person, name, team.key.key, () => team.clock, pair);
	const [one, other] = [make("one"), make("other")];
	const link = await invite(team, team.ada, role);
	await meet(team.ada, one);
	await one.state(makeJoin(sodium, link, one.speaker, null));
	await meet(team.ada, one, other);
	return [one, other];
}

function picture(device: SimulatedDevice): unknown {
	const membership = device.history().current();
	return {
		heads: device.history().heads(),
		members: [...(membership?.members.values() ?? [])].map(({ person, role }) => `${person} ${role}`).sort(),
		standings: [...device.disk.considered.values()].map(({ id, standing }) => `${id} ${standing}`).sort(),
		waiting: device.disk.waiting.size,
	};
}

const standingOf = (device: SimulatedDevice, written: { readonly id: string } | { readonly refused: string }): string | undefined =>
	"id" in written ? device.disk.considered.get(written.id)?.standing : written.refused;

describe("when somebody gives two copies different envelopes of one number", () => {
	test("both have both in the end, and nobody's work waits for ever", async () => {
		const [ben, cleo] = [await member(team, "Ben", "editor"), await member(team, "Cleo", "editor")];
		const [one, other] = await twins("owner");
		await meet(team.ada, ben);
		await meet(team.ada, cleo);
		await one.write("content", "for Ben");
		await other.write("content", "for Cleo");
		const [forBen, forCleo] = [await invite(team, one, "editor"), await invite(team, other, "editor")];
		await meet(one, ben);
		await meet(other, cleo);
		const [dan, eve] = [stranger(team, "Dan"), stranger(team, "Eve")];
		await meet(ben, dan);
		await meet(cleo, eve);
		await join(dan, forBen);
		await join(eve, forCleo);
		const written = [await dan.write("content", "rests on one branch"), await eve.write("content", "rests on the other")];
		await meet(ben, dan);
		await meet(cleo, eve);
		await meet(ben, cleo);
		for (const device of [ben, cleo]) for (const words of written) expect(standingOf(device, words)).toBe("accepted");
		expect(picture(ben)).toEqual(picture(cleo));
		expect(picture(ben)).toMatchObject({ waiting: 0 });
	});

	test("the device is known for it, in every copy, also after a start and after a sudden end", async () => {
		const ben = await member(team, "Ben", "editor");
		const [one, other] = await twins("editor");
		await one.write("content", "one");
		await other.write("content", "another");
		await one.write("content", "two");
		const forks = new Map([[one.speaker.device, 2]]);
		for (const [first, second] of [
			[one, other],
			[other, one],
		] as const) {
			const reader = stranger(team, "reader");
			await reader.take(first.envelopes());
			expect(await reader.intake().forks()).toEqual(new Map());
			await reader.take(second.envelopes());
			expect(await reader.intake().forks()).toEqual(forks);
			reader.restart();
			expect(await reader.intake().forks()).toEqual(forks);
		}
		await ben.take(one.envelopes());
		ben.dieAfter(1);
		await expect(ben.take(other.envelopes())).rejects.toThrow();
		ben.restart();
		await ben.take(other.envelopes());
		expect(await ben.intake().forks()).toEqual(forks);
		expect(picture(ben)).toMatchObject({ waiting: 0 });
	});

	test("who was removed cannot pass off as old what they write beside what had been seen", async () => {
		const ben = await member(team, "Ben", "editor");
		const [one, other] = await twins("editor");
		await one.write("content", "before the removal");
		await one.write("content", "and more");
		await meet(team.ada, one);
		await meet(team.ada, ben);
		await remove(team.ada, one);
		const backdated = await other.write("content", "as if it were old");
		await ben.take(other.envelopes());
		await team.ada.take(other.envelopes());
		await meet(team.ada, ben);
		for (const device of [team.ada, ben]) expect(standingOf(device, backdated)).toBe("late");
		expect(picture(team.ada)).toEqual(picture(ben));
	});

	test("somebody whose own other copy wrote beside them goes on, with what both wrote", async () => {
		const [one, other] = await twins("editor");
		await one.take(team.ada.envelopes());
		// Both write by their own hand, past the intake, as an app does.
		for (const twin of [one, other]) for (const words of ["a", "b", "c"]) await twin.write("content", `${twin.name} ${words}`);
		for (const [to, from] of [
			[one, other],
			[other, one],
		] as const) {
			expect((await to.take(from.envelopes())).filter(({ is }) => is === "waiting" || is === "refused")).toEqual([]);
			expect(await to.write("content", "on")).toHaveProperty("id");
		}
		await meet(one, other, team.ada);
		expect(picture(one)).toEqual(picture(other));
		expect(picture(one)).toEqual(picture(team.ada));
	});

	test("a founder who begins a team twice under one id gives everybody the same one of the two", async () => {
		const person: Person = { name: "Ada", keys: sodium.crypto_sign_keypair() };
		const pair = sodium.crypto_sign_keypair();
		const { space, statement, key } = makeSpace(sodium, "team", speakerOf(sodium, person, pair), null, null);
		const make = (): SimulatedDevice => simulateDevice(sodium, space, person, "laptop", key.key, () => 0, pair);
		const [one, other] = [make(), make()];
		await one.state(statement);
		await other.state(statement);
		await meet(one, other);
		expect(picture(one)).toEqual(picture(other));
		expect(one.history().current()?.kind).toBe("team");
	});
});

describe("a chain", () => {
	test("goes on from an envelope of the same device, with the next number", async () => {
		const ben = await member(team, "Ben", "editor");
		await ben.write("content", "one");
		await meet(team.ada, ben);
		const last = team.ada.envelopes().length;
		const adas = [...team.ada.disk.considered.values()].find(({ header }) => sodium.to_hex(header.device) === team.ada.speaker.device);
		const bens = [...team.ada.disk.considered.values()].filter(({ header }) => sodium.to_hex(header.device) === ben.speaker.device);
		const named = (id: string | undefined) => (id === undefined ? null : fromHex(id));
		const offered = async (claims: Parameters<SimulatedDevice["forge"]>[1]) =>
			(await team.ada.take([await ben.forge("content", claims)]))[0];
		const broken = { is: "refused", why: "broken-chain" };
		expect(await offered({ number: 1 })).toEqual(broken);
		expect(await offered({ number: 3, previous: null })).toEqual(broken);
		expect(await offered({ number: 2, previous: named(adas?.id) })).toEqual(broken);
		expect(await offered({ number: 3, previous: named(bens[0]?.id) })).toEqual(broken);
		expect(team.ada.envelopes()).toHaveLength(last);
	});

	test("never leaves out what its device stated before", async () => {
		const ben = await member(team, "Ben", "owner");
		const heads = ben.history().heads().map(fromHex);
		await invite(team, ben, "reader");
		await meet(team.ada, ben);
		expect((await team.ada.take([await ben.forge("content", { heads })]))[0]).toEqual({ is: "refused", why: "membership-rolled-back" });
	});
});
