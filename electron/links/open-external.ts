import type { OpenExternalResult } from "../../shared/host";
import { isAddress } from "./is-address";

const allowed = new Set(["https:", "http:", "mailto:"]);

/** The address as the system may get it; null when it is not a link of a kind that is safe to hand on. */
export function externalAddress(address: string): string | null {
	if (address.length > 8000 || !isAddress(address)) return null;
	const parsed = new URL(address);
	return allowed.has(parsed.protocol) ? parsed.href : null;
}

/** Opens a web or mail link in the system's own program; refuses all else. Never fails: the answer says what happened. */
export async function openExternal(address: string, open: (address: string) => Promise<void>): Promise<OpenExternalResult> {
	const safe = externalAddress(address);
	if (safe === null) return "refused";
	try {
		await open(safe);
		return "opened";
	} catch {
		return "failed";
	}
}
