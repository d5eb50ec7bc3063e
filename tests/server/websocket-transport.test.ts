import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { createWebSocketTransport } from "../../server/http/websocket-transport";
import { createTokenBucket } from "../../server/limits/token-bucket";
import { type LineUnderTest, transportContract } from "../contract/transport";

let server: WebSocketServer;
beforeAll(async () => {
	server = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 512 * 1024 });
	await once(server, "listening");
});
afterAll(() => {
	for (const client of server.clients) client.terminate();
	server.close();
});

const unlimited = () => createTokenBucket(1e9, 1e9, () => performance.now());

async function webSocketLine(arriving = unlimited()): Promise<LineUnderTest & { readonly socket: WebSocket }> {
	const connected = once(server, "connection") as Promise<[WebSocket]>;
	const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
	const one = createWebSocketTransport(socket, unlimited());
	const [accepted] = await connected;
	const other = createWebSocketTransport(accepted, arriving);
	if (socket.readyState !== socket.OPEN) await once(socket, "open");
	return { one, other, socket };
}

describe("a line over a WebSocket", () => {
	transportContract(() => webSocketLine());

	test("slows down whoever sends faster than is allowed, and loses nothing", async () => {
		const { one, other } = await webSocketLine(createTokenBucket(10_000_000, 100_000, () => performance.now()));
		const started = performance.now();
		let arrived = 0;
		const all = new Promise<void>((resolve) => {
			other.onFrame(({ length }) => {
				arrived += length;
				if (arrived === 20 * 200_000) resolve();
			});
		});
		for (let sent = 0; sent < 20; sent++) await one.send(new Uint8Array(200_000));
		await all;
		expect(performance.now() - started).toBeGreaterThan(300);
		one.end("done");
	});

	test("ends when the other side speaks in words or in frames that are too large", async () => {
		for (const sent of ["hello", new Uint8Array(600_000)]) {
			const { other, socket } = await webSocketLine();
			const ended = new Promise<string>((resolve) => other.onEnd(resolve));
			socket.send(sent);
			expect(await ended).toBe(typeof sent === "string" ? "not-commonplace" : "too-large");
		}
	});
});
