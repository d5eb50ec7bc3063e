/**
 * What a bundle file is made of (docs/protocol.md §6): a first line, then items in a row. An item is CBOR of the list
 * `[kind, bytes]`, in its shortest form, so that its length is known, and checked, before anything of it is held.
 */
import { asciiBytes } from "../bytes";
import { BLOB_PART } from "../conversation/messages";
import { LARGEST_ENVELOPE } from "../envelope";
import type { Sodium } from "../sodium";

export const FIRST_LINE: Uint8Array = asciiBytes("commonplace bundle 1\n");

/** What follows belongs to this space: 16 bytes, its id. */
export const SPACE = 0;
/** An envelope of the space. */
export const ENVELOPE = 1;
/** A sealed file of the space begins: 32 bytes of its name, 8 of its length. Its parts follow, in order. */
export const FILE = 2;
export const PART = 3;
/** The end: 32 bytes, the check over everything before. */
export const END = 4;
export type ItemKind = typeof SPACE | typeof ENVELOPE | typeof FILE | typeof PART | typeof END;

/** How many bytes an item of each kind may have. */
const SIZES: Readonly<Record<ItemKind, { readonly least: number; readonly most: number }>> = {
	[SPACE]: { least: 16, most: 16 },
	[ENVELOPE]: { least: 1, most: LARGEST_ENVELOPE },
	[FILE]: { least: 40, most: 40 },
	[PART]: { least: 1, most: BLOB_PART },
	[END]: { least: 32, most: 32 },
};

/** Longest beginning of an item: list, kind, and the length of its bytes. */
export const LONGEST_BEGINNING = 7;

/** The beginning of an item with so many bytes. */
export function beginningOf(kind: ItemKind, length: number): Uint8Array {
	const lead = [0x82, kind];
	if (length < 24) return Uint8Array.from([...lead, 0x40 + length]);
	if (length < 0x100) return Uint8Array.from([...lead, 0x58, length]);
	if (length < 0x10000) return Uint8Array.from([...lead, 0x59, length >> 8, length & 0xff]);
	return Uint8Array.from([...lead, 0x5a, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]);
}

/** An item's kind, how many bytes it has, and how many its beginning has; null when these bytes begin none. */
export function readBeginning(bytes: Uint8Array): { readonly kind: ItemKind; readonly length: number; readonly after: number } | null {
	const [list, kind, head = 0] = bytes;
	if (list !== 0x82 || !isKind(kind)) return null;
	const extra = { 88: 1, 89: 2, 90: 4 }[head] ?? 0;
	if (bytes.length < 3 + extra || (extra === 0 && (head < 0x40 || head >= 0x58))) return null;
	let length = extra === 0 ? head - 0x40 : 0;
	for (const byte of bytes.subarray(3, 3 + extra)) length = length * 256 + byte;
	const { least, most } = SIZES[kind];
	const isShortest = beginningOf(kind, length).length === 3 + extra;
	return length < least || length > most || !isShortest ? null : { kind, length, after: 3 + extra };
}

function isKind(value: number | undefined): value is ItemKind {
	return value !== undefined && value >= SPACE && value <= END;
}

/** The check over everything so far: of the check before, and the item that follows. */
export function nextCheck(sodium: Sodium, check: Uint8Array, ...item: readonly Uint8Array[]): Uint8Array {
	const hashes = item.map((bytes) => sodium.crypto_generichash(32, bytes, null));
	const joined = new Uint8Array(32 * (1 + hashes.length));
	joined.set(check);
	for (const [index, hash] of hashes.entries()) joined.set(hash, 32 * (index + 1));
	return sodium.crypto_generichash(32, joined, null);
}

export function firstCheck(sodium: Sodium): Uint8Array {
	return sodium.crypto_generichash(32, FIRST_LINE, null);
}
