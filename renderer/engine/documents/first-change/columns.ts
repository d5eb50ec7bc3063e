/**
 * The column encodings of Automerge's binary format (https://automerge.org/automerge-binary-format-spec/), fed with
 * runs instead of single values: a text of a thousand characters is a few runs, and costs as much.
 */
import { ByteWriter } from "./byte-writer";

type Cell = string | number | null;

/** Run-length encoding: equal values as a count and one value, different ones as a list, nulls as a count. */
export class RunLengthColumn<Value extends string | number> {
	readonly bytes = new ByteWriter();
	readonly #write: (bytes: ByteWriter, value: Value) => void;
	/** Values that each stand alone, not written yet. */
	readonly #singles: Value[] = [];
	#current: Value | null = null;
	#count = 0;
	#onlyNulls = true;

	constructor(write: (bytes: ByteWriter, value: Value) => void) {
		this.#write = write;
	}

	reset(): void {
		this.bytes.reset();
		this.#singles.length = 0;
		this.#count = 0;
		this.#onlyNulls = true;
	}

	/** The same value several times. */
	add(value: Value | null, times = 1): void {
		if (times === 0) return;
		if (value !== null) this.#onlyNulls = false;
		if (this.#count > 0 && isSame(value, this.#current)) {
			this.#count += times;
			return;
		}
		this.#endRun();
		this.#current = value;
		this.#count = times;
	}

	/** Writes what is left. A column of nothing but nulls is empty. */
	finish(): void {
		if (this.#onlyNulls) return;
		this.#endRun();
		this.#endSingles();
	}

	#endRun(): void {
		if (this.#count === 0) return;
		if (this.#current !== null && this.#count === 1) this.#singles.push(this.#current);
		else {
			this.#endSingles();
			if (this.#current === null) {
				this.bytes.signed(0);
				this.bytes.unsigned(this.#count);
			} else {
				this.bytes.signed(this.#count);
				this.#write(this.bytes, this.#current);
			}
		}
		this.#count = 0;
	}

	#endSingles(): void {
		if (this.#singles.length === 0) return;
		this.bytes.signed(-this.#singles.length);
		for (const value of this.#singles) this.#write(this.bytes, value);
		this.#singles.length = 0;
	}
}

function isSame(a: Cell, b: Cell): boolean {
	return a === b;
}

export function unsignedColumn(): RunLengthColumn<number> {
	return new RunLengthColumn((bytes, value) => bytes.unsigned(value));
}

export function textColumn(): RunLengthColumn<string> {
	const encoded = new ByteWriter();
	return new RunLengthColumn((bytes, value) => {
		encoded.reset();
		bytes.unsigned(encoded.text(value));
		bytes.bytes(encoded.view());
	});
}

/** Numbers as the run-length encoded differences from one to the next. */
export class DeltaColumn {
	readonly #differences = new RunLengthColumn<number>((bytes, value) => bytes.signed(value));
	#last = 0;

	get bytes(): ByteWriter {
		return this.#differences.bytes;
	}

	reset(): void {
		this.#differences.reset();
		this.#last = 0;
	}

	add(value: number): void {
		this.#differences.add(value - this.#last);
		this.#last = value;
	}

	/** The numbers that follow the last one, each one larger than the one before. */
	addFollowing(count: number): void {
		this.#differences.add(1, count);
		this.#last += count;
	}

	addNulls(count: number): void {
		this.#differences.add(null, count);
	}

	finish(): void {
		this.#differences.finish();
	}
}

/** Truth values as the lengths of their runs, the first of them false. */
export class BooleanColumn {
	readonly bytes = new ByteWriter();
	#current = false;
	#count = 0;

	reset(): void {
		this.bytes.reset();
		this.#current = false;
		this.#count = 0;
	}

	add(value: boolean, times = 1): void {
		if (times === 0) return;
		if (value !== this.#current) {
			this.bytes.unsigned(this.#count);
			this.#current = value;
			this.#count = 0;
		}
		this.#count += times;
	}

	finish(): void {
		if (this.#count > 0) this.bytes.unsigned(this.#count);
	}
}
