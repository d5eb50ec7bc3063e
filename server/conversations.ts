/** The conversations with whoever is connected. */
import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import { toHex } from "../shared/protocol/bytes";
import { type Conversation, startConversation } from "../shared/protocol/conversation/conversation";
import { ConversationEnded } from "../shared/protocol/conversation/endings";
import type { Offered } from "../shared/protocol/conversation/ports";
import { createRoom } from "../shared/protocol/conversation/room";
import type { KeyPair, Sodium } from "../shared/protocol/sodium";
import { addressOf, type ConnectionLimits } from "./http/connection-limits";
import { createWebSocketTransport } from "./http/websocket-transport";
import { createTokenBucket } from "./limits/token-bucket";
import type { ServerLog } from "./watching/log";
import type { Metrics } from "./watching/metrics";

/** Seconds of its rate that a quiet connection may send at once: the largest message has room. */
const SAVED_SECONDS = 5;
/** Bytes that were heard, in all conversations together, and are not done with: messages of which a part is here, and questions. */
export const HEARD_BYTES = 256 * 1024 * 1024;

export interface ConversationPorts {
	readonly sodium: Sodium;
	/** The server's own device. */
	readonly keys: KeyPair;
	readonly offered: Offered;
	readonly limits: ConnectionLimits;
	readonly bytesPerSecond: number;
	readonly isProxyTrusted: boolean;
	readonly metrics: Metrics;
	readonly log: ServerLog;
	readonly now: () => number;
}

export interface Conversations {
	/** Status to refuse a connection with; null: there is a place. */
	refusal(): number | null;
	connected(socket: WebSocket, request: IncomingMessage): void;
	/** Says goodbye to all. Resolves when they are gone, at the latest after a few seconds. */
	end(): Promise<void>;
}

export function createConversations(ports: ConversationPorts): Conversations {
	const { sodium, keys, offered, limits, bytesPerSecond, isProxyTrusted, metrics, log, now } = ports;
	const running = new Set<Conversation>();
	const sockets = new Set<WebSocket>();
	const room = createRoom(HEARD_BYTES);
	let isEnding = false;

	async function converse(socket: WebSocket): Promise<void> {
		const transport = createWebSocketTransport(socket, createTokenBucket(bytesPerSecond, bytesPerSecond * SAVED_SECONDS, now));
		let why = "failed";
		try {
			const conversation = await startConversation({
				transport,
				role: "responder",
				identity: {
					device: toHex(keys.publicKey),
					owner: null,
					sign: async (bytes) => sodium.crypto_sign_detached(bytes, keys.privateKey),
				},
				sodium,
				room,
				after(milliseconds, work) {
					const timer = setTimeout(work, milliseconds);
					return () => clearTimeout(timer);
				},
				offered,
				onFault: (error) => log.error("an answer failed", error),
			});
			running.add(conversation);
			log.debug("somebody connected", { device: log.alias(conversation.counterpart.device) });
			if (isEnding) conversation.end();
			why = (await conversation.ended).why;
			running.delete(conversation);
		} catch (error) {
			if (error instanceof ConversationEnded) why = error.ending.why;
			else log.error("a conversation could not begin", error);
		}
		metrics.count("connections", why);
		transport.end(why);
	}

	return {
		refusal: () => (isEnding ? 503 : null),
		connected(socket, request) {
			const free = limits.take(addressOf(request, isProxyTrusted));
			if (free === null) {
				metrics.count("connections", "no-place");
				socket.close(1013, "too many connections");
				return;
			}
			sockets.add(socket);
			socket.once("close", () => {
				free();
				sockets.delete(socket);
			});
			void converse(socket);
		},
		async end() {
			isEnding = true;
			for (const conversation of running) conversation.end();
			const gone = [...sockets].map((socket) => new Promise<void>((settle) => socket.once("close", () => settle())));
			await Promise.race([Promise.all(gone), new Promise((settle) => setTimeout(settle, 3000).unref())]);
			for (const socket of sockets) socket.terminate();
		},
	};
}
