/** Bytes and columns of Automerge's binary format, read with every length checked. The counterpart of `byte-writer.ts` and `columns.ts`. */

/** These bytes are not what they should be. */
export class NotReadable extends Error {}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class ByteReader {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	isAtEnd(): boolean {
		return this.#at >= this.#bytes.length;
	}

	skip(count: number): void {
		this.bytes(count);
	}

	/** A view of the next bytes. */
	bytes(count: number): Uint8Array {
		if (count > this.#bytes.length - this.#at) throw new NotReadable();
		this.#at += count;
		return this.#bytes.subarray(this.#at - count, this.#at);
	}

	/** Whole numbers from 0 to 2^53 - 1, as unsigned LEB128. */
	unsigned(): number {
		let value = 0;
		for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
			const byte = this.#byte();
			value += (byte & 127) * scale;
			if (byte < 128 && value <= Number.MAX_SAFE_INTEGER) return value;
		}
		throw new NotReadable();
	}

	/** Whole numbers from -(2^53 - 1) to 2^53 - 1, as signed LEB128. */
	signed(): number {
		let value = 0;
		for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
			const byte = this.#byte();
			value += (byte & 127) * scale;
			if (byte >= 128) continue;
			const signed = (byte & 64) === 0 ? value : value - scale * 128;
			if (Number.isSafeInteger(signed)) return signed;
		}
		throw new NotReadable();
	}

	/** 64 bits, little endian. */
	float(): number {
		const bytes = this.bytes(8);
		return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
	}

	/** So many bytes of UTF-8. */
	text(count: number): string {
		const bytes = this.bytes(count);
		try {
			return DECODER.decode(bytes);
		} catch {
			// Not UTF-8: no text that could have been written.
			throw new NotReadable();
		}
	}

	/** The next number has to be this one. */
	expect(value: number): void {
		if (this.unsigned() !== value) throw new NotReadable();
	}

	#byte(): number {
		const byte = this.#bytes[this.#at];
		if (byte === undefined) throw new NotReadable();
		this.#at += 1;
		return byte;
	}
}

/** A run-length encoded column, value by value or run by run. */
export class Runs<Value extends string | number> {
	readonly #reader: ByteReader;
	readonly #read: (reader: ByteReader) => Value;
	/** Values still to come that each stand alone. */
	#singles = 0;
	#current: Value | null = null;
	#left = 0;
	/** A column of nothing but nulls is not written at all. */
	readonly #isEmpty: boolean;

	constructor(reader: ByteReader, read: (reader: ByteReader) => Value) {
		this.#reader = reader;
		this.#read = read;
		this.#isEmpty = reader.isAtEnd();
	}

	hasMore(): boolean {
		return this.#left > 0 || this.#singles > 0 || !this.#reader.isAtEnd();
	}

	/** The next value; null is one. */
	current(): Value | null {
		this.#fill();
		return this.#current;
	}

	/** How many of the next values are the same. */
	left(): number {
		this.#fill();
		return this.#isEmpty ? Number.POSITIVE_INFINITY : this.#left;
	}

	/** Passes so many values. */
	take(count: number): void {
		if (this.#isEmpty) return;
		for (let rest = count; rest > 0; ) {
			this.#fill();
			const some = Math.min(rest, this.#left);
			this.#left -= some;
			rest -= some;
		}
	}

	#fill(): void {
		if (this.#left > 0 || this.#isEmpty) return;
		if (this.#singles === 0) {
			const count = this.#reader.signed();
			if (count >= 0) {
				if (count > 0) this.#begin(this.#read(this.#reader), count);
				else this.#begin(null, this.#reader.unsigned());
				return;
			}
			this.#singles = -count;
		}
		this.#singles -= 1;
		this.#begin(this.#read(this.#reader), 1);
	}

	#begin(value: Value | null, count: number): void {
		if (count === 0) throw new NotReadable();
		this.#current = value;
		this.#left = count;
	}
}

export function unsignedRuns(reader: ByteReader): Runs<number> {
	return new Runs(reader, (bytes) => bytes.unsigned());
}

export function textRuns(reader: ByteReader): Runs<string> {
	return new Runs(reader, (bytes) => bytes.text(bytes.unsigned()));
}
