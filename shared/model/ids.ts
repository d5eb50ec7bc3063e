/** How items get their names. */
import type { ItemId } from "./item";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** A new item's id from 17 random bytes: 26 characters of 5 bits. The caller brings the randomness. */
export function itemIdFrom(random: Uint8Array): ItemId {
	let id = "";
	let bits = 0;
	let value = 0;
	for (const byte of random) {
		value = ((value << 8) | byte) & 0xffff;
		bits += 8;
		while (bits >= 5 && id.length < 26) {
			bits -= 5;
			id += ALPHABET.charAt((value >>> bits) & 31);
		}
	}
	if (id.length < 26) throw new RangeError("an item id needs 17 random bytes");
	return id;
}

/** A new item's id. `fill` is `crypto.getRandomValues` or its like. */
export function newItemId(fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): ItemId {
	return itemIdFrom(fill(new Uint8Array(17)));
}
