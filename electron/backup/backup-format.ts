/**
 * The backup file (docs/formats/backup.md): a clear header, then sealed records in order, the last one marked as the last.
 * The header tells a wrong passphrase from a damaged file; the records cannot be read, changed, reordered or cut unnoticed.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { decode, encode } from "cborg";
import { z } from "zod";
import { Settings } from "../../shared/host";
import { HostFailure } from "../files/host-failure";
import type { LoadedSodium } from "../keys/sodium";
import { PersonKeys } from "../keys/stored-keys";

export const MAGIC = Buffer.from("CMNPLBAK", "ascii");
/** Version 2 has private keys of devices, and may be without the person's. Both versions are read. */
export const VERSION = 2;
/** Magic 8, version 2, passes 4, memory 4, salt 16, stream header 24, key check 32, checksum 32. */
export const HEADER_LENGTH = 122;
/** Longest sealed record that is read: an envelope's largest size and room for its wrapping. */
export const LONGEST_RECORD = 80 * 1024 * 1024;
/** Files travel in parts of this size. */
export const PART = 1024 * 1024;
/** More memory than this is not asked of a machine by a file that we did not write. */
const MOST_MEMORY = 1024 * 1024 * 1024;
const MOST_PASSES = 10;

export interface BackupHeader {
	readonly passes: number;
	readonly memory: number;
	readonly salt: Uint8Array;
	readonly stream: Uint8Array;
	readonly keyCheck: Uint8Array;
}

export interface BackupKey {
	readonly seal: Uint8Array;
	readonly check: Uint8Array;
}

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "not bytes");

/** What a sealed record can be. Envelopes come first, then keys and settings, then files, then the end. */
export const BackupRecord = z.discriminatedUnion("is", [
	z.strictObject({ is: z.literal("envelopes"), envelopes: z.array(bytes).max(100_000) }),
	z.strictObject({ is: z.literal("keys"), keys: PersonKeys }),
	z.strictObject({ is: z.literal("settings"), settings: Settings }),
	z.strictObject({ is: z.literal("file"), hash: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().nonnegative() }),
	z.strictObject({ is: z.literal("part"), bytes }),
	z.strictObject({ is: z.literal("end"), created: z.number(), envelopes: z.number().int(), blobs: z.number().int(), bytes: z.number() }),
]);
export type BackupRecord = z.infer<typeof BackupRecord>;

export function encodeRecord(record: BackupRecord): Uint8Array {
	return encode(record);
}

/** Reads a record that was opened; a file whose seal is right but whose content is not was written by something else. */
export function decodeRecord(opened: Uint8Array): BackupRecord {
	try {
		return BackupRecord.parse(decode(opened));
	} catch (error) {
		if (error instanceof z.ZodError || error instanceof Error)
			throw new HostFailure("damaged-backup", "a record is not what a backup contains");
		throw error;
	}
}

/** The two keys that the passphrase gives: one seals, one lets the header tell whether the passphrase is right. */
export function deriveKey(sodium: LoadedSodium, passphrase: string, salt: Uint8Array, passes: number, memory: number): BackupKey {
	const derived = sodium.crypto_pwhash(64, passphrase.normalize("NFKC"), salt, passes, memory, sodium.crypto_pwhash_ALG_ARGON2ID13);
	return { seal: derived.slice(0, 32), check: sodium.crypto_generichash(32, derived.slice(32), null) };
}

export function writeHeader(header: BackupHeader): Buffer {
	const buffer = Buffer.alloc(HEADER_LENGTH);
	MAGIC.copy(buffer, 0);
	buffer.writeUInt16BE(VERSION, 8);
	buffer.writeUInt32BE(header.passes, 10);
	buffer.writeUInt32BE(header.memory, 14);
	buffer.set(header.salt, 18);
	buffer.set(header.stream, 34);
	buffer.set(header.keyCheck, 58);
	buffer.set(checksum(buffer), 90);
	return buffer;
}

/** Reads the header; says `damaged-backup` when it is no backup or was changed, `newer-backup` when a later version wrote it. */
export function readHeader(buffer: Buffer): BackupHeader {
	if (buffer.length < HEADER_LENGTH || !buffer.subarray(0, 8).equals(MAGIC))
		throw new HostFailure("damaged-backup", "this is not a backup");
	if (buffer.readUInt16BE(8) > VERSION) throw new HostFailure("newer-backup", "a later version of the app wrote this backup");
	if (!timingSafeEqual(checksum(buffer), buffer.subarray(90, HEADER_LENGTH)))
		throw new HostFailure("damaged-backup", "its beginning is damaged");
	const passes = buffer.readUInt32BE(10);
	const memory = buffer.readUInt32BE(14);
	if (passes < 1 || passes > MOST_PASSES || memory < 8192 || memory > MOST_MEMORY)
		throw new HostFailure("damaged-backup", "it asks for too much work");
	return { passes, memory, salt: buffer.subarray(18, 34), stream: buffer.subarray(34, 58), keyCheck: buffer.subarray(58, 90) };
}

function checksum(buffer: Buffer): Buffer {
	return createHash("sha256").update(buffer.subarray(0, 90)).digest();
}
