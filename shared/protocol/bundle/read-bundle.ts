/** Reads a bundle, item by item, from anywhere: nothing in it is believed, and no more of it is held than one item. */
import { toHex } from "../bytes";
import type { Sodium } from "../sodium";
import { END, ENVELOPE, FILE, FIRST_LINE, firstCheck, LONGEST_BEGINNING, nextCheck, PART, readBeginning, SPACE } from "./bundle-items";

/** Largest sealed file that is believed: 64 GB. */
const LARGEST_FILE = 64 * 1024 ** 3;

/** Gives up to so many bytes that follow what was given before; fewer, or none, only at the end of the file. */
export type ReadOn = (length: number) => Promise<Uint8Array>;

export type BundleItem =
	| { readonly is: "envelope"; readonly space: string; readonly bytes: Uint8Array }
	| { readonly is: "file"; readonly space: string; readonly name: string; readonly length: number }
	| { readonly is: "part"; readonly space: string; readonly name: string; readonly from: number; readonly bytes: Uint8Array };

/** How a bundle ended. */
export type BundleEnd =
	/** Whole, and nothing in it was changed on the way. */
	| "whole"
	/** It breaks off, or goes on with what is no item: what came before was whole. */
	| "broken"
	/** Its check does not fit: something in it was changed. */
	| "changed";

/** These bytes are no bundle. */
export class NotABundle extends Error {
	constructor() {
		super("not a bundle");
	}
}

/** Gives each item as it comes; throws NotABundle, or what `readOn` throws. */
export async function* readBundle(sodium: Sodium, readOn: ReadOn): AsyncGenerator<BundleItem, BundleEnd> {
	const read = ahead(readOn);
	const first = await read.take(FIRST_LINE.length);
	if (first === null || toHex(first) !== toHex(FIRST_LINE)) throw new NotABundle();
	let check = firstCheck(sodium);
	let space: string | null = null;
	let file: { readonly name: string; readonly length: number; at: number } | null = null;
	for (;;) {
		const beginning = readBeginning(await read.peek(LONGEST_BEGINNING));
		if (beginning === null) return "broken";
		const { kind, length, after } = beginning;
		const item = await read.take(after + length);
		if (item === null) return "broken";
		const bytes = item.subarray(after);
		if (kind === END) {
			const isLast = (await read.peek(1)).length === 0 && (file === null || file.at === file.length);
			if (!isLast) return "broken";
			return toHex(bytes) === toHex(check) ? "whole" : "changed";
		}
		check = nextCheck(sodium, check, item.subarray(0, after), bytes);
		if (kind === PART) {
			if (space === null || file === null || file.at + length > file.length) return "broken";
			yield { is: "part", space, name: file.name, from: file.at, bytes };
			file.at += length;
			continue;
		}
		if (file !== null && file.at < file.length) return "broken";
		file = null;
		if (kind === SPACE) space = toHex(bytes);
		else if (space === null) return "broken";
		else if (kind === ENVELOPE) yield { is: "envelope", space, bytes };
		else if (kind === FILE) {
			const [name, size] = [toHex(bytes.subarray(0, 32)), Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(32))];
			if (size > LARGEST_FILE) return "broken";
			file = { name, length: size, at: 0 };
			yield { is: "file", space, name, length: size };
		}
	}
}

/** Bytes that are asked for at a time, so that small items do not each cost a question. */
const AT_A_TIME = 1024 * 1024;

interface Ahead {
	/** Up to so many bytes that come next, which stay where they are. */
	peek(length: number): Promise<Uint8Array>;
	/** Exactly so many bytes; null when there are fewer. */
	take(length: number): Promise<Uint8Array | null>;
}

function ahead(readOn: ReadOn): Ahead {
	let held: Uint8Array = new Uint8Array();
	let isAtEnd = false;

	async function hold(length: number): Promise<void> {
		if (held.length >= length || isAtEnd) return;
		const parts = [held];
		let have = held.length;
		while (have < length && !isAtEnd) {
			const wanted = Math.max(AT_A_TIME, Math.min(length - have, 4 * AT_A_TIME));
			const more = await readOn(wanted);
			isAtEnd = more.length === 0;
			have += more.length;
			parts.push(more);
		}
		const joined = new Uint8Array(have);
		let at = 0;
		for (const part of parts) {
			joined.set(part, at);
			at += part.length;
		}
		held = joined;
	}

	return {
		async peek(length) {
			await hold(length);
			return held.subarray(0, length);
		},
		async take(length) {
			await hold(length);
			if (held.length < length) return null;
			const taken = held.slice(0, length);
			held = held.subarray(length);
			return taken;
		},
	};
}
