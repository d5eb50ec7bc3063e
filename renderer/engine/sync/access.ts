/** What somebody may have of a space, by its membership as it is here (R4, R12, R17). */
import type { Counterpart } from "../../../shared/protocol/conversation/ports";
import type { Membership } from "../../../shared/protocol/membership/membership";
import type { MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import type { Role } from "../../../shared/protocol/membership/statements";

export type Access = Role | "invited";

/** Null for a stranger, a removed device, and a space that has not begun here. */
export function accessOf(who: Counterpart, history: MembershipHistory | null, now: number): Access | null {
	const membership = history?.current() ?? null;
	if (membership === null || history === null || who.person === null) return null;
	const member = membership.members.get(who.person);
	if (member !== undefined && isTheirs(membership, who.person, who.device)) return member.role;
	const invite = membership.invites.get(who.invites.get(history.space) ?? "");
	if (invite === undefined || invite.withdrawn || (invite.uses > 0 && invite.used >= invite.uses)) return null;
	return invite.ends === 0 || now <= invite.ends ? "invited" : null;
}

/** A device of a member that the space does not know yet has shown its certificate; one that was removed is out. */
function isTheirs({ devices }: Membership, person: string, device: string): boolean {
	const known = devices.get(device);
	return known === undefined || (known.active && known.person === person);
}
