/** A random life of a team: people write, invite, change roles, remove one another, meet now and then, and laptops die. */
import { toHex } from "../../shared/protocol/bytes";
import { readInviteLink, writeInviteLink } from "../../shared/protocol/membership/invite-link";
import {
	makeDeviceAddition,
	makeDeviceRemoval,
	makeInvite,
	makeJoin,
	makePersonRemoval,
	makeRoleChange,
	makeSpace,
} from "../../shared/protocol/membership/making-statements";
import { sealPart } from "../../shared/protocol/membership/space-keys";
import { Role, type SealedPart } from "../../shared/protocol/membership/statements";
import { type Random, seededRandom } from "./random";
import { seededSodium } from "./seeded-sodium";
import { type SimulatedDevice, type Sodium, SuddenDeath, simulateDevice, speakerOf } from "./simulated-device";

export interface Played {
	readonly devices: readonly SimulatedDevice[];
	/** Everything that a device said it had saved, with the device's key and number. */
	readonly acknowledged: ReadonlyMap<string, { readonly device: string; readonly lane: "content" | "annotation" | "membership" }>;
	/** Whether anybody lost a right: otherwise nothing can be late. */
	readonly rightsWereLost: boolean;
}

const STEPS = 120;

/** Plays a schedule, then lets everybody meet everybody until nobody has anything new. */
export async function playSchedule(library: Sodium, seed: number): Promise<Played> {
	const random = seededRandom(seed);
	const sodium = seededSodium(library, seededRandom(seed + 0x5eed));
	const people = Array.from({ length: 3 + random.below(3) }, (_, index) => ({
		name: `person ${index}`,
		keys: sodium.crypto_sign_keypair(),
	}));
	const skew = new Map<string, number>();
	let clock = 1_000_000;
	const founder = people[0];
	if (founder === undefined) throw new RangeError("nobody");
	const founding = sodium.crypto_sign_keypair();
	const seal = (key: Parameters<typeof sealPart>[1]): SealedPart => sealPart(sodium, key, new TextEncoder().encode("name"));
	const made = makeSpace(sodium, "team", speakerOf(sodium, founder, founding), seal, seal);
	const devices = people
		.flatMap((person, index) => {
			const count = random.chance(0.3) ? 2 : 1;
			return Array.from({ length: count }, (_, number) => {
				const name = `${person.name}.${number}`;
				skew.set(name, random.chance(0.3) ? random.below(2_000_000) - 1_000_000 : 0);
				const pair = index === 0 && number === 0 ? founding : sodium.crypto_sign_keypair();
				const now = (): number => clock + (skew.get(name) ?? 0);
				return { person, pair, device: simulateDevice(sodium, made.space, person, name, made.key.key, now, pair) };
			});
		})
		.slice(0, 6);
	// Somebody who runs two programs with one key: each goes on by itself, and both give what they have to others.
	const forking = random.chance(0.35) ? random.pick(devices) : null;
	if (forking !== null) {
		const { person, pair } = forking;
		devices.push({ person, pair, device: simulateDevice(sodium, made.space, person, "twin", made.key.key, () => clock, pair) });
	}
	const first = devices[0]?.device;
	if (first === undefined) throw new RangeError("nobody");
	await first.state(made.statement);

	const acknowledged = new Map<string, { device: string; lane: "content" | "annotation" | "membership" }>();
	const links: string[] = [];
	const cut = new Set<string>();
	let rightsWereLost = false;

	async function act({ device, person }: (typeof devices)[number]): Promise<void> {
		const membership = device.history().current();
		const note = (lane: "content" | "annotation" | "membership", result: { id: string } | { refused: string }): boolean => {
			if ("id" in result) acknowledged.set(result.id, { device: device.speaker.device, lane });
			return "id" in result;
		};
		if (membership === null) return;
		const me = membership.members.get(device.speaker.person);
		if (me === undefined) {
			const link = links.length > 0 ? readInviteLink(random.pick(links)) : null;
			if (link !== null) note("membership", await device.state(makeJoin(sodium, link, device.speaker, null)));
			return;
		}
		if (membership.devices.get(device.speaker.device)?.active !== true) {
			note("membership", await device.state(makeDeviceAddition(device.speaker)));
			return;
		}
		const others = [...membership.members.keys()].filter((other) => other !== toHex(person.keys.publicKey));
		const seen = new Map<string, number>();
		for (const { header } of device.disk.considered.values()) {
			const author = toHex(header.device);
			seen.set(author, Math.max(header.number, seen.get(author) ?? 0));
		}
		const roll = random.next();
		if (roll < 0.45) note("content", await device.write("content", `${device.name} ${acknowledged.size}`));
		else if (roll < 0.6) note("annotation", await device.write("annotation", `${device.name} ${acknowledged.size}`));
		else if (roll < 0.7) {
			const { statement, secret } = makeInvite(sodium, [made.key], {
				role: random.pick(Role.options),
				ends: random.chance(0.2) ? clock + 50_000 : 0,
				uses: random.below(3),
			});
			if (note("membership", await device.state(statement))) links.push(writeInviteLink({ space: made.space, secret, server: null }));
		} else if (roll < 0.83 && others.length > 0) {
			const changed = note(
				"membership",
				await device.state(makeRoleChange(membership, random.pick(others), random.pick(Role.options), seen)),
			);
			rightsWereLost ||= changed;
		} else if (roll < 0.92 && others.length > 0) {
			const removed = note("membership", await device.state(makePersonRemoval(sodium, membership, random.pick(others), seen).statement));
			rightsWereLost ||= removed;
		} else if (roll < 0.97) {
			const target = random.pick([...membership.devices.keys()]);
			const removed = note("membership", await device.state(makeDeviceRemoval(sodium, membership, target, seen).statement));
			rightsWereLost ||= removed;
		} else if (me.role !== "owner" || others.length > 0) {
			const left = note("membership", await device.state({ is: "leave" }));
			rightsWereLost ||= left;
		}
	}

	/** Most of them are in the team, in different roles, when the schedule begins. */
	async function gather(): Promise<void> {
		for (const { device } of devices.slice(1)) {
			await device.take(first?.envelopes() ?? []);
			const { statement, secret } = makeInvite(sodium, [made.key], { role: random.pick(Role.options), ends: 0, uses: 1 + random.below(2) });
			await first?.state(statement);
			await device.take(first?.envelopes() ?? []);
			const link = { space: made.space, secret, server: null };
			if (random.chance(0.2)) links.push(writeInviteLink(link));
			else
				await device.state(
					device.history().current()?.members.has(device.speaker.person) === true
						? makeDeviceAddition(device.speaker)
						: makeJoin(sodium, link, device.speaker, null),
				);
			await first?.take(device.envelopes());
		}
	}

	await gather();
	for (let step = 0; step < STEPS; step++) {
		clock += random.below(10_000);
		const one = random.pick(devices);
		if (random.chance(0.05)) for (const { device } of devices) if (random.chance(0.5)) cut.add(device.name);
		if (random.chance(0.1)) cut.clear();
		if (random.chance(0.1)) one.device.dieAfter(random.below(4));
		await surviving(one.device, async () => {
			if (random.chance(0.55)) return act(one);
			const other = random.pick(devices);
			if (other !== one && !cut.has(one.device.name) && !cut.has(other.device.name)) await carry(random, one.device, other.device);
		});
	}
	await meetUntilStill(devices.map(({ device }) => device));
	return { devices: devices.map(({ device }) => device), acknowledged, rightsWereLost };
}

/** Some of what one has, to another: in disorder, some of it twice, some of it not at all. */
async function carry(random: Random, from: SimulatedDevice, to: SimulatedDevice): Promise<void> {
	const some = random.shuffled(from.envelopes()).filter(() => random.chance(0.9));
	const twice = some.filter(() => random.chance(0.1));
	for (const part of [some.slice(0, some.length / 2), [...some.slice(some.length / 2), ...twice]]) await surviving(to, () => to.take(part));
}

async function surviving(device: SimulatedDevice, work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof SuddenDeath)) throw error;
		device.restart();
	}
}

/** Everybody meets everybody until nobody learns anything. */
async function meetUntilStill(devices: readonly SimulatedDevice[]): Promise<void> {
	for (const device of devices) device.restart();
	for (let before = -1; ; ) {
		for (const from of devices) for (const to of devices) if (from !== to) await to.take(from.envelopes());
		const now = devices.reduce((sum, { disk }) => sum + disk.considered.size + disk.waiting.size, 0);
		if (now === before) return;
		before = now;
	}
}
