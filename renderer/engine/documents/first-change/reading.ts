/**
 * Reads a first change back into the fields it was written from, without Automerge, which takes two milliseconds for a
 * page where this takes a tenth of one. That is what makes a library of many items quick to make again.
 *
 * Only what `initialChanges` writes is read. To be sure of that, whatever was read is written once more: when it does not
 * become the same bytes, the change is left to Automerge. So this reader can be lenient, and a hostile change cannot be
 * read in another way here than there.
 */
import { ImmutableString } from "@automerge/automerge/slim";
import type { Draft } from "../../../../shared/model/item";
import { toHex } from "../../../../shared/protocol/bytes";
import { type InitialChange, initialChanges } from "../initial-change";
import { ByteReader, NotReadable, type Runs, textRuns, unsignedRuns } from "./byte-reader";
import { ACTION, VALUE } from "./operations";

/** The document that this change makes, as `toDocument` gave it; null for every change that was not written by `initialChanges`. */
export type ReadFirstChange = (change: Uint8Array) => Draft | null;

/** `sha256` is any implementation of it. */
export function firstChangeReader(sha256: (bytes: Uint8Array) => Uint8Array): ReadFirstChange {
	let last: { readonly actor: string; readonly write: InitialChange } | null = null;

	function writerOf(actor: string): InitialChange {
		if (last?.actor !== actor) last = { actor, write: initialChanges(actor, sha256) };
		return last.write;
	}

	return (change) => {
		try {
			const { actor, seconds, document } = readChange(change);
			return isSame(writerOf(actor)(document, seconds * 1000), change) ? document : null;
		} catch (error) {
			if (error instanceof NotReadable || error instanceof RangeError) return null;
			throw error;
		}
	};
}

/** Magic bytes and checksum, which writing it again compares. */
const BEFORE_THE_TYPE = 8;

function readChange(change: Uint8Array): { readonly actor: string; readonly seconds: number; readonly document: Draft } {
	const reader = new ByteReader(change);
	reader.skip(BEFORE_THE_TYPE);
	reader.expect(1);
	reader.unsigned();
	const noDependencies = 0;
	reader.expect(noDependencies);
	const actor = toHex(reader.bytes(reader.unsigned()));
	const [sequence, firstOperation] = [1, 1];
	reader.expect(sequence);
	reader.expect(firstOperation);
	const seconds = reader.signed();
	const [noMessage, noOtherActors] = [0, 0];
	reader.expect(noMessage);
	reader.expect(noOtherActors);
	return { actor, seconds, document: readDocument(readColumns(reader), change.length) };
}

type Columns = ReadonlyMap<number, Uint8Array>;

function readColumns(reader: ByteReader): Columns {
	const lengths: [specification: number, length: number][] = [];
	for (let left = reader.unsigned(); left > 0; left--) lengths.push([reader.unsigned(), reader.unsigned()]);
	return new Map(lengths.map(([specification, length]) => [specification, reader.bytes(length)]));
}

type Container =
	| { readonly is: "map"; readonly fields: Record<string, unknown> }
	| { readonly is: "list"; readonly values: unknown[] }
	| { readonly is: "text"; readonly key: string };

/** What is read of the columns; the others follow from these, or the change is not ours. */
interface Cursor {
	readonly object: Runs<number>;
	readonly key: Runs<string>;
	readonly action: Runs<number>;
	readonly kind: Runs<number>;
	readonly values: ByteReader;
}

/** `most`: more operations than this are not worth the reading; only a run of nothing could be as short for as many. */
function readDocument(columns: Columns, most: number): Draft {
	const column = (specification: number): ByteReader => new ByteReader(columns.get(specification) ?? new Uint8Array());
	const cursor: Cursor = {
		object: unsignedRuns(column(0x02)),
		key: textRuns(column(0x15)),
		action: unsignedRuns(column(0x42)),
		kind: unsignedRuns(column(0x56)),
		values: column(0x57),
	};
	const document: Draft = {};
	const made = new Map<number, Container>();
	for (let operation = 1; cursor.action.hasMore(); ) {
		if (operation > most) throw new NotReadable();
		const object = cursor.object.current();
		const container = object === null ? { is: "map" as const, fields: document } : made.get(object);
		if (container === undefined) throw new NotReadable();
		if (container.is === "text") operation += readText(document, container.key, cursor);
		else {
			const one = readOne(cursor);
			put(container, one);
			if (one.container !== null) made.set(operation, one.container);
			operation += 1;
		}
	}
	return document;
}

interface ReadOperation {
	readonly key: string | null;
	readonly value: unknown;
	/** The object that the operation makes; null when it sets a value. */
	readonly container: Container | null;
}

function readOne({ object, key: keys, action: actions, kind, values }: Cursor): ReadOperation {
	object.take(1);
	const key = keys.current();
	keys.take(1);
	const action = actions.current();
	actions.take(1);
	const valueKind = kind.current() ?? 0;
	kind.take(1);
	switch (action) {
		case ACTION.set:
			return { key, value: readValue(valueKind, values), container: null };
		case ACTION.makeMap: {
			const fields = {};
			return { key, value: fields, container: { is: "map", fields } };
		}
		case ACTION.makeList: {
			const list: unknown[] = [];
			return { key, value: list, container: { is: "list", values: list } };
		}
		case ACTION.makeText:
			return { key, value: "", container: { is: "text", key: key ?? "" } };
		default:
			throw new NotReadable();
	}
}

function put(container: Exclude<Container, { is: "text" }>, { key, value }: ReadOperation): void {
	if (container.is === "list") container.values.push(value);
	else if (key === null || key === "__proto__") throw new NotReadable();
	else container.fields[key] = value;
}

/** All characters of a text, which follow one another; gives how many operations that were. */
function readText(document: Draft, name: string, { object, key, action, kind, values }: Cursor): number {
	const count = object.left();
	let bytes = 0;
	for (let left = count; left > 0; ) {
		const some = Math.min(left, kind.left());
		bytes += Math.floor((kind.current() ?? 0) / 16) * some;
		kind.take(some);
		left -= some;
	}
	object.take(count);
	key.take(count);
	action.take(count);
	document[name] = values.text(bytes);
	return count;
}

function readValue(lengthAndKind: number, values: ByteReader): unknown {
	const length = Math.floor(lengthAndKind / 16);
	switch (lengthAndKind % 16) {
		case VALUE.null:
			return null;
		case VALUE.false:
			return false;
		case VALUE.true:
			return true;
		case VALUE.integer:
			return readInteger(values);
		case VALUE.float:
			return values.float();
		case VALUE.text:
			return new ImmutableString(values.text(length));
		default:
			throw new NotReadable();
	}
}

/** What Automerge gives as a BigInt is left to it. */
function readInteger(values: ByteReader): number {
	const value = values.signed();
	if (Math.abs(value) >= Number.MAX_SAFE_INTEGER) throw new NotReadable();
	return value;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
	if (one.length !== other.length) return false;
	for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
	return true;
}
