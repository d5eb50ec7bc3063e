/** What somebody may bring who is not in a space yet: the statement that lets them in, and nothing that would tell them of the space (R12, R17). */
import { EnvelopeRefused, envelopeId, readHeader, readStatement, verifyEnvelope } from "../envelope";
import type { Sodium } from "../sodium";
import { credentialFault } from "./credentials";
import { type Membership, roleOfDevice } from "./membership";
import type { SignedStatement } from "./statements";

/** A statement among pushed envelopes, by the envelope that brings it. */
export interface BroughtStatement {
	readonly id: string;
	readonly bytes: Uint8Array;
	readonly signed: SignedStatement;
}

/** Hex of the keys of a device that is not in, and of the person who certified it. */
export interface Newcomer {
	readonly device: string;
	readonly person: string;
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

/**
 * The statements by which a newcomer may come in, in the order brought: joins by invites of this space, and new devices of
 * a member. None: they are a stranger.
 */
export function entrancesOf(
	sodium: Sodium,
	space: string,
	membership: Membership,
	who: Newcomer,
	brought: readonly BroughtStatement[],
): readonly BroughtStatement[] {
	const isInvite = (invite: string): boolean =>
		membership.invites.has(invite) ||
		brought.some(
			({ bytes, signed: { device, statement } }) =>
				statement.is === "invite" && statement.invite === invite && roleOfDevice(membership, device) === "owner" && isSigned(sodium, bytes),
		);
	return brought.filter((one) => {
		const { statement } = one.signed;
		if (statement.is !== "join" && statement.is !== "add-device") return false;
		if (statement.person !== who.person || !isTheirOwn(sodium, space, who, one)) return false;
		return statement.is === "join" ? isInvite(statement.invite) : membership.members.has(who.person);
	});
}

/** Whether what is brought begins with the making of this very space, by whoever brings it. */
export function bringsBeginning(sodium: Sodium, space: string, who: Newcomer, envelopes: readonly Uint8Array[]): boolean {
	const [first] = statementsAmong(sodium, envelopes.slice(0, 1));
	if (first === undefined || first.signed.statement.is !== "create") return false;
	const restsOnNothing = readHeader(first.bytes).number === 1 && first.signed.heads.length === 0;
	return restsOnNothing && first.signed.statement.person === who.person && isTheirOwn(sodium, space, who, first);
}

/** Whether their own device signed it, and what it shows for its right holds. */
function isTheirOwn(sodium: Sodium, space: string, who: Newcomer, { bytes, signed }: BroughtStatement): boolean {
	return signed.device === who.device && isSigned(sodium, bytes) && credentialFault(sodium, space, signed) === null;
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
