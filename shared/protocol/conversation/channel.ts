/**
 * The sealed channel: messages in frames (docs/protocol.md §4). A frame is the seal over one byte (1: more follows, 0: last)
 * and a piece of a message. Its nonce is its running number in the direction, so that a frame that was changed, left out,
 * moved or repeated does not open. Whatever is wrong ends the conversation, with the reason.
 */
import { encode } from "cborg";
import { joinBytes } from "../bytes";
import { readCbor } from "../cbor";
import type { Sodium } from "../sodium";
import type { Ending, EndReason } from "./endings";
import { MOST_ENTRIES, type Notice } from "./messages";
import type { Transport } from "./ports";

/** Bytes of a message in one frame. */
export const PIECE = 256 * 1024;
/** Largest message before the other side has proven who it is: 4 kB. */
export const LARGEST_BEFORE_PROOFS = 4096;
/** Largest message afterwards: 66 MB, which is one envelope of the largest size, with room. */
export const LARGEST_MESSAGE = 66 * 1024 * 1024;
/** Bytes of frames that may wait while nobody listens. */
const MOST_WAITING = 2 * 1024 * 1024;
/** What a seal and the first byte add to a piece. */
const OVERHEAD = 17;
/** Most values in one message: a list of the most entries, with room. */
const MOST_VALUES = 8 * MOST_ENTRIES + 1000;

export interface Channel {
	/** Sends a message after those before it. Resolves when more may be sent, or when the conversation has ended; rejects for a message that is too large. */
	send(message: object): Promise<void>;
	/** Who takes the messages, with their size, one at a time; while it is null they wait. */
	receive(listener: ((message: unknown, bytes: number) => void) | null): void;
	/** Lets messages of up to so many bytes in. */
	allow(bytes: number): void;
	/** Ends the conversation, and tells the other side why where that is possible. Only the first end counts. */
	end(why: EndReason, detail?: string): void;
	/** The other side has said that it ends the conversation. */
	endedByThem(why: EndReason): void;
	/** Resolves once, when the conversation has ended. */
	readonly ended: Promise<Ending>;
	/** Null while the conversation goes on. */
	ending(): Ending | null;
	/** Frames that were sent and received so far: whether the line lives. */
	moved(): number;
}

/** The key for each direction, seen from this side. */
export interface ChannelKeys {
	readonly send: Uint8Array;
	readonly receive: Uint8Array;
}

export function createChannel(sodium: Sodium, transport: Transport, keys: ChannelKeys): Channel {
	let sent = 0;
	let received = 0;
	let sending = 0;
	let turn: Promise<void> = Promise.resolve();
	let allowed = LARGEST_BEFORE_PROOFS;
	let pieces: Uint8Array[] = [];
	let gathered = 0;
	let listener: ((message: unknown, bytes: number) => void) | null = null;
	let waiting: Uint8Array[] = [];
	let waitingBytes = 0;
	let ending: Ending | null = null;
	let tellEnded: (ending: Ending) => void = () => undefined;
	const ended = new Promise<Ending>((resolve) => {
		tellEnded = resolve;
	});

	function finish(how: Ending): void {
		if (ending !== null) return;
		ending = how;
		pieces = [];
		waiting = [];
		transport.end(how.why);
		tellEnded(how);
	}

	function end(why: EndReason, detail = ""): void {
		if (ending !== null) return;
		// In the middle of another message there is no place for a farewell.
		if (sending === 0) void transport.send(seal(encode({ is: "bye", why } satisfies Notice), 0));
		finish({ why, by: "us", detail });
	}

	function seal(piece: Uint8Array, more: 0 | 1): Uint8Array {
		const plain = new Uint8Array(1 + piece.length);
		plain[0] = more;
		plain.set(piece, 1);
		const frame = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, frameNonce(sent), keys.send);
		sent += 1;
		return frame;
	}

	async function sendPieces(message: object): Promise<void> {
		const bytes = encode(message);
		if (bytes.length > LARGEST_MESSAGE) throw new RangeError(`a message of ${bytes.length} bytes is too large`);
		for (let at = 0; at < bytes.length && ending === null; at += PIECE) {
			await transport.send(seal(bytes.subarray(at, at + PIECE), at + PIECE < bytes.length ? 1 : 0));
		}
	}

	function open(frame: Uint8Array): Uint8Array | null {
		try {
			return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, frame, null, frameNonce(received), keys.receive);
		} catch {
			return null;
		}
	}

	/** The message that the frame completes; null when more follows, or the conversation has ended by it. */
	function takeFrame(frame: Uint8Array): Uint8Array | null {
		if (frame.length > Math.min(PIECE, allowed) + OVERHEAD) return refuse("too-large");
		const plain = open(frame);
		const [more] = plain ?? [];
		if (plain === null || (more !== 0 && (more !== 1 || plain.length === 1))) return refuse("broken-frame");
		received += 1;
		gathered += plain.length - 1;
		if (gathered > allowed) return refuse("too-large");
		pieces.push(plain.subarray(1));
		if (more === 1) return null;
		const [only, ...others] = pieces;
		const whole = only !== undefined && others.length === 0 ? only : joinBytes(...pieces);
		pieces = [];
		gathered = 0;
		return whole;
	}

	function refuse(why: EndReason): null {
		end(why);
		return null;
	}

	function hear(frame: Uint8Array): void {
		const bytes = takeFrame(frame);
		if (bytes === null) return;
		let message: unknown;
		try {
			message = readCbor(bytes, MOST_VALUES);
		} catch {
			end("not-a-message");
			return;
		}
		listener?.(message, bytes.length);
	}

	function hearWaiting(): void {
		while (listener !== null && ending === null) {
			const frame = waiting.shift();
			if (frame === undefined) return;
			waitingBytes -= frame.length;
			hear(frame);
		}
	}

	transport.onEnd((why) => finish({ why: "line-broke", by: "line", detail: why }));
	transport.onFrame((frame) => {
		if (ending !== null) return;
		waiting.push(frame);
		waitingBytes += frame.length;
		if (listener === null && waitingBytes > MOST_WAITING) end("too-large");
		hearWaiting();
	});

	return {
		async send(message) {
			sending += 1;
			const before = turn;
			let finished: () => void = () => undefined;
			turn = new Promise((resolve) => {
				finished = resolve;
			});
			try {
				await before;
				if (ending === null) await sendPieces(message);
			} finally {
				sending -= 1;
				finished();
			}
		},
		receive(next) {
			listener = next;
			hearWaiting();
		},
		allow(bytes) {
			allowed = bytes;
		},
		end,
		endedByThem: (why) => finish({ why, by: "them", detail: "" }),
		ended,
		ending: () => ending,
		moved: () => sent + received,
	};
}

/** The running number of a frame as a nonce: the last 8 of 24 bytes, big-endian. */
function frameNonce(number: number): Uint8Array {
	const nonce = new Uint8Array(24);
	const view = new DataView(nonce.buffer);
	view.setUint32(16, Math.floor(number / 2 ** 32));
	view.setUint32(20, number % 2 ** 32);
	return nonce;
}
