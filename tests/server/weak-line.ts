/** A line to a server that is slow and breaks again and again. */
import { once } from "node:events";
import sodium from "libsodium-wrappers-sumo";
import { WebSocket } from "ws";
import { createWebSocketTransport } from "../../server/http/websocket-transport";
import { createTokenBucket } from "../../server/limits/token-bucket";
import { type Conversation, startConversation } from "../../shared/protocol/conversation/conversation";
import type { SessionIdentity } from "../../shared/protocol/conversation/handshake";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { after } from "../protocol/conversation/meeting";

export interface WeakLine {
	/** Bytes a second in each direction. */
	readonly bytesPerSecond: number;
	/** Milliseconds after which it breaks, counted from the end of the handshake. */
	readonly breaksAfter: number;
}

/** What went over all lines so far, in bytes of frames, and how often they broke. */
export interface Traffic {
	sent: number;
	received: number;
	breaks: number;
}

/** After so many lines without any progress the machine is too busy for them: they hold twice as long. */
const PATIENCE = 10;

/**
 * Connects anew whenever the line breaks, until `work` resolves; gives what that took. `progress` is a figure that only grows.
 * Whatever `work` throws while its line is broken is no failure.
 */
export async function overWeakLines(
	port: number,
	identity: SessionIdentity,
	line: WeakLine,
	progress: () => number,
	work: (conversation: Conversation) => Promise<void>,
): Promise<Traffic> {
	const traffic: Traffic = { sent: 0, received: 0, breaks: 0 };
	let [breaksAfter, before, idle] = [line.breaksAfter, progress(), 0];
	for (;;) {
		const socket = new WebSocket(`ws://127.0.0.1:${port}/sync`, { perMessageDeflate: false });
		const transport = slowed(socket, line.bytesPerSecond, traffic);
		await once(socket, "open");
		const conversation = await startConversation({ transport, role: "initiator", identity, sodium, after });
		const breaking = setTimeout(() => socket.terminate(), breaksAfter);
		const isDone = await work(conversation).then(
			() => true,
			(error: unknown) => {
				if (conversation.counterpart.person === null && socket.readyState !== socket.OPEN) return false;
				throw error;
			},
		);
		clearTimeout(breaking);
		socket.terminate();
		await conversation.ended;
		if (isDone) return traffic;
		traffic.breaks += 1;
		const now = progress();
		idle = now > before ? 0 : idle + 1;
		before = now;
		if (idle >= PATIENCE) [breaksAfter, idle] = [breaksAfter * 2, 0];
		if (breaksAfter > 20 * line.breaksAfter) throw new Error("nothing comes over this line");
	}
}

function slowed(socket: WebSocket, bytesPerSecond: number, traffic: Traffic): Transport {
	const clock = (): number => performance.now();
	const transport = createWebSocketTransport(socket, createTokenBucket(bytesPerSecond, bytesPerSecond / 50, clock));
	const leaving = createTokenBucket(bytesPerSecond, bytesPerSecond / 50, clock);
	let turn: Promise<void> = Promise.resolve();
	return {
		...transport,
		onFrame: (listener) =>
			transport.onFrame((frame) => {
				traffic.received += frame.length;
				return listener(frame);
			}),
		send(frame) {
			turn = turn.then(async () => {
				const wait = leaving.take(frame.length);
				if (wait > 0) await new Promise((settle) => setTimeout(settle, wait));
				traffic.sent += frame.length;
				await transport.send(frame);
			});
			return turn;
		},
	};
}
