/**
 * The envelope: the unit that is stored and travels (DESIGN §3). A batch of changes by one device in one space,
 * sealed with the space's key and signed by the device. Immutable; named by the hash of its bytes.
 *
 *   envelope  = CBOR [ header bytes, sealed body, signature (64) ]
 *   header    = CBOR map, see `EnvelopeHeader`; readable by whoever relays
 *   sealed    = XChaCha20-Poly1305 of the body, the header bytes as associated data, the header's nonce;
 *               on the membership lane the statement itself, because whoever relays checks roles
 *   signature = Ed25519 over ENVELOPE_DOMAIN | BLAKE2b-256(header bytes) | BLAKE2b-256(sealed body)
 *   id        = BLAKE2b-256 of the envelope's bytes, in hex
 */
import { encode } from "cborg";
import { z } from "zod";
import { ItemId, type ItemLane, type Lane } from "../model/item";
import { joinBytes, toHex } from "./bytes";
import { readCbor as readStrictCbor } from "./cbor";
import { MOST_HEADS } from "./envelope-limits";
import { ENVELOPE_DOMAIN } from "./identity";
import { LARGEST_STATEMENT, type SignedStatement, Statement } from "./membership/statements";
import type { Sodium } from "./sodium";

/** Largest envelope that is read or written: 64 MB. */
export const LARGEST_ENVELOPE = 64 * 1024 * 1024;

const bytesOf = (length: number) =>
	z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, `not ${length} bytes`);
const anyBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "not bytes");

const Header = z.strictObject({
	version: z.literal(1),
	space: z.string().min(1).max(64),
	lane: z.enum(["content", "annotation", "membership"]),
	/** Ed25519 public key of the author's device. */
	device: bytesOf(32),
	/** Which of the space's keys seals the body. */
	epoch: z.number().int().nonnegative(),
	/** The membership heads that the author knew. */
	heads: z.array(bytesOf(32)).max(MOST_HEADS),
	/** The device's own running number in this space, from 1. */
	number: z.number().int().positive(),
	/** Id of the device's previous envelope in this space; null for the first. A gap, a fork or a withheld one shows. */
	previous: bytesOf(32).nullable(),
	nonce: bytesOf(24),
});
export type EnvelopeHeader = z.infer<typeof Header>;

const Body = z.strictObject({
	/** When the author says it was made: milliseconds since 1970. Shown, never used to decide. */
	time: z.number().int().nonnegative(),
	items: z.array(z.strictObject({ id: ItemId, changes: z.array(anyBytes).max(100_000) })).max(100_000),
});
export type EnvelopeBody = z.infer<typeof Body>;

/** Why bytes are not an acceptable envelope. */
export type EnvelopeFault = "too-large" | "not-an-envelope" | "newer-version" | "bad-signature" | "cannot-open" | "bad-body";

/** An envelope that cannot be taken, and why. */
export class EnvelopeRefused extends Error {
	constructor(readonly fault: EnvelopeFault) {
		super(fault);
	}
}

export interface SealedEnvelope {
	readonly id: string;
	readonly bytes: Uint8Array;
	readonly header: EnvelopeHeader;
}

/** What the author says in the header, besides the nonce. */
export interface EnvelopeAuthor {
	readonly space: string;
	readonly device: Uint8Array;
	readonly epoch: number;
	/** The membership heads that the author knows. */
	readonly heads: readonly Uint8Array[];
	readonly number: number;
	readonly previous: Uint8Array | null;
}

/** The device's signature over bytes: the private key stays where it lives. */
export type Sign = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Id of an envelope's bytes: 64 hex digits. */
export function envelopeId(sodium: Sodium, bytes: Uint8Array): string {
	return toHex(sodium.crypto_generichash(32, bytes, null));
}

function signedBytes(sodium: Sodium, header: Uint8Array, sealed: Uint8Array): Uint8Array {
	return joinBytes(ENVELOPE_DOMAIN, sodium.crypto_generichash(32, header, null), sodium.crypto_generichash(32, sealed, null));
}

/** Seals and signs a body. */
export async function sealEnvelope(
	sodium: Sodium,
	author: EnvelopeAuthor & { readonly lane: ItemLane },
	body: EnvelopeBody,
	spaceKey: Uint8Array,
	sign: Sign,
): Promise<SealedEnvelope> {
	const header = headerOf(sodium, author);
	const headerBytes = encode(header);
	const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(encode(body), headerBytes, null, header.nonce, spaceKey);
	return pack(sodium, header, headerBytes, sealed, sign);
}

/** Signs a membership statement; `time` is the author's clock. */
export async function signStatement(
	sodium: Sodium,
	author: EnvelopeAuthor,
	statement: Statement,
	time: number,
	sign: Sign,
): Promise<SealedEnvelope> {
	const header = headerOf(sodium, { ...author, lane: "membership" });
	return pack(sodium, header, encode(header), encode({ time, statement }), sign);
}

function headerOf(sodium: Sodium, author: EnvelopeAuthor & { readonly lane: Lane }): EnvelopeHeader {
	return { version: 1, ...author, heads: [...author.heads], nonce: sodium.randombytes_buf(24) };
}

