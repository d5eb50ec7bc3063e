import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterAll, beforeAll, describe } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { createStreamTransport } from "../../electron/carriers/frame-stream";
import { joinLines } from "../../electron/carriers/join-lines";
import { openPeerLine } from "../../electron/carriers/peer-line";
import { openServerLine } from "../../electron/carriers/websocket-line";
import { createWebSocketTransport } from "../../server/http/websocket-transport";
import { createTokenBucket } from "../../server/limits/token-bucket";
import { createPortTransport, type FramePort } from "../../shared/protocol/conversation/port-transport";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { type LineUnderTest, transportContract } from "./transport";

const webSockets = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 512 * 1024, perMessageDeflate: false });
const peers = createServer();
beforeAll(async () => {
	if (webSockets.address() === null) await once(webSockets, "listening");
	peers.listen(0, "127.0.0.1");
	await once(peers, "listening");
});
afterAll(() => {
	for (const client of webSockets.clients) client.terminate();
	webSockets.close();
	peers.close();
});
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

/** The app's line to the server's own carrier. */
async function toServer(): Promise<LineUnderTest> {
	const connected = once(webSockets, "connection") as Promise<[WebSocket]>;
	const opening = openServerLine(`ws://127.0.0.1:${portOf(webSockets)}/sync`);
	const [accepted] = await connected;
	const unlimited = createTokenBucket(1e9, 1e9, () => performance.now());
	return { one: await opening, other: createWebSocketTransport(accepted, unlimited) };
}

async function toPeer(): Promise<LineUnderTest> {
	const connected = once(peers, "connection") as Promise<[Socket]>;
	const opening = openPeerLine("127.0.0.1", portOf(peers));
	const [accepted] = await connected;
	return { one: await opening, other: createStreamTransport(accepted) };
}

const framePort = (port: MessagePort): FramePort => ({
	post: (value) => port.postMessage(value),
	listen(onValue, onClose) {
		port.on("message", onValue);
		port.on("close", onClose);
	},
	close: () => port.close(),
});

/** The end of a line that an engine has: the socket is elsewhere, and its frames come over a port. */
function throughPort(line: Transport): Transport {
	const { port1, port2 } = new MessageChannel();
	joinLines(line, createPortTransport(framePort(port1)), () => undefined);
	return createPortTransport(framePort(port2));
}

async function engineToServer(): Promise<LineUnderTest> {
	const { one, other } = await toServer();
	return { one: throughPort(one), other };
}

async function engineToEngine(): Promise<LineUnderTest> {
	const { one, other } = await toPeer();
	return { one: throughPort(one), other: throughPort(other) };
}

const turned = async (make: () => Promise<LineUnderTest>): Promise<LineUnderTest> => {
	const { one, other } = await make();
	return { one: other, other: one };
};

describe("a line to a server", () => transportContract(toServer));
describe("a line from a server", () => transportContract(() => turned(toServer)));
describe("a line to a laptop", () => transportContract(toPeer));
describe("a line from a laptop", () => transportContract(() => turned(toPeer)));
describe("a line of an engine to a server", () => transportContract(engineToServer));
describe("a line of an engine from a server", () => transportContract(() => turned(engineToServer)));
describe("a line between two engines", () => transportContract(engineToEngine));
