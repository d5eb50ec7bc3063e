/**
 * The first change of a new document, in Automerge's binary format
 * (https://automerge.org/automerge-binary-format-spec/).
 *
 * Automerge itself takes four milliseconds for a page of 1,700 characters and 0.3 for a bookmark; written from the
 * fields it is a few hundredths. That is what makes an import quick. A property test holds every byte against Automerge's own.
 */
import { isImmutableString } from "@automerge/automerge/slim";
import type { Draft } from "../../../shared/model/item";
import { fromHex } from "../../../shared/protocol/bytes";
import { ByteWriter } from "./first-change/byte-writer";
import { ACTION, Operations, type Place, type Scalar } from "./first-change/operations";

const MAGIC = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83);
const CHANGE = 1;
/** Bytes of the hash that stand in a chunk as its checksum. */
const CHECKSUM = 4;

/** Bytes of the change that makes this document. `time` in milliseconds (kept in whole seconds). */
export type InitialChange = (document: Draft, time: number) => Uint8Array;

/**
 * Writes first changes of documents by this actor (hex digits). A document may hold what `toDocument` makes: strings
 * (which become text), scalars (`ImmutableString`, finite numbers, booleans, null), and lists and plain objects of scalars.
 * Throws RangeError on anything else, and on a document of nothing. `sha256` is any implementation of it.
 */
export function initialChanges(actor: string, sha256: (bytes: Uint8Array) => Uint8Array): InitialChange {
	const actorBytes = fromHex(actor);
	const operations = new Operations();
	const head = new ByteWriter();

	return (document, time) => {
		operations.reset();
		writeDocument(operations, document);
		if (operations.count === 0) throw new RangeError("a new document that holds nothing has no change");
		const columns = operations.finish();
		head.reset();
		writeHead(head, actorBytes, Math.floor(time / 1000), columns);
		return toChunk([head, ...columns.map(([, bytes]) => bytes)], sha256);
	};
}

function writeHead(head: ByteWriter, actor: Uint8Array, seconds: number, columns: ReturnType<Operations["finish"]>): void {
	const [noDependencies, sequence, firstOperation, noMessage, noOtherActors] = [0, 1, 1, 0, 0];
	head.unsigned(noDependencies);
	head.unsigned(actor.length);
	head.bytes(actor);
	head.unsigned(sequence);
	head.unsigned(firstOperation);
	head.signed(seconds);
	head.unsigned(noMessage);
	head.unsigned(noOtherActors);
	head.unsigned(columns.length);
	for (const [specification, bytes] of columns) {
		head.unsigned(specification);
		head.unsigned(bytes.length);
	}
}

/** The parts as one chunk: magic bytes, checksum, and then what is hashed. */
function toChunk(parts: readonly ByteWriter[], sha256: (bytes: Uint8Array) => Uint8Array): Uint8Array {
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	const lead = new ByteWriter();
	lead.bytes(MAGIC);
	lead.bytes(new Uint8Array(CHECKSUM));
	lead.byte(CHANGE);
	lead.unsigned(length);
	const chunk = new Uint8Array(lead.length + length);
	let at = 0;
	for (const part of [lead, ...parts]) {
		chunk.set(part.view(), at);
		at += part.length;
	}
	const hashed = MAGIC.length + CHECKSUM;
	chunk.set(sha256(chunk.subarray(hashed)).subarray(0, CHECKSUM), MAGIC.length);
	return chunk;
}

function writeDocument(operations: Operations, document: Draft): void {
	for (const [key, value] of entriesOf(document)) {
		const place: Place = { in: "map", object: null, key };
		if (typeof value === "string") operations.type(operations.make(place, ACTION.makeText), value);
		else if (Array.isArray(value)) writeList(operations, operations.make(place, ACTION.makeList), value);
		else if (isPlainObject(value)) writeMap(operations, operations.make(place, ACTION.makeMap), value);
		else operations.set(place, toScalar(value));
	}
}

function writeList(operations: Operations, object: number, list: readonly unknown[]): void {
	let after = 0;
	for (const value of list) after = operations.set({ in: "list", object, after }, toScalar(value));
}

/** In the order of their keys, as Automerge writes a map that is given whole. */
function writeMap(operations: Operations, object: number, map: object): void {
	const entries = [...entriesOf(map)].sort(([a], [b]) => compareAsUtf8(a, b));
	for (const [key, value] of entries) operations.set({ in: "map", object, key }, toScalar(value));
}

/** Halves of surrogate pairs become U+FFFD, which can make two keys one: the later value is the one that stays. */
function entriesOf(map: object): readonly (readonly [string, unknown])[] {
	const entries = Object.entries(map);
	if (entries.some(([key]) => key === "")) throw new RangeError("a document cannot have a field without a name");
	if (!entries.some(([key]) => LONE_HALF.test(key))) return entries;
	return [...new Map(entries.map(([key, value]) => [key.replace(LONE_HALVES, "\ufffd"), value]))];
}

const LONE_HALF = /\p{Surrogate}/u;
const LONE_HALVES = /\p{Surrogate}/gu;

/** The order of the bytes of UTF-8, in which characters beyond U+FFFF come after all others. */
function compareAsUtf8(a: string, b: string): number {
	const shorter = Math.min(a.length, b.length);
	for (let at = 0; at < shorter; at++) {
		const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
		if (left !== right) return utf8Rank(left) - utf8Rank(right);
	}
	return a.length - b.length;
}

function utf8Rank(unit: number): number {
	return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function toScalar(value: unknown): Scalar {
	if (value === null || typeof value === "boolean") return value;
	if (typeof value === "number" && Number.isFinite(value)) return value;
	if (isImmutableString(value)) return { text: value.toString() };
	throw new RangeError("a document cannot hold this value");
}

function isPlainObject(value: unknown): value is object {
	return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
