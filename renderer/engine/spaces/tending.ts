/**
 * What a copy states by itself: that it is a device of its person, that it joins, that a lost laptop is out, the keys that others
 * lack, a new key where one is due.
 */

import { toHex } from "../../../shared/protocol/bytes";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import {
	makeDeviceAddition,
	makeDeviceRemoval,
	makeHandKeys,
	makeJoin,
	makeRotation,
	makeSpace,
} from "../../../shared/protocol/membership/making-statements";
import type { MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import { needsNewKey } from "../../../shared/protocol/membership/space-keys";
import type { Statement } from "../../../shared/protocol/membership/statements";
import type { Sodium } from "../../../shared/protocol/sodium";
import { EngineError } from "../contract";
import type { Sealer } from "../documents/sealer";
import type { LogStore } from "../log/log-store";
import type { Card } from "../spaces-contract";
import { NO_CARD, openCard, sealCard } from "./cards";
import type { HeldSpace, HeldSpaces } from "./held-spaces";
import { knowsInvite, lookAhead, lookForRemoval } from "./joining";

export interface TendingParts {
	readonly sodium: Sodium;
	readonly log: LogStore;
	readonly spaces: HeldSpaces;
	readonly sealer: Sealer;
	readonly now: () => number;
	readonly onProblem: (error: unknown) => void;
}

/** Statements made in one go: more than that would be a circle. */
const MOST_AT_ONCE = 200;

/** One's own card, as the private space has it. */
export function ownCard({ sodium, spaces }: Pick<TendingParts, "sodium" | "spaces">): Card {
	const space = spaces.get(spaces.privateSpace);
	const part = space?.history.current()?.members.get(spaces.speaker.person)?.card ?? null;
	return space === null ? NO_CARD : (openCard(sodium, part, space.ring.all()) ?? NO_CARD);
}

/**
 * Begins the private space where this copy has none yet. In a book that was restored the device is a new one: it comes into the
 * spaces of its person. Both before anything else is written. Gives the position of the last statement, 0 when there was none.
 */
export async function beginPrivateSpace(parts: TendingParts): Promise<number> {
	const { sodium, spaces, sealer, now } = parts;
	const space = spaces.hold(spaces.privateSpace);
	if (space.history.statements().length > 0) return enterAsNewDevice(parts);
	const { statement, key } = makeSpace(sodium, "private", spaces.speaker, null, null);
	const seq = await sealer.state(space, statement, now());
	space.ring.add(key);
	return seq;
}

async function enterAsNewDevice(parts: TendingParts): Promise<number> {
	const { person, device } = parts.spaces.speaker;
	let last = 0;
	for (const space of parts.spaces.all()) {
		const membership = space.history.current();
		if (membership?.members.has(person) === true && !membership.devices.has(device)) last = Math.max(last, await tend(space, parts));
	}
	return last;
}

/** States what is due in a space; gives the last log position, 0 when nothing was. A refusal is told and left. */
export async function tend(space: HeldSpace, parts: TendingParts): Promise<number> {
	let last = 0;
	try {
		for (let stated = 0; stated < MOST_AT_ONCE; stated++) {
			const seq =
				(await enter(space, parts)) || (await removeLost(space, parts)) || (await handKeys(space, parts)) || (await renewKey(space, parts));
			if (seq === 0) return last;
			last = seq;
		}
	} catch (error) {
		if (!(error instanceof EngineError) || error.code !== "refused") throw error;
		parts.onProblem(error);
	}
	return last;
}

/** Comes in: by the invite one holds, or as a further device of somebody who is in. */
async function enter(space: HeldSpace, parts: TendingParts): Promise<number> {
	const { sodium, spaces, sealer, now, log } = parts;
	const { person, device } = spaces.speaker;
	const { joining } = space.local;
	if (joining?.state === "joining" && space.history.current()?.members.has(person) !== true) await lookAhead(space, parts, joining.secret);
	if (isIn(space, parts)) await lookForRemoval(space, parts);
	const membership = space.history.current();
	if (membership === null) return 0;
	const isMember = membership.members.has(person);
	const known = membership.devices.get(device);
	if (isMember && known === undefined) return sealer.state(space, makeDeviceAddition(spaces.speaker), now());
	if (isMember || joining?.state !== "joining") return 0;
	// The statement that makes the invite may be on its way still.
	if (!knowsInvite(space, sodium, joining.secret)) return 0;
	// The invite was used and its holder left, or was removed: that is not undone by itself.
	const invite = toHex(inviteKeys(sodium, joining.secret).publicKey);
	const hasJoined = space.history
		.statements()
		.some((one) => one.device === device && one.statement.is === "join" && one.statement.invite === invite);
	if (hasJoined && known !== undefined) return 0;
	try {
		const key = space.ring.writing(space.history);
		const card = key === null ? null : sealCard(sodium, key, ownCard(parts));
		const link = { space: space.id, secret: joining.secret, server: space.local.server };
		return await sealer.state(space, makeJoin(sodium, link, spaces.speaker, card), now());
	} catch (error) {
		if (!(error instanceof EngineError) || error.code !== "refused") throw error;
		space.local = { ...space.local, joining: { ...joining, state: "not-let-in", why: error.reason } };
		await log.change({ spaces: [space.local] });
		return 0;
	}
}

function isIn(space: HeldSpace, { spaces }: TendingParts): boolean {
	return space.history.current()?.devices.get(spaces.speaker.device)?.active === true;
}

/** Removes a laptop that the person has removed from the private space: a lost one is out of every space, also of those met later. */
async function removeLost(space: HeldSpace, parts: TendingParts): Promise<number> {
	const { sodium, spaces, sealer, log, now } = parts;
	const { person, device: self } = spaces.speaker;
	const home = spaces.get(spaces.privateSpace)?.history ?? null;
	const membership = space.history.current();
	if (home === null || membership === null || space.id === spaces.privateSpace || !isIn(space, parts)) return 0;
	const others = [...membership.devices.values()].filter((one) => one.person === person && one.active && one.device !== self);
	const lost = others.find(({ device }) => home.current()?.devices.get(device)?.active === false && isForGood(home, device, self));
	if (lost === undefined) return 0;
	const { statement, key } = makeDeviceRemoval(sodium, membership, lost.device, await log.numbersOf(space.id));
	const seq = await sealer.state(space, statement, now());
	space.ring.add(key);
	return seq;
}

/**
 * Whether this laptop removed the other from the private space, or one that has been there longer than the other. Any other
 * removal may be undone there yet, by what the removed one states beside it; in the other spaces nothing would undo it.
 */
function isForGood(home: MembershipHistory, lost: string, self: string): boolean {
	const statements = home.statements();
	const removers = statements.filter(
		({ id, statement }) => statement.is === "remove-device" && statement.device === lost && home.whyNotCounted(id) === null,
	);
	return removers.some(({ device }) => device === self || (device !== lost && isSenior(home, device, lost)));
}

/** Whether a device has been in a space longer than another, by how many statements the ones by which they came in build on (docs/protocol.md R10). */
function isSenior(history: MembershipHistory, device: string, other: string): boolean {
	const [one, another] = [device, other].map((of) => {
		const entry = history
			.statements()
			.find(({ id, device: by, statement }) => by === of && isEntry(statement) && history.whyNotCounted(id) === null);
		return entry === undefined
			? null
			: { entry: entry.id, after: history.statements().filter(({ id }) => history.isWithin(id, [entry.id])).length };
	});
	if (one === undefined || one === null || another === undefined || another === null) return false;
	return one.after < another.after || (one.after === another.after && one.entry < another.entry);
}

const isEntry = ({ is }: Statement): boolean => is === "create" || is === "join" || is === "add-device";

async function handKeys(space: HeldSpace, parts: TendingParts): Promise<number> {
	if (!isIn(space, parts)) return 0;
	const statement = makeHandKeys(parts.sodium, space.history, space.ring.all());
	return statement === null ? 0 : parts.sealer.state(space, statement, parts.now());
}

async function renewKey(space: HeldSpace, parts: TendingParts): Promise<number> {
	const membership = space.history.current();
	if (membership === null || !isIn(space, parts) || !needsNewKey(space.history)) return 0;
	if (membership.members.get(parts.spaces.speaker.person)?.role !== "owner") return 0;
	const { statement, key } = makeRotation(parts.sodium, membership);
	const seq = await parts.sealer.state(space, statement, parts.now());
	space.ring.add(key);
	return seq;
}
