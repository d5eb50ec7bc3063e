/** The part of the host's contract that is about files that go and come in parts. */
import { z } from "zod";
import { LARGEST_KEPT, LARGEST_PART } from "../limits";

/** SHA-256 of a file's bytes, 64 lower-case hex digits: the file's name in the blob store. */
export const BlobHash = z.string().regex(/^[0-9a-f]{64}$/);
export type BlobHash = z.infer<typeof BlobHash>;

export interface StoredBlob {
	readonly hash: BlobHash;
	readonly size: number;
	/** True when these bytes were not in the store before. */
	readonly isNew: boolean;
}

/** What a file that arrives is called until it is whole: one or two names of 64 hex digits, of the engine's choice. */
const ArrivingKey = z.string().regex(/^[0-9a-f]{64}(-[0-9a-f]{64})?$/);
const Offset = z
	.number()
	.int()
	.nonnegative()
	.max(2 * LARGEST_KEPT);
const PartLength = z.number().int().positive().max(LARGEST_PART);
const Part = z.custom<Uint8Array>(
	(value) => value instanceof Uint8Array && value.length > 0 && value.length <= LARGEST_PART,
	"not a part of a file",
);

/** What the engine may ask about files in parts: arguments' schemas. */
export const FileCallSchemas = {
	/** Size of a blob in bytes; null when it is not here. */
	"blobs.size": z.tuple([BlobHash]),
	/** So many bytes of a blob from a place on; fewer at its end. */
	"blobs.readPart": z.tuple([BlobHash, Offset, PartLength]),
	/** Bytes of an arriving file that are here: 0 when it has not begun. They stay past the end of the app. */
	"arriving.size": z.tuple([ArrivingKey]),
	/** Adds to the end of it; on the disk when it resolves. Fails with `bad-request` when that is not where these bytes begin. */
	"arriving.append": z.tuple([ArrivingKey, Offset, Part]),
	"arriving.read": z.tuple([ArrivingKey, Offset, PartLength]),
	"arriving.drop": z.tuple([ArrivingKey]),
	/** Makes it a blob, as a put of this session, when it has this SHA-256; otherwise fails and leaves it. */
	"arriving.keep": z.tuple([ArrivingKey, BlobHash]),
} as const;

export interface FileCalls {
	"blobs.size": (hash: BlobHash) => number | null;
	"blobs.readPart": (hash: BlobHash, from: number, length: number) => Uint8Array;
	"arriving.size": (key: string) => number;
	"arriving.append": (key: string, from: number, bytes: Uint8Array) => void;
	"arriving.read": (key: string, from: number, length: number) => Uint8Array;
	"arriving.drop": (key: string) => void;
	"arriving.keep": (key: string, hash: BlobHash) => StoredBlob;
}
