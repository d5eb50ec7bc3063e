/**
 * Reads what an Automerge change says of itself, before Automerge sees it
 * (https://automerge.org/automerge-binary-format-spec/): who made it, whether it begins a document, how many operations
 * its columns claim. Ten kilobytes can claim billions.
 */
import { toHex } from "../../../shared/protocol/bytes";
import type { ForkableChange } from "../documents/forked-changes";

const MAGIC = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_AT = 8;
const PLAIN_CHANGE = 1;
const HASH_LENGTH = 32;
/** Most operations in one change: a text of so many characters pasted at once. */
export const MOST_OPERATIONS = 2_000_000;
/** Most bytes of one change: 16 MB. */
export const LARGEST_CHANGE = 16 * 1024 * 1024;

export interface ChangeHead {
	/** Hex. */
	readonly actor: string;
	/** Whether it rests on no other change. */
	readonly isFirst: boolean;
	/** Its number among the changes of its actor. */
	readonly sequence: number;
	/** Hashes of the changes that it rests on, one after the other. */
	readonly dependencies: Uint8Array;
}

export type ChangeFault = "bad-change" | "change-too-large";

class Reader {
	constructor(
		private readonly bytes: Uint8Array,
		private at: number,
		private readonly end: number = bytes.length,
	) {}

	get isAtEnd(): boolean {
		return this.at >= this.end;
	}

	byte(): number {
		if (this.at >= this.end) throw new RangeError("a change that breaks off");
		const byte = this.bytes[this.at] ?? 0;
		this.at += 1;
		return byte;
	}

	/** LEB128, up to what a number holds exactly. */
	unsigned(): number {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = this.byte();
			value += (byte & 0x7f) * scale;
			if (value > Number.MAX_SAFE_INTEGER) throw new RangeError("a number beyond reason");
			if (byte < 0x80) return value;
		}
	}

	signed(): number {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = this.byte();
			value += (byte & 0x7f) * scale;
			if (value > Number.MAX_SAFE_INTEGER) throw new RangeError("a number beyond reason");
			if (byte < 0x80) return (byte & 0x40) === 0 ? value : value - scale * 128;
		}
	}

	take(length: number): Uint8Array {
		if (length > this.end - this.at) throw new RangeError("a change that breaks off");
		const taken = this.bytes.subarray(this.at, this.at + length);
		this.at += length;
		return taken;
	}
}

/** What a change says of itself, or why it is not to be given to Automerge. */
export function inspectChange(bytes: Uint8Array): ChangeHead | { readonly fault: ChangeFault } {
	if (bytes.length > LARGEST_CHANGE) return { fault: "change-too-large" };
	try {
		return readHead(bytes);
	} catch (error) {
		if (error instanceof RangeError) return { fault: "bad-change" };
		throw error;
	}
}

/** What decides whether a change counts; null for what is not to be given to Automerge. */
export function readForkable(bytes: Uint8Array, sha256: (bytes: Uint8Array) => Uint8Array): ForkableChange | null {
	const head = inspectChange(bytes);
	if ("fault" in head) return null;
	const { actor, sequence, dependencies } = head;
	const hashes = Array.from({ length: dependencies.length / HASH_LENGTH }, (_, at) => at * HASH_LENGTH).map((at) =>
		toHex(dependencies.subarray(at, at + HASH_LENGTH)),
	);
	return { hash: toHex(sha256(bytes.subarray(TYPE_AT))), actor, sequence, dependencies: hashes };
}

function readHead(bytes: Uint8Array): ChangeHead | { readonly fault: ChangeFault } {
	// A compressed one could be a bomb, and the app makes none.
	if (MAGIC.some((byte, at) => bytes[at] !== byte) || bytes[TYPE_AT] !== PLAIN_CHANGE) return { fault: "bad-change" };
	const reader = new Reader(bytes, TYPE_AT + 1);
	const length = reader.unsigned();
	const content = new Reader(reader.take(length), 0);
	if (!reader.isAtEnd) return { fault: "bad-change" };
	const dependencies = content.take(content.unsigned() * HASH_LENGTH);
	const actor = toHex(content.take(content.unsigned()));
	const sequence = content.unsigned();
	content.unsigned();
	content.signed();
	content.take(content.unsigned());
	for (let others = content.unsigned(); others > 0; others--) content.take(content.unsigned());
	const columns: { readonly type: number; readonly length: number }[] = [];
	for (let count = content.unsigned(); count > 0; count--) {
		const specification = content.unsigned();
		if ((specification & DEFLATED) !== 0) return { fault: "bad-change" };
		columns.push({ type: specification & 7, length: content.unsigned() });
	}
	for (const column of columns)
		if (countValues(column.type, content.take(column.length)) > MOST_OPERATIONS) return { fault: "change-too-large" };
	return { actor, isFirst: dependencies.length === 0, sequence, dependencies };
}

const DEFLATED = 8;
const COLUMN = { group: 0, actor: 1, integer: 2, delta: 3, boolean: 4, text: 5, valueKind: 6, value: 7 };

/** How many values a column stands for; it stops counting where there are too many. */
function countValues(type: number, bytes: Uint8Array): number {
	const reader = new Reader(bytes, 0);
	let count = 0;
	if (type === COLUMN.value) return 0;
	while (!reader.isAtEnd && count <= MOST_OPERATIONS) {
		if (type === COLUMN.boolean) {
			count += reader.unsigned();
			continue;
		}
		const run = reader.signed();
		if (run === 0) count += reader.unsigned();
		else if (run > 0) {
			count += run;
			skip(reader, type);
		} else {
			count -= run;
			for (let left = -run; left > 0; left--) skip(reader, type);
		}
	}
	return count;
}

function skip(reader: Reader, type: number): void {
	if (type === COLUMN.text) reader.take(reader.unsigned());
	else if (type === COLUMN.delta) reader.signed();
	else reader.unsigned();
}
