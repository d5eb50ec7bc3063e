import type { Transport } from "../../shared/protocol/conversation/ports";
import { createTransportEvents } from "../../shared/protocol/conversation/transport-events";

/** Bytes of one frame: a piece of a message (256 kB), sealed, with room. */
export const LARGEST_FRAME = 257 * 1024;
/** Milliseconds until there is a line or none. */
export const CONNECT_WITHIN = 10_000;
/** Bytes on their way out beyond which a sender waits. */
const WAIT_ABOVE = 1024 * 1024;
/** Bytes that came and were not taken yet beyond which the other side has to wait. */
const UNTAKEN_BYTES = 1024 * 1024;
/** Milliseconds. */
const PING_EVERY = 20_000;
/** After so many pings without a sign of life the line counts as broken. */
const MOST_SILENT = 3;
/** Milliseconds. */
const CLOSE_WITHIN = 3_000;

/** What a carrier needs of a socket, whatever its kind. */
export interface FrameSocket {
	listen(heard: SocketListeners): void;
	/** Sends a frame. `written` is called when the socket has taken it, or will not any more. */
	write(frame: Uint8Array, written: () => void): void;
	/** Bytes on their way out. */
	waiting(): number;
	/** Makes the other side show that it is there. */
	ping(): void;
	pause(): void;
	resume(): void;
	/** Ends the line, after what was sent before. */
	close(why: string): void;
	/** Ends it at once. */
	destroy(): void;
}

export interface SocketListeners {
	frame(frame: Uint8Array): void;
	/** Something was heard that is no frame. */
	alive(): void;
	/** The line broke, or the other side does not keep to the rules. */
	broken(why: string): void;
	/** The socket is gone. Comes last. */
	closed(): void;
}

/** A carrier over a socket: slows down whoever sends too much, and notices when nobody is at the other end any more. */
export function createSocketTransport(socket: FrameSocket, pingEvery: number = PING_EVERY): Transport {
	const events = createTransportEvents();
	const senders = new Set<() => void>();
	let untaken = 0;
	let silent = 0;
	let closing: NodeJS.Timeout | null = null;

	const pinging = setInterval(() => {
		// Whoever has to wait for us cannot show anything.
		if (untaken > UNTAKEN_BYTES) silent = 0;
		if (silent === MOST_SILENT) return finish("does-not-answer");
		silent += 1;
		socket.ping();
	}, pingEvery);

	function finish(why: string): void {
		if (events.hasEnded()) return;
		clearInterval(pinging);
		// Paused, it would not hear that the other side closes as well.
		socket.resume();
		socket.close(why);
		closing = setTimeout(() => socket.destroy(), CLOSE_WITHIN);
		for (const go of senders) go();
		senders.clear();
		events.end(why);
	}

	socket.listen({
		frame(frame) {
			silent = 0;
			if (events.hasEnded()) return;
			untaken += frame.length;
			if (untaken > UNTAKEN_BYTES) socket.pause();
			events.frame(frame, () => {
				untaken -= frame.length;
				if (untaken <= UNTAKEN_BYTES) socket.resume();
			});
		},
		alive() {
			silent = 0;
		},
		broken: finish,
		closed() {
			finish("line-broke");
			if (closing !== null) clearTimeout(closing);
		},
	});

	return {
		send(frame) {
			if (events.hasEnded()) return Promise.resolve();
			return new Promise((resolve) => {
				const go = (): void => {
					senders.delete(go);
					resolve();
				};
				senders.add(go);
				socket.write(frame, go);
				if (socket.waiting() <= WAIT_ABOVE) go();
			});
		},
		onFrame: events.onFrame,
		onEnd: events.onEnd,
		end: finish,
	};
}
