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
import type { Room } from "./room";

/** Bytes of a message in one frame. */
export const PIECE = 256 * 1024;
/** What is known of the other side: nothing yet; which device it is; that it shares a space with us. It only becomes more. */
export type Standing = "unproven" | "stranger" | "known";
/** Largest message of each: 4 kB; 512 kB; 66 MB, which is one envelope of the largest size, with room. */
export const LARGEST_FROM: Readonly<Record<Standing, number>> = { unproven: 4096, stranger: 512 * 1024, known: 66 * 1024 * 1024 };
/** Bytes of frames that may wait while nobody listens: so many messages of a stranger, and no more of anybody. */
const MESSAGES_WAITING = 4;
const MOST_WAITING = MESSAGES_WAITING * LARGEST_FROM.stranger;
/** What a seal and the first byte add to a piece. */
const OVERHEAD = 17;
/** Most values in one message: a list of the most entries, with room. */
const MOST_VALUES = 8 * MOST_ENTRIES + 1000;

export interface Channel {
	/** Sends a message after those before it. Resolves when more may be sent, or when the conversation has ended; rejects for a message that is too large. */
	send(message: object): Promise<void>;
	/** Who takes the messages, with their size, one at a time; while it is null they wait. */
	receive(listener: ((message: unknown, bytes: number) => void) | null): void;
	/** More is known of the other side: larger messages are let in. */
	allow(standing: "stranger" | "known"): void;
	standing(): Standing;
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

/** `room`: for messages of which only a part is here. */
export function createChannel(sodium: Sodium, transport: Transport, keys: ChannelKeys, room: Room | null = null): Channel {
	let sent = 0;
	let received = 0;
	let sending = 0;
	let turn: Promise<void> = Promise.resolve();
	let standing: Standing = "unproven";
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
		forgetPieces();
		waiting = [];
		transport.end(how.why);
		tellEnded(how);
	}

	function forgetPieces(): void {
		room?.give(pieces.reduce((sum, { length }) => sum + length, 0));
		pieces = [];
		gathered = 0;
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
		if (bytes.length > LARGEST_FROM.known) throw new RangeError(`a message of ${bytes.length} bytes is too large`);
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
		const allowed = LARGEST_FROM[standing];
		if (frame.length > Math.min(PIECE, allowed) + OVERHEAD) return refuse("too-large");
		const plain = open(frame);
		const [more] = plain ?? [];
		// Only the last piece may be smaller: many small ones would cost far more than their bytes.
		if (plain === null || (more !== 0 && (more !== 1 || plain.length !== 1 + PIECE))) return refuse("broken-frame");
		received += 1;
		gathered += plain.length - 1;
		if (gathered > allowed) return refuse("too-large");
		const piece = plain.subarray(1);
		if (more === 1) {
			if (room?.take(piece.length) === false) return refuse("busy");
			pieces.push(piece);
			return null;
		}
		const whole = pieces.length === 0 ? piece : joinBytes(...pieces, piece);
		forgetPieces();
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
		if (listener === null && waitingBytes > Math.min(MOST_WAITING, MESSAGES_WAITING * LARGEST_FROM[standing])) end("too-large");
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
		allow(next) {
			if (standing !== "known") standing = next;
		},
		standing: () => standing,
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
