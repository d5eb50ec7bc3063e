/**
 * A segment of the journal (docs/formats/journal.md): a header, then records one after the other, each with its length and a
 * checksum. What is cut off or damaged is noticed and costs no more than itself, as far as its length can be believed.
 */
import { createHash } from "node:crypto";

const MAGIC = Buffer.from("CMNPLJRN", "ascii");
const VERSION = 1;
/** Magic 8, version 2. */
export const HEADER_LENGTH = 10;
/** Length 4, checksum 8. */
const FRAME_LENGTH = 12;
/** Kind 1, id 32. */
const LEAST_CONTENT = 33;
/** An envelope's largest size, with room. */
const MOST_CONTENT = 67 * 1024 * 1024;

const KINDS = { envelope: 1, gone: 2 } as const;

export type JournalRecord =
	| { readonly is: "envelope"; readonly id: string; readonly bytes: Uint8Array }
	/** An envelope that was added earlier and is in the log no longer. */
	| { readonly is: "gone"; readonly id: string };

export function segmentHeader(): Buffer {
	const header = Buffer.alloc(HEADER_LENGTH);
	MAGIC.copy(header);
	header.writeUInt16BE(VERSION, 8);
	return header;
}

/** Whether a segment begins as one of this version does. */
export function isSegment(bytes: Buffer): boolean {
	return bytes.length >= HEADER_LENGTH && bytes.subarray(0, HEADER_LENGTH).equals(segmentHeader());
}

export function encodeRecord(record: JournalRecord): Buffer {
	const content = record.is === "envelope" ? record.bytes : new Uint8Array();
	const encoded = Buffer.alloc(FRAME_LENGTH + LEAST_CONTENT + content.length);
	encoded.writeUInt32BE(LEAST_CONTENT + content.length, 0);
	encoded.writeUInt8(KINDS[record.is], FRAME_LENGTH);
	encoded.write(record.id, FRAME_LENGTH + 1, "hex");
	encoded.set(content, FRAME_LENGTH + LEAST_CONTENT);
	checksum(encoded.subarray(FRAME_LENGTH)).copy(encoded, 4);
	return encoded;
}

export interface RecordAt {
	/** Null for one that is damaged. */
	readonly record: JournalRecord | null;
	/** Where the next one begins. */
	readonly end: number;
}

/** The record that begins at a place of a segment; null when there is none that is whole: the end, a torn one, or a length that cannot be. */
export function readRecord(segment: Buffer, at: number): RecordAt | null {
	if (at + FRAME_LENGTH > segment.length) return null;
	const length = segment.readUInt32BE(at);
	const begin = at + FRAME_LENGTH;
	const end = begin + length;
	if (length < LEAST_CONTENT || length > MOST_CONTENT || end > segment.length) return null;
	const content = segment.subarray(begin, end);
	if (!checksum(content).equals(segment.subarray(at + 4, begin))) return { record: null, end };
	const id = content.toString("hex", 1, LEAST_CONTENT);
	switch (content[0]) {
		case KINDS.envelope:
			return { record: { is: "envelope", id, bytes: new Uint8Array(content.subarray(LEAST_CONTENT)) }, end };
		case KINDS.gone:
			return { record: { is: "gone", id }, end };
		default:
			return { record: null, end };
	}
}

function checksum(content: Buffer): Buffer {
	return createHash("sha256").update(content).digest().subarray(0, 8);
}
