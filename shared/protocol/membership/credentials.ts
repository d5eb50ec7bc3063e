/** The proofs inside statements: certificates of devices, an invite's signature, the id of a space (R7, R12, R13). */
import { fromHex, joinBytes, toHex } from "../bytes";
import { INVITE_DOMAIN, isDeviceCertified, PRIVATE_SPACE_DOMAIN, SPACE_DOMAIN } from "../identity";
import type { Sodium } from "../sodium";
import type { SignedStatement, SpaceId } from "./statements";

export type CredentialFault = "bad-certificate" | "bad-proof" | "wrong-space-id";

/** The id of a team or share that this device of this person makes with this nonce: nobody else can, and they only once (R7). */
export function spaceIdOf(sodium: Sodium, person: string, device: string, nonce: Uint8Array): SpaceId {
	return idOf(sodium, joinBytes(SPACE_DOMAIN, fromHex(person), fromHex(device), nonce));
}

/** The id of a person's private space: every device of theirs knows it, and nobody else can make one of that id (R7). */
export function privateSpaceIdOf(sodium: Sodium, person: string): SpaceId {
	return idOf(sodium, joinBytes(PRIVATE_SPACE_DOMAIN, fromHex(person)));
}

function idOf(sodium: Sodium, bytes: Uint8Array): SpaceId {
	return toHex(sodium.crypto_generichash(32, bytes, null).slice(0, 16));
}

/** What an invite's secret signs for whoever joins by it: space, person, device. */
export function joinProofBytes(space: SpaceId, person: string, device: string): Uint8Array {
	return joinBytes(INVITE_DOMAIN, fromHex(space), fromHex(person), fromHex(device));
}

/** Null when every proof inside the statement holds. */
export function credentialFault(sodium: Sodium, space: SpaceId, { device, statement }: SignedStatement): CredentialFault | null {
	const certified = (person: string, subject: string, certificate: Uint8Array): CredentialFault | null =>
		isDeviceCertified(sodium, fromHex(person), fromHex(subject), certificate) ? null : "bad-certificate";
	switch (statement.is) {
		case "create": {
			const { kind, nonce, person, certificate } = statement;
			if ((kind === "private") !== (nonce === null)) return "wrong-space-id";
			const id = nonce === null ? privateSpaceIdOf(sodium, person) : spaceIdOf(sodium, person, device, nonce);
			return id === space ? certified(person, device, certificate) : "wrong-space-id";
		}
		case "join": {
			const { person, certificate, invite, proof } = statement;
			const proven = sodium.crypto_sign_verify_detached(proof, joinProofBytes(space, person, device), fromHex(invite));
			return proven ? certified(person, device, certificate) : "bad-proof";
		}
		case "add-device":
			return certified(statement.person, device, statement.certificate);
		default:
			return null;
	}
}
