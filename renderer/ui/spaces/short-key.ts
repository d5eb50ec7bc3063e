/** A public key, as much of it as two people can compare by eye. */
export function shortKey(hex: string): string {
	return (hex.slice(0, 16).match(/.{1,4}/g) ?? []).join(" ");
}
