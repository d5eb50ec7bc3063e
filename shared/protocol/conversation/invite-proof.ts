/** How somebody who holds an invite shows it, without giving it away: a signature by its secret that counts in one conversation, for one side (R17). */
import { asciiBytes, joinBytes } from "../bytes";
import { INVITE_DOMAIN } from "../identity";
import type { SessionRole } from "./handshake";

/** What the invite's secret signs; `prover` is the side that holds it. */
export function inviteSessionBytes(prover: SessionRole, transcript: Uint8Array): Uint8Array {
	return joinBytes(INVITE_DOMAIN, asciiBytes("session"), asciiBytes(prover), transcript);
}
