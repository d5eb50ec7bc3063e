import sodium from "libsodium-wrappers-sumo";
import type { InviteLink } from "../../../shared/protocol/membership/invite-link";
import { makeInvite, makeJoin, makePersonRemoval, makeRoleChange, makeSpace } from "../../../shared/protocol/membership/making-statements";
import { sealPart } from "../../../shared/protocol/membership/space-keys";
import type { Role } from "../../../shared/protocol/membership/statements";
import { type SimulatedDevice, simulateDevice, speakerOf } from "../../convergence/simulated-device";

/** The space of the tests, its key, and its founder's laptop. */
export interface Team {
	readonly space: string;
	readonly key: { readonly epoch: number; readonly key: Uint8Array };
	readonly ada: SimulatedDevice;
	clock: number;
}

export async function foundTeam(): Promise<Team> {
	await sodium.ready;
	const person = { name: "Ada", keys: sodium.crypto_sign_keypair() };
	const pair = sodium.crypto_sign_keypair();
	const seal = (key: Parameters<typeof sealPart>[1]) => sealPart(sodium, key, new TextEncoder().encode("name"));
	const { space, statement, key } = makeSpace(sodium, "team", speakerOf(sodium, person, pair), seal, seal);
	const ada = simulateDevice(sodium, space, person, "Ada's laptop", key.key, () => team.clock, pair);
	const team: Team = { space, key, ada, clock: 1000 };
	await ada.state(statement);
	return team;
}

/** Somebody with a laptop of their own, not in the team yet. */
export function stranger(team: Team, name: string): SimulatedDevice {
	return simulateDevice(
		sodium,
		team.space,
		{ name, keys: sodium.crypto_sign_keypair() },
		`${name}'s laptop`,
		team.key.key,
		() => team.clock,
	);
}

export async function invite(
	team: Team,
	by: SimulatedDevice,
	role: Role,
	wish: { readonly uses?: number; readonly ends?: number } = {},
): Promise<InviteLink> {
	const { statement, secret } = makeInvite(sodium, [team.key], { role, ends: wish.ends ?? 0, uses: wish.uses ?? 0 });
	await by.state(statement);
	return { space: team.space, secret, server: null };
}

export async function join(device: SimulatedDevice, link: InviteLink): Promise<{ readonly id: string } | { readonly refused: string }> {
	return device.state(makeJoin(sodium, link, device.speaker, null));
}

/** Both have what either has. */
export async function meet(...devices: readonly SimulatedDevice[]): Promise<void> {
	for (let round = 0; round < 2; round++)
		for (const from of devices) for (const to of devices) if (from !== to) await to.take(from.envelopes());
}

/** Somebody who is a member in this role, and has met Ada. */
export async function member(team: Team, name: string, role: Role): Promise<SimulatedDevice> {
	const device = stranger(team, name);
	const link = await invite(team, team.ada, role);
	await meet(team.ada, device);
	await join(device, link);
	await meet(team.ada, device);
	return device;
}

export function seenBy(device: SimulatedDevice): ReadonlyMap<string, number> {
	const seen = new Map<string, number>();
	for (const { header } of device.disk.considered.values()) {
		const author = sodium.to_hex(header.device);
		seen.set(author, Math.max(header.number, seen.get(author) ?? 0));
	}
	return seen;
}

export async function remove(by: SimulatedDevice, whom: SimulatedDevice): Promise<{ readonly id: string } | { readonly refused: string }> {
	const membership = by.history().current();
	if (membership === null) throw new Error("there is no space");
	return by.state(makePersonRemoval(sodium, membership, whom.speaker.person, seenBy(by)).statement);
}

export async function giveRole(
	by: SimulatedDevice,
	whom: SimulatedDevice,
	role: Role,
): Promise<{ readonly id: string } | { readonly refused: string }> {
	const membership = by.history().current();
	if (membership === null) throw new Error("there is no space");
	return by.state(makeRoleChange(membership, whom.speaker.person, role, seenBy(by)));
}

export function roleOf(device: SimulatedDevice, whom: SimulatedDevice): Role | null {
	return device.history().current()?.members.get(whom.speaker.person)?.role ?? null;
}
