/**
 * Presence: who is where in which text, said to those who have the space open, and kept nowhere (docs/protocol.md R19).
 * Made as an envelope is, with a tag and a size of its own:
 *
 *   presence  = CBOR [ header bytes, sealed body, signature (64) ]
 *   sealed    = XChaCha20-Poly1305 of the body with the space's key of the header's epoch, the header bytes as associated data
 *   signature = Ed25519 over PRESENCE_DOMAIN | BLAKE2b-256(header bytes) | BLAKE2b-256(sealed body)
 */
import { encode } from "cborg";
import { z } from "zod";
import { ItemId } from "../model/item";
import { joinBytes } from "./bytes";
import { NotCbor, readCbor } from "./cbor";
import { type KeysOf, openWithAny, type Sign } from "./envelope";
import { PRESENCE_DOMAIN } from "./identity";
import { SpaceId } from "./membership/statements";
import type { Sodium } from "./sodium";

/** Bytes of one presence. */
export const LARGEST_PRESENCE = 1024;
const MOST_VALUES = 32;

const bytesOf = (length: number) =>
	z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, `not ${length} bytes`);

const Header = z.strictObject({
	version: z.literal(1),
	space: SpaceId,
	/** Ed25519 public key of the device. */
	device: bytesOf(32),
	/** Which of the space's keys seals the body. */
	epoch: z.number().int().nonnegative(),
	/** Grows with everything that this device says about where it is, also over starts: what has a lower one is old. */
	number: z.number().int().positive(),
	nonce: bytesOf(24),
});
type Header = z.infer<typeof Header>;

/** An Automerge cursor, as text. */
const Cursor = z.string().min(1).max(160);

/** Where somebody is: in an item, and where in its text; null when they have gone. */
const Place = z
	.strictObject({
		item: ItemId,
		selection: z.strictObject({ field: z.string().min(1).max(40), anchor: Cursor, head: Cursor }).nullable(),
	})
	.nullable();
export type Place = z.infer<typeof Place>;

export interface Presence {
	readonly space: string;
	readonly device: Uint8Array;
	readonly number: number;
	readonly place: Place;
}

/** What a device says, before it is sealed. */
export interface PresenceAuthor extends Omit<Presence, "place"> {
	readonly epoch: number;
}

function signedBytes(sodium: Sodium, header: Uint8Array, sealed: Uint8Array): Uint8Array {
	return joinBytes(PRESENCE_DOMAIN, sodium.crypto_generichash(32, header, null), sodium.crypto_generichash(32, sealed, null));
}

/** Seals and signs where somebody is: at most `LARGEST_PRESENCE` bytes. */
export async function sealPresence(
	sodium: Sodium,
	author: PresenceAuthor,
	place: Place,
	spaceKey: Uint8Array,
	sign: Sign,
): Promise<Uint8Array> {
	const header: Header = { version: 1, ...author, nonce: sodium.randombytes_buf(24) };
	const headerBytes = encode(header);
	const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(encode(place), headerBytes, null, header.nonce, spaceKey);
	return encode([headerBytes, sealed, await sign(signedBytes(sodium, headerBytes, sealed))]);
}

/**
 * Where somebody says to be, from bytes that came from outside; null when they are no presence, the device did not sign it,
 * or no key of ours opens it. Whether the device belongs to a member is for the caller to look at.
 */
export function openPresence(sodium: Sodium, bytes: Uint8Array, keysOf: KeysOf): Presence | null {
	if (bytes.length > LARGEST_PRESENCE) return null;
	const parts = readOrUndefined(bytes);
	if (!Array.isArray(parts) || parts.length !== 3) return null;
	const [headerBytes, sealed, signature]: unknown[] = parts;
	if (!(headerBytes instanceof Uint8Array && sealed instanceof Uint8Array && signature instanceof Uint8Array)) return null;
	const header = Header.safeParse(readOrUndefined(headerBytes));
	if (!header.success || signature.length !== 64) return null;
	const { space, device, epoch, number, nonce } = header.data;
	const keys = keysOf(space, epoch);
	// Opening is cheaper than checking a signature: whoever has no key of the space costs us little.
	const opened = openWithAny(sodium, sealed, headerBytes, nonce, keys);
	if (opened === null || !sodium.crypto_sign_verify_detached(signature, signedBytes(sodium, headerBytes, sealed), device)) return null;
	const place = Place.safeParse(readOrUndefined(opened));
	return place.success ? { space, device, number, place: place.data } : null;
}

/** Undefined for what is no CBOR: nothing that is expected here. */
function readOrUndefined(bytes: Uint8Array): unknown {
	try {
		return readCbor(bytes, MOST_VALUES);
	} catch (error) {
		if (error instanceof NotCbor) return undefined;
		throw error;
	}
}
