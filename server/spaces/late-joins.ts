/** Joins that come too late at whoever relays: it takes those that arrive in time, and the first of several for one use (R12). */
import type { BroughtStatement } from "../../shared/protocol/membership/entrance";
import type { Membership } from "../../shared/protocol/membership/membership";
import type { SignedStatement } from "../../shared/protocol/membership/statements";

type Lateness = "invite-ended" | "invite-used-up";

/** Why joins among what is brought come too late here, by the id of their envelope. */
export function lateJoins(membership: Membership | null, brought: readonly BroughtStatement[], now: number): ReadonlyMap<string, Lateness> {
	const ends = new Map<string, number>();
	for (const { signed } of brought) if (signed.statement.is === "invite") ends.set(signed.statement.invite, signed.statement.ends);

	function latenessOf({ statement }: SignedStatement): Lateness | null {
		if (statement.is !== "join") return null;
		const invite = membership?.invites.get(statement.invite);
		const end = invite?.ends ?? ends.get(statement.invite) ?? 0;
		if (invite?.withdrawn === true || (end !== 0 && now > end)) return "invite-ended";
		// By the fold alone a later join could take the place of an earlier one whose id is higher.
		return invite !== undefined && invite.uses !== 0 && invite.used >= invite.uses ? "invite-used-up" : null;
	}

	const late = new Map<string, Lateness>();
	for (const { id, signed } of brought) {
		const lateness = latenessOf(signed);
		if (lateness !== null) late.set(id, lateness);
	}
	return late;
}
