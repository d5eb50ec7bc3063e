/** How items get their names, and how a name says in which space its item lives (docs/decisions/0013). */
import { asciiBytes, joinBytes } from "../protocol/bytes";
import type { ItemId } from "./item";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const ID_LENGTH = 26;
/** Characters by which an item of a team or share is known: 65 bits. */
const PREFIX_LENGTH = 13;
const ITEMS_DOMAIN = asciiBytes("commonplace/items/1\n");

/** So many characters of 5 bits each. */
function base32(bytes: Uint8Array, length: number): string {
	let text = "";
	let bits = 0;
	let value = 0;
	for (const byte of bytes) {
		value = ((value << 8) | byte) & 0xffff;
		bits += 8;
		while (bits >= 5 && text.length < length) {
			bits -= 5;
			text += ALPHABET.charAt((value >>> bits) & 31);
		}
	}
	if (text.length < length) throw new RangeError(`${length} characters need ${Math.ceil((length * 5) / 8)} bytes`);
	return text;
}

/** A new item's id from 17 random bytes: 26 characters of 5 bits. The caller brings the randomness. */
export function itemIdFrom(random: Uint8Array): ItemId {
	return base32(random, ID_LENGTH);
}

/** What the ids of all items of a team or share begin with. `hash` is BLAKE2b-256; `space` 32 hex digits, hashed as ASCII. */
export function itemPrefixOf(hash: (bytes: Uint8Array) => Uint8Array, space: string): string {
	return base32(hash(joinBytes(ITEMS_DOMAIN, asciiBytes(space))), PREFIX_LENGTH);
}

/** The beginning of an id, by which the space of its item is found. */
export function prefixOf(id: ItemId): string {
	return id.slice(0, PREFIX_LENGTH);
}

/** Whether an item with this id can be one of the space with this prefix. */
export function isItemOf(prefix: string, id: ItemId): boolean {
	return id.startsWith(prefix);
}

/** A new item's id; `prefix` where it is one of a team or share, "" in the private space. `fill` is `crypto.getRandomValues` or its like. */
export function newItemId(fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array, prefix = ""): ItemId {
	return prefix + itemIdFrom(fill(new Uint8Array(17))).slice(prefix.length);
}
