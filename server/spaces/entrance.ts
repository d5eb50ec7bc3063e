/** What somebody may bring who is not in a space yet: the statement that lets them in, and nothing that would tell them of the space (R12, R17). */
import { EnvelopeRefused, envelopeId, readHeader, readStatement, verifyEnvelope } from "../../shared/protocol/envelope";
import { credentialFault } from "../../shared/protocol/membership/credentials";
import { type Membership, roleOfDevice } from "../../shared/protocol/membership/membership";
import type { SignedStatement } from "../../shared/protocol/membership/statements";
import type { Sodium } from "../../shared/protocol/sodium";
import type { Visitor } from "./access";

/** A statement among pushed envelopes, by the envelope that brings it. */
export interface BroughtStatement {
	readonly id: string;
	readonly bytes: Uint8Array;
	readonly signed: SignedStatement;
}

/** The statements among envelopes; what cannot be read is for the intake to refuse. No signature is checked. */
export function statementsAmong(sodium: Sodium, envelopes: readonly Uint8Array[]): readonly BroughtStatement[] {
	return envelopes.flatMap((bytes) => {
		try {
			if (readHeader(bytes).lane !== "membership") return [];
			return [{ id: envelopeId(sodium, bytes), bytes, signed: readStatement(sodium, bytes) }];
		} catch (error) {
			if (error instanceof EnvelopeRefused) return [];
			throw error;
		}
	});
}

/** The statement by which a visitor comes in: a join by an invite of this space, or a new device of a member. Null: they bring none. */
export function entranceOf(
	sodium: Sodium,
	space: string,
	membership: Membership,
	who: Visitor,
	brought: readonly BroughtStatement[],
): BroughtStatement | null {
	const isInvite = (invite: string): boolean =>
		membership.invites.has(invite) ||
		brought.some(
			({ bytes, signed: { device, statement } }) =>
				statement.is === "invite" && statement.invite === invite && roleOfDevice(membership, device) === "owner" && isSigned(sodium, bytes),
		);
	const found = brought.find(({ bytes, signed }) => {
		const { device, statement } = signed;
		if (device !== who.device || !isSigned(sodium, bytes) || credentialFault(sodium, space, signed) !== null) return false;
		if (statement.is === "join") return statement.person === who.person && isInvite(statement.invite);
		return statement.is === "add-device" && statement.person === who.person && membership.members.has(who.person);
	});
	return found ?? null;
}

function isSigned(sodium: Sodium, bytes: Uint8Array): boolean {
	try {
		verifyEnvelope(sodium, bytes);
		return true;
	} catch (error) {
		if (error instanceof EnvelopeRefused) return false;
		throw error;
	}
}

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
