import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A new secret for people to copy: 256 bits. It begins with a letter, so that no command line takes it for a flag. */
export function newToken(): string {
	return `cp_${randomBytes(32).toString("base64url")}`;
}

/** What is kept of a token. It is random, so that one round is enough. */
export function hashToken(token: string): Uint8Array {
	return createHash("sha256").update(token).digest();
}

/** Whether a token is the one with this hash, in the same time for every wrong one. */
export function isToken(token: string, hash: Uint8Array): boolean {
	const own = hashToken(token);
	return own.length === hash.length && timingSafeEqual(own, hash);
}
