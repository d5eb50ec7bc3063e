/**
 * Whoever holds an invite is shown the statements of a space and nothing else (docs/protocol.md R17), and whoever was removed
 * those up to that, so that the chains of its devices have gaps, and what follows a gap waits. The statements build on one another by their heads: by these alone
 * one sees who is in the space, and joins. As a member one gets what fills the gaps, and what waited is considered then.
 */
import { toHex } from "../../../shared/protocol/bytes";
import { readStatement } from "../../../shared/protocol/envelope";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import { roleOfDevice } from "../../../shared/protocol/membership/membership";
import { createMembershipHistory, type MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import type { SignedStatement } from "../../../shared/protocol/membership/statements";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { LogStore } from "../log/log-store";
import type { HeldSpace, HeldSpaces } from "./held-spaces";

interface Parts {
	readonly sodium: Sodium;
	readonly log: Pick<LogStore, "outside" | "statements">;
	readonly spaces: Pick<HeldSpaces, "speaker">;
}

/**
 * Lets the space's history have what waits and is needed to join: what its owners state, who else came by the same invite, and
 * what these build on. What anybody else may have put beside is not in it: one's own statement would name it, and the chain
 * that it is of may never be complete, so that nobody could take the statement.
 */
export async function lookAhead(space: HeldSpace, { sodium, log, spaces }: Parts, secret: Uint8Array): Promise<void> {
	const open = [...(await keptNotConsidered(space, sodium, log)), ...(await waitingStatements(space, sodium, log))];
	const all = withThese(space, sodium, open);
	const membership = all.current();
	if (membership === null) return;
	const invite = toHex(inviteKeys(sodium, secret).publicKey);
	const isNeeded = ({ id, device, statement }: SignedStatement): boolean =>
		all.has(id) &&
		(device === spaces.speaker.device ||
			roleOfDevice(membership, device) === "owner" ||
			(statement.is === "join" && statement.invite === invite));
	offerAll(space.history, withAncestors(open.filter(isNeeded), open));
	await space.ring.refresh(space.history);
}

/**
 * Lets the space's history have a removal that waits, with what it builds on, where by it the person, or their laptop, is out
 * of the space: what waits before it may never be shown to them.
 */
export async function lookForRemoval(space: HeldSpace, { sodium, log, spaces }: Parts): Promise<void> {
	const { person, device } = spaces.speaker;
	// Asked of every space, often: the statements of the whole book are read only when there is such a removal.
	const waiting = await waitingStatements(space, sodium, log);
	const removals = waiting.filter(
		({ statement }) =>
			(statement.is === "remove-person" && statement.person === person) ||
			(statement.is === "remove-device" && statement.device === device),
	);
	if (removals.length === 0) return;
	const open = [...(await keptNotConsidered(space, sodium, log)), ...waiting];
	const needed = withAncestors(removals, open);
	const isOut = (statements: readonly SignedStatement[]): boolean =>
		withThese(space, sodium, statements).current()?.devices.get(device)?.active !== true;
	// By these alone, and by all that is here: it may be known already that the removal does not hold.
	if (isOut(needed) && isOut(open)) offerAll(space.history, needed);
}

/** The statements of the log that the space's history does not have. */
async function keptNotConsidered(space: HeldSpace, sodium: Sodium, log: Pick<LogStore, "statements">): Promise<readonly SignedStatement[]> {
	const own = (await log.statements()).filter(({ id, space: of }) => of === space.id && !space.history.has(id));
	return own.map(({ bytes }) => readStatement(sodium, bytes));
}

/** The statements that wait beside the log and that the space's history does not have. */
async function waitingStatements(space: HeldSpace, sodium: Sodium, log: Pick<LogStore, "outside">): Promise<readonly SignedStatement[]> {
	const waiting = await log.outside(space.id, "waiting");
	return waiting.filter(({ id, lane }) => lane === "membership" && !space.history.has(id)).map(({ bytes }) => readStatement(sodium, bytes));
}

/** A history of its own that has these as well. */
function withThese(space: HeldSpace, sodium: Sodium, statements: readonly SignedStatement[]): MembershipHistory {
	const apart = createMembershipHistory(sodium, space.id);
	offerAll(apart, [...space.history.statements(), ...statements]);
	return apart;
}

/** As many of them as build on others that are there. */
function offerAll(history: MembershipHistory, statements: readonly SignedStatement[]): void {
	let open = statements;
	for (let before = open.length + 1; open.length < before; ) {
		before = open.length;
		open = open.filter((signed) => history.offer(signed).is === "waiting");
	}
}

/** Those, and what they build on among others. */
function withAncestors(wanted: readonly SignedStatement[], among: readonly SignedStatement[]): readonly SignedStatement[] {
	const byId = new Map(among.map((signed) => [signed.id, signed]));
	const needed = new Set(wanted);
	// A set is walked to what is added on the way.
	for (const { heads } of needed)
		for (const head of heads) {
			const before = byId.get(head);
			if (before !== undefined) needed.add(before);
		}
	return [...needed];
}

/** Whether the invite that one holds is among the statements that are here. */
export function knowsInvite(space: HeldSpace, sodium: Sodium, secret: Uint8Array): boolean {
	return space.history.current()?.invites.has(toHex(inviteKeys(sodium, secret).publicKey)) === true;
}
