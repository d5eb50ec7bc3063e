/**
 * Whoever holds an invite is shown the statements of a space and nothing else (docs/protocol.md R17), and whoever was removed
 * those up to that, so that the chains of
 * its devices have gaps, and what follows a gap waits. The statements build on one another by their heads: by these alone
 * one sees who is in the space, and joins. As a member one gets what fills the gaps, and what waited is considered then.
 */
import { toHex } from "../../../shared/protocol/bytes";
import { readStatement } from "../../../shared/protocol/envelope";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { LogStore } from "../log/log-store";
import type { HeldSpace } from "./held-spaces";

/** Lets the space's history have the statements that wait, as far as they build on others that are here. */
export async function lookAhead(space: HeldSpace, sodium: Sodium, log: Pick<LogStore, "outside" | "ofSpace">): Promise<void> {
	const waiting = (await log.outside(space.id, "waiting")).filter(({ lane }) => lane === "membership");
	const own = (await log.ofSpace(space.id, 0, Number.MAX_SAFE_INTEGER)).filter(({ lane }) => lane === "membership");
	let open = [...own, ...waiting].map(({ bytes }) => readStatement(sodium, bytes)).filter(({ id }) => !space.history.has(id));
	for (let before = open.length + 1; open.length < before; ) {
		before = open.length;
		open = open.filter((signed) => space.history.offer(signed).is === "waiting");
	}
	await space.ring.refresh(space.history);
}

/** Whether among the statements that wait is one that takes the person, or their laptop, out of the space. */
export async function isRemovalWaiting(
	space: HeldSpace,
	sodium: Sodium,
	log: Pick<LogStore, "outside">,
	{ person, device }: { readonly person: string; readonly device: string },
): Promise<boolean> {
	const waiting = (await log.outside(space.id, "waiting")).filter(({ lane }) => lane === "membership");
	return waiting
		.map(({ bytes }) => readStatement(sodium, bytes).statement)
		.some(
			(statement) =>
				(statement.is === "remove-person" && statement.person === person) ||
				(statement.is === "remove-device" && statement.device === device),
		);
}

/** Whether the invite that one holds is among the statements that are here. */
export function knowsInvite(space: HeldSpace, sodium: Sodium, secret: Uint8Array): boolean {
	return space.history.current()?.invites.has(toHex(inviteKeys(sodium, secret).publicKey)) === true;
}
