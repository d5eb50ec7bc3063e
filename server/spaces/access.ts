/** Who may see what of a space: the server's side of R12 and R17. */
import type { Counterpart } from "../../shared/protocol/conversation/ports";
import type { Invite, Membership } from "../../shared/protocol/membership/membership";
import type { Role } from "../../shared/protocol/membership/statements";

/** Somebody who proved their keys and is let in on this server. */
export interface Visitor extends Counterpart {
	readonly person: string;
}

export type Access = Role | "invited";

/**
 * The role of a visitor; null for a stranger. A new device of a member may read at once, so that it can add itself; a
 * device that was removed may not, whoever holds it.
 */
export function accessOf(space: string, membership: Membership, who: Visitor, now: number): Access | null {
	const device = membership.devices.get(who.device);
	const member = membership.members.get(who.person);
	const isTheirs = device === undefined || (device.active && device.person === who.person);
	if (member !== undefined && isTheirs) return member.role;
	const held = membership.invites.get(who.invites.get(space) ?? "");
	return held !== undefined && inviteCounts(held, now) ? "invited" : null;
}

/** Whether somebody can still join by an invite, by our clock (milliseconds since 1970). */
export function inviteCounts({ withdrawn, ends, uses, used }: Invite, now: number): boolean {
	return !withdrawn && (ends === 0 || now <= ends) && (uses === 0 || used < uses);
}
