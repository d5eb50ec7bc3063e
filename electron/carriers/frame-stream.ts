import type { Socket } from "node:net";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { createSocketTransport, type FrameSocket, LARGEST_FRAME } from "./socket-transport";

/** In the place of a length: no frame, just a sign of life. */
const ALIVE = 0xffff_ffff;

/** A carrier over TCP: before each frame stands its length, 4 bytes, big-endian. */
export function createStreamTransport(socket: Socket, pingEvery?: number): Transport {
	socket.setNoDelay(true);
	return createSocketTransport(frameSocket(socket), pingEvery);
}

function frameSocket(socket: Socket): FrameSocket {
	return {
		listen({ frame, alive, broken, closed }) {
			const take = createFrameReader({ frame, alive, tooLarge: () => broken("too-large") });
			socket.on("data", take);
			socket.on("error", () => broken("line-broke"));
			socket.on("end", () => broken("line-broke"));
			socket.on("close", closed);
		},
		write(frame, written) {
			if (!socket.writable) return written();
			socket.cork();
			socket.write(lengthBytes(frame.length));
			socket.write(frame, () => written());
			socket.uncork();
		},
		waiting: () => socket.writableLength,
		ping() {
			if (socket.writable) socket.write(lengthBytes(ALIVE));
		},
		pause: () => socket.pause(),
		resume: () => socket.resume(),
		close: () => socket.end(),
		destroy: () => socket.destroy(),
	};
}

function lengthBytes(length: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(length);
	return bytes;
}

interface FrameListeners {
	readonly frame: (frame: Uint8Array) => void;
	readonly alive: () => void;
	readonly tooLarge: () => void;
}

/** Puts frames together from what arrives in pieces of any size. Holds no more than one frame and one piece. */
export function createFrameReader({ frame, alive, tooLarge }: FrameListeners): (piece: Uint8Array) => void {
	const length = Buffer.alloc(4);
	let lengthRead = 0;
	let filling: Uint8Array | null = null;
	let filled = 0;
	let isOver = false;

	return (piece) => {
		let at = 0;
		while (at < piece.length && !isOver) {
			if (filling === null) {
				const more = Math.min(4 - lengthRead, piece.length - at);
				length.set(piece.subarray(at, at + more), lengthRead);
				lengthRead += more;
				at += more;
				if (lengthRead < 4) return;
				lengthRead = 0;
				const wanted = length.readUInt32BE(0);
				if (wanted === ALIVE) {
					alive();
				} else if (wanted > LARGEST_FRAME) {
					isOver = true;
					tooLarge();
				} else if (wanted === 0) {
					frame(new Uint8Array());
				} else {
					filling = new Uint8Array(wanted);
					filled = 0;
				}
				continue;
			}
			const more = Math.min(filling.length - filled, piece.length - at);
			filling.set(piece.subarray(at, at + more), filled);
			filled += more;
			at += more;
			if (filled < filling.length) return;
			const whole = filling;
			filling = null;
			frame(whole);
		}
	};
}
