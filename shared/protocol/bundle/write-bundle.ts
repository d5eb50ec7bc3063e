/** Writes a bundle, part by part: never more of it is held than is written at a time. */
import { fromHex } from "../bytes";
import type { Sodium } from "../sodium";
import { beginningOf, END, ENVELOPE, FILE, FIRST_LINE, firstCheck, type ItemKind, nextCheck, PART, SPACE } from "./bundle-items";

/** Bytes that are gathered before they are written. */
const GATHERED = 1024 * 1024;

export interface BundleWriter {
	/** What follows belongs to this space (hex). */
	space(id: string): Promise<void>;
	envelope(bytes: Uint8Array): Promise<void>;
	/** A sealed file of the space; its parts must follow, `length` bytes in all. */
	file(name: string, length: number): Promise<void>;
	part(bytes: Uint8Array): Promise<void>;
	/** Writes the end; gives how many bytes the bundle has. */
	end(): Promise<number>;
}

/** `write` takes the bytes in order and resolves when there is room for more. */
export function writeBundle(sodium: Sodium, write: (bytes: Uint8Array) => Promise<void>): BundleWriter {
	let gathered: Uint8Array[] = [FIRST_LINE];
	let waiting = FIRST_LINE.length;
	let written = 0;
	let check = firstCheck(sodium);

	async function flush(): Promise<void> {
		const joined = new Uint8Array(waiting);
		let at = 0;
		for (const bytes of gathered) {
			joined.set(bytes, at);
			at += bytes.length;
		}
		written += waiting;
		gathered = [];
		waiting = 0;
		await write(joined);
	}

	async function add(kind: ItemKind, bytes: Uint8Array): Promise<void> {
		const beginning = beginningOf(kind, bytes.length);
		check = nextCheck(sodium, check, beginning, bytes);
		gathered.push(beginning, bytes);
		waiting += beginning.length + bytes.length;
		if (waiting >= GATHERED) await flush();
	}

	return {
		space: (id) => add(SPACE, fromHex(id)),
		envelope: (bytes) => add(ENVELOPE, bytes),
		async file(name, length) {
			const bytes = new Uint8Array(40);
			bytes.set(fromHex(name));
			new DataView(bytes.buffer).setBigUint64(32, BigInt(length));
			await add(FILE, bytes);
		},
		part: (bytes) => add(PART, bytes),
		async end() {
			await add(END, check);
			if (waiting > 0) await flush();
			return written;
		},
	};
}
