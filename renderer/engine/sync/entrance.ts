/** The statements by which a device comes into a space by its own word. */
import { toHex } from "../../../shared/protocol/bytes";
import type { Counterpart } from "../../../shared/protocol/conversation/ports";
import { EnvelopeRefused, readStatement, verifyEnvelope } from "../../../shared/protocol/envelope";
import type { Statement } from "../../../shared/protocol/membership/statements";
import type { Sodium } from "../../../shared/protocol/sodium";

/** Whether these bytes are such a statement by this device. */
export function isEntrance(sodium: Sodium, who: Counterpart, bytes: Uint8Array, kinds: readonly Statement["is"][]): boolean {
	try {
		return toHex(verifyEnvelope(sodium, bytes).device) === who.device && kinds.includes(readStatement(sodium, bytes).statement.is);
	} catch (error) {
		if (error instanceof EnvelopeRefused) return false;
		throw error;
	}
}
