/** Whether an envelope is taken, by the rules R1 to R5: the same judgement for the app, its peers and the server. */
import { toHex } from "./bytes";
import type { ChainLink } from "./chain";
import type { EnvelopeHeader } from "./envelope";
import { mayWrite, roleOfDevice } from "./membership/membership";
import type { MembershipHistory } from "./membership/membership-history";

export type Refusal = "broken-chain" | "membership-rolled-back" | "not-a-member" | "role";

export type Verdict =
	| { readonly is: "accepted" }
	/** Something it rests on is not here yet: the device's envelope before it, or a statement that it names. */
	| { readonly is: "waiting" }
	/** Its author did not know that they had lost the right: set aside (R5). */
	| { readonly is: "late" }
	| { readonly is: "refused"; readonly why: Refusal };

/**
 * Judges place in the chain and heads (R1 to R3); `before` is the envelope that this one names as the one before it, null
 * when it is not here. Null when all is in order. Nothing but what the envelope rests on decides: not what else is here.
 */
export function judgeChain(history: MembershipHistory, header: EnvelopeHeader, before: ChainLink | null): Verdict | null {
	if ((header.previous === null) !== (header.number === 1)) return { is: "refused", why: "broken-chain" };
	if (header.previous !== null && before === null) return { is: "waiting" };
	const isNext = before === null || (before.device === toHex(header.device) && before.number === header.number - 1);
	if (!isNext) return { is: "refused", why: "broken-chain" };
	const heads = header.heads.map(toHex);
	if (heads.some((head) => !history.has(head))) return { is: "waiting" };
	const known = before === null ? [] : [before.id, ...before.heads].filter(history.has);
	const wentBack = known.some((id) => !history.isWithin(id, heads));
	return wentBack ? { is: "refused", why: "membership-rolled-back" } : null;
}

/**
 * Judges the right to write on the lane (R4, R5). Can change with every statement that becomes known, and when it becomes
 * known that the device has forked: `forkedAt` is the lowest number that it used twice, null when it has not.
 */
export function judgeRight(history: MembershipHistory, header: EnvelopeHeader, forkedAt: number | null): Verdict {
	const device = toHex(header.device);
	const heads = header.heads.map(toHex);
	const seen = history.seenBy(heads);
	if (seen === null || roleOfDevice(seen, device) === null) return { is: "refused", why: "not-a-member" };
	if (!mayWrite(seen, device, header.lane)) return { is: "refused", why: "role" };
	const admitted = history.current()?.admitted.get(device) ?? 0;
	if (header.number <= admitted) return { is: "accepted" };
	const standing = history.standing(heads);
	if (standing === null || !mayWrite(standing, device, header.lane)) return { is: "late" };
	const restricted = history
		.current()
		?.restrictions.some(
			(restriction) =>
				restriction.device === device &&
				restriction.lanes.includes(header.lane) &&
				(header.number > restriction.upTo || (forkedAt !== null && header.number >= forkedAt)) &&
				!history.isWithin(restriction.statement, heads),
		);
	return restricted === true ? { is: "late" } : { is: "accepted" };
}
