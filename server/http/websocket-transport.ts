import type { WebSocket } from "ws";
import type { Transport } from "../../shared/protocol/conversation/ports";
import type { TokenBucket } from "../limits/token-bucket";

/** Bytes on their way out beyond which a sender waits. */
const WAIT_ABOVE = 1024 * 1024;
/** Bytes on their way out beyond which the other side is given up. */
const TOO_SLOW_ABOVE = 32 * 1024 * 1024;
/** Bytes that wait for a listener before the other side has to. */
const UNHEARD_BYTES = 1024 * 1024;
/** Milliseconds. */
const PING_EVERY = 30_000;
const CLOSE_WITHIN = 3_000;

/** A carrier over a WebSocket: a frame is a binary message. `arriving` slows down whoever sends too much. */
export function createWebSocketTransport(socket: WebSocket, arriving: TokenBucket): Transport {
	let onFrame: ((frame: Uint8Array) => void) | null = null;
	let onEnd: ((why: string) => void) | null = null;
	let unheard: Uint8Array[] = [];
	let unheardBytes = 0;
	let ended: string | null = null;
	let isAnswering = true;
	let resuming: NodeJS.Timeout | null = null;
	const waiting = new Set<() => void>();

	const pinging = setInterval(() => {
		if (!isAnswering) return finish("does-not-answer");
		isAnswering = false;
		socket.ping();
	}, PING_EVERY);

	function finish(why: string): void {
		if (ended !== null) return;
		ended = why;
		clearInterval(pinging);
		if (resuming !== null) clearTimeout(resuming);
		socket.resume();
		if (socket.readyState === socket.OPEN) socket.close(1000, why.slice(0, 100));
		const kill = setTimeout(() => socket.terminate(), CLOSE_WITHIN);
		socket.once("close", () => clearTimeout(kill));
		for (const settle of waiting) settle();
		waiting.clear();
		unheard = [];
		onEnd?.(why);
	}

	function hear(frame: Uint8Array): void {
		if (onFrame !== null) {
			onFrame(frame);
			return;
		}
		unheard.push(frame);
		unheardBytes += frame.length;
		if (unheardBytes > UNHEARD_BYTES) socket.pause();
	}

	socket.on("message", (data, isBinary) => {
		if (ended !== null) return;
		if (!isBinary || !(data instanceof Buffer)) return finish("not-commonplace");
		const wait = arriving.take(data.length);
		if (wait > 0 && resuming === null) {
			socket.pause();
			resuming = setTimeout(() => {
				resuming = null;
				if (unheardBytes <= UNHEARD_BYTES) socket.resume();
			}, wait);
		}
		hear(new Uint8Array(data.buffer, data.byteOffset, data.length));
	});
	socket.on("pong", () => {
		isAnswering = true;
	});
	socket.on("error", (error) => finish("code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" ? "too-large" : "line-broke"));
	socket.on("close", () => finish("line-broke"));

	return {
		send(frame) {
			if (ended !== null) return Promise.resolve();
			return new Promise((resolve) => {
				const settle = (): void => {
					waiting.delete(settle);
					resolve();
				};
				socket.send(frame, { binary: true }, settle);
				if (socket.bufferedAmount > TOO_SLOW_ABOVE) finish("too-slow");
				if (ended !== null || socket.bufferedAmount <= WAIT_ABOVE) settle();
				else waiting.add(settle);
			});
		},
		onFrame(listener) {
			onFrame = listener;
			const frames = unheard;
			unheard = [];
			unheardBytes = 0;
			for (const frame of frames) if (ended === null) hear(frame);
			if (resuming === null) socket.resume();
		},
		onEnd(listener) {
			onEnd = listener;
			if (ended !== null) listener(ended);
		},
		end: finish,
	};
}
