/** Bytes written one after the other, into room that grows and is used again. */

const ENCODER = new TextEncoder();
/** Up to this many characters a loop is quicker than the encoder. */
const SHORT = 48;

export class ByteWriter {
	#room = new Uint8Array(64);
	length = 0;

	/** Forgets what was written. */
	reset(): void {
		this.length = 0;
	}

	/** What was written. Valid until more is. */
	view(): Uint8Array {
		return this.#room.subarray(0, this.length);
	}

	byte(value: number): void {
		this.#reserve(1);
		this.#room[this.length++] = value;
	}

	bytes(values: Uint8Array): void {
		this.#reserve(values.length);
		this.#room.set(values, this.length);
		this.length += values.length;
	}

	/** A whole number from 0 to 2^53 - 1, as unsigned LEB128. */
	unsigned(value: number): void {
		let rest = value;
		while (rest > 127) {
			this.byte((rest % 128) | 128);
			rest = Math.floor(rest / 128);
		}
		this.byte(rest);
	}

	/** A whole number from -(2^53 - 1) to 2^53 - 1, as signed LEB128. */
	signed(value: number): void {
		let rest = value;
		for (;;) {
			const low = ((rest % 128) + 128) % 128;
			rest = (rest - low) / 128;
			const isLast = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
			this.byte(isLast ? low : low | 128);
			if (isLast) return;
		}
	}

	/** 64 bits, little endian. */
	float(value: number): void {
		this.bytes(new Uint8Array(Float64Array.of(value).buffer));
	}

	/** The text as UTF-8; gives how many bytes that were. Half a surrogate pair becomes U+FFFD, as it does in Automerge. */
	text(text: string): number {
		const start = this.length;
		if (text.length <= SHORT && this.#plain(text)) return text.length;
		this.length = start;
		this.#reserve(text.length * 3);
		const { written } = ENCODER.encodeInto(text, this.#room.subarray(start));
		this.length = start + written;
		return written;
	}

	/** Writes the text as long as it is ASCII; false as soon as it is not. */
	#plain(text: string): boolean {
		this.#reserve(text.length);
		for (let index = 0; index < text.length; index++) {
			const code = text.charCodeAt(index);
			if (code > 127) return false;
			this.#room[this.length++] = code;
		}
		return true;
	}

	#reserve(more: number): void {
		const needed = this.length + more;
		if (needed <= this.#room.length) return;
		const larger = new Uint8Array(Math.max(needed, this.#room.length * 2));
		larger.set(this.#room);
		this.#room = larger;
	}
}
