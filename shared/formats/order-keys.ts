import { generateNKeysBetween } from "fractional-indexing";

/** Order keys for the children of something new, in their order. */
export function orderKeys(count: number): string[] {
	return generateNKeysBetween(null, null, count);
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Order keys that come after the siblings that are already there, without knowing these: whole fractional indices of
 * ten characters made from the time, where those made one after another begin with two.
 */
export function orderKeysAtEnd(count: number, now: number): string[] {
	let left = Math.max(1, Math.floor(now));
	let digits = "";
	while (left > 0) {
		digits = DIGITS.charAt(left % 62) + digits;
		left = Math.floor(left / 62);
	}
	return generateNKeysBetween(`i${digits.padStart(9, "0")}`, null, count);
}