async function pack(
	sodium: Sodium,
	header: EnvelopeHeader,
	headerBytes: Uint8Array,
	sealed: Uint8Array,
	sign: Sign,
): Promise<SealedEnvelope> {
	const signature = await sign(signedBytes(sodium, headerBytes, sealed));
	const bytes = encode([headerBytes, sealed, signature]);
	if (bytes.length > LARGEST_ENVELOPE) throw new EnvelopeRefused("too-large");
	return { id: envelopeId(sodium, bytes), bytes, header };
}

interface Parts {
	readonly header: EnvelopeHeader;
	readonly headerBytes: Uint8Array;
	readonly sealed: Uint8Array;
	readonly signature: Uint8Array;
}

/** Most values in the CBOR of each part: what its schema allows, with some room. The header comes before any proof. */
const MOST_VALUES = { envelope: 8, header: 256, statement: 300_000, body: 2_000_000 };

function readCbor(bytes: Uint8Array, part: keyof typeof MOST_VALUES): unknown {
	try {
		return readStrictCbor(bytes, MOST_VALUES[part]);
	} catch {
		throw new EnvelopeRefused(part === "envelope" || part === "header" ? "not-an-envelope" : "bad-body");
	}
}

function readParts(bytes: Uint8Array): Parts {
	if (bytes.length > LARGEST_ENVELOPE) throw new EnvelopeRefused("too-large");
	const parts = readCbor(bytes, "envelope");
	if (!Array.isArray(parts) || parts.length !== 3) throw new EnvelopeRefused("not-an-envelope");
	const [headerBytes, sealed, signature]: unknown[] = parts;
	if (!(headerBytes instanceof Uint8Array && sealed instanceof Uint8Array && signature instanceof Uint8Array) || signature.length !== 64) {
		throw new EnvelopeRefused("not-an-envelope");
	}
	const header = readCbor(headerBytes, "header");
	const version: unknown = typeof header === "object" && header !== null && "version" in header ? header.version : null;
	if (typeof version === "number" && version > 1) throw new EnvelopeRefused("newer-version");
	const checked = Header.safeParse(header);
	if (!checked.success) throw new EnvelopeRefused("not-an-envelope");
	return { header: checked.data, headerBytes, sealed, signature };
}

/** The header, for who relays. The signature is not checked. */
export function readHeader(bytes: Uint8Array): EnvelopeHeader {
	return readParts(bytes).header;
}

/** Checks the signature of an envelope that came from outside and gives its header; throws EnvelopeRefused. */
export function verifyEnvelope(sodium: Sodium, bytes: Uint8Array): EnvelopeHeader {
	const { header, headerBytes, sealed, signature } = readParts(bytes);
	if (!sodium.crypto_sign_verify_detached(signature, signedBytes(sodium, headerBytes, sealed), header.device))
		throw new EnvelopeRefused("bad-signature");
	return header;
}

const StatementBody = z.strictObject({ time: z.number().int().nonnegative(), statement: Statement });

/** The statement of an envelope on the membership lane; throws EnvelopeRefused. The signature is not checked. */
export function readStatement(sodium: Sodium, bytes: Uint8Array): SignedStatement {
	const { header, sealed } = readParts(bytes);
	if (header.lane !== "membership" || sealed.length > LARGEST_STATEMENT) throw new EnvelopeRefused("bad-body");
	const body = StatementBody.safeParse(readCbor(sealed, "statement"));
	if (!body.success) throw new EnvelopeRefused("bad-body");
	return {
		id: envelopeId(sodium, bytes),
		device: toHex(header.device),
		heads: header.heads.map(toHex),
		number: header.number,
		...body.data,
	};
}

/** The keys that a space has had for an epoch: two when removals crossed, none when they are not known. */
export type KeysOf = (space: string, epoch: number) => readonly Uint8Array[];

/** Opens a sealed envelope with the space's keys; throws EnvelopeRefused. The seal proves that neither header nor body was changed. */
export function openEnvelope(
	sodium: Sodium,
	bytes: Uint8Array,
	keysOf: KeysOf,
): { readonly header: EnvelopeHeader; readonly body: EnvelopeBody } {
	const { header, headerBytes, sealed } = readParts(bytes);
	const opened = openWithAny(sodium, sealed, headerBytes, header.nonce, keysOf(header.space, header.epoch));
	if (opened === null) throw new EnvelopeRefused("cannot-open");
	const body = Body.safeParse(readCbor(opened, "body"));
	if (!body.success) throw new EnvelopeRefused("bad-body");
	return { header, body: body.data };
}

/** What was sealed, opened with the first of these keys that fits it; null when none does. */
export function openWithAny(
	sodium: Sodium,
	sealed: Uint8Array,
	headerBytes: Uint8Array,
	nonce: Uint8Array,
	keys: readonly Uint8Array[],
): Uint8Array | null {
	for (const key of keys) {
		try {
			return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, headerBytes, nonce, key);
		} catch {
			// libsodium throws for a key that does not fit; the next one may.
		}
	}
	return null;
}
