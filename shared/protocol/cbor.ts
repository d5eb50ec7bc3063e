/** Strict CBOR: one way to write each value, and a limit on how many values may be in it. */
import { decode, type Token, Tokenizer } from "cborg";

/** The bytes are not CBOR as we write it, or hold more values than they may. */
export class NotCbor extends Error {}

const strict = {
	strict: true,
	allowIndefinite: false,
	allowUndefined: false,
	allowNaN: false,
	allowInfinity: false,
	allowBigInt: false,
	rejectDuplicateMapKeys: true,
};

/**
 * Reads CBOR from outside; throws NotCbor. One byte can be one value, and a value in memory takes far more than a byte: so
 * `mostValues` counts every number, text, byte string, list, map and key.
 */
export function readCbor(bytes: Uint8Array, mostValues: number): unknown {
	try {
		return decode(bytes, { ...strict, tokenizer: new CountingTokenizer(bytes, mostValues) });
	} catch {
		// cborg throws for what is not CBOR, the machine for what is nested too deeply.
		throw new NotCbor("not CBOR, or too many values");
	}
}

class CountingTokenizer extends Tokenizer {
	private left: number;

	constructor(bytes: Uint8Array, mostValues: number) {
		super(bytes, strict);
		this.left = mostValues;
	}

	override next(): Token {
		this.left -= 1;
		if (this.left < 0) throw new NotCbor();
		return super.next();
	}
}
