/** Whether an envelope is taken, by the rules R1 to R5: the same judgement for the app, its peers and the server. */
import { toHex } from "./bytes";
import type { EnvelopeHeader } from "./envelope";
import { mayWrite, roleOfDevice } from "./membership/membership";
import type { MembershipHistory } from "./membership/membership-history";

/** The last envelope of a device that was considered, in one space. */
export interface ChainTip {
	readonly number: number;
	/** Hex. */
	readonly id: string;
	/** Hex of the membership heads that it named. */
	readonly heads: readonly string[];
}

export type Refusal = "fork" | "membership-rolled-back" | "not-a-member" | "role";

export type Verdict =
	| { readonly is: "accepted" }
	/** Something it rests on is not here yet: the device's envelope before it, or a statement that it names. */
	| { readonly is: "waiting" }
	/** Its author did not know that they had lost the right: set aside (R5). */
	| { readonly is: "late" }
	| { readonly is: "refused"; readonly why: Refusal };

/** Judges place in the chain and heads (R1 to R3). Null when both are in order. */
export function judgeChain(history: MembershipHistory, tip: ChainTip | null, header: EnvelopeHeader): Verdict | null {
	const last = tip?.number ?? 0;
	if (header.number > last + 1) return { is: "waiting" };
	const previous = header.previous === null ? null : toHex(header.previous);
	if (header.number <= last || previous !== (tip?.id ?? null)) return { is: "refused", why: "fork" };
	const heads = header.heads.map(toHex);
	if (heads.some((head) => !history.has(head))) return { is: "waiting" };
	const wentBack = tip?.heads.some((head) => !history.isWithin(head, heads)) ?? false;
	return wentBack ? { is: "refused", why: "membership-rolled-back" } : null;
}

/** Judges the right to write on the lane (R4, R5). Can change with every statement that becomes known. */
export function judgeRight(history: MembershipHistory, header: EnvelopeHeader): Verdict {
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
				header.number > restriction.upTo &&
				!history.isWithin(restriction.statement, heads),
		);
	return restricted === true ? { is: "late" } : { is: "accepted" };
}
