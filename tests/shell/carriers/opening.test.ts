import { createServer as createHttpServer } from "node:http";
import { expect, test } from "vitest";
import { openPeerLine } from "../../../electron/carriers/peer-line";
import { openServerLine } from "../../../electron/carriers/websocket-line";
import { LineAddress } from "../../../shared/host/lines";
import { listening, rawServer } from "./sockets";

test.each([
	[404, "not-commonplace"],
	[426, "not-commonplace"],
	[302, "not-commonplace"],
	[200, "not-commonplace"],
	[503, "busy"],
	[429, "busy"],
])("a server that answers with %i is said to be %s", async (status, code) => {
	const server = createHttpServer().on("upgrade", (_, socket) =>
		socket.end(`HTTP/1.1 ${status} No\r\nLocation: ws://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`),
	);
	const port = await listening(server);
	await expect(openServerLine(`ws://127.0.0.1:${port}/sync`)).rejects.toMatchObject({ code });
});

test("what does not speak HTTP is no server", async () => {
	const port = await rawServer((socket) => socket.end("220 mail.example ESMTP\r\n"));
	await expect(openServerLine(`ws://127.0.0.1:${port}/sync`)).rejects.toMatchObject({ code: "not-commonplace" });
});

test("where nothing listens, nobody can be reached", async () => {
	const port = await rawServer(() => undefined);
	const closed = port === 65_535 ? port - 1 : port + 1;
	await expect(openServerLine(`ws://127.0.0.1:${closed}/`)).rejects.toMatchObject({ code: "unreachable" });
	await expect(openPeerLine("127.0.0.1", closed)).rejects.toMatchObject({ code: "unreachable" });
});

test("a server that takes the call and says nothing is given up in time", async () => {
	const port = await rawServer(() => undefined);
	await expect(openServerLine(`ws://127.0.0.1:${port}/`, 100)).rejects.toMatchObject({ code: "unreachable" });
});

test.each([
	{ kind: "server", url: "http://example.org/sync" },
	{ kind: "server", url: "file:///etc/passwd" },
	{ kind: "server", url: "wss://" },
	{ kind: "server", url: "wss://me:secret@example.org/" },
	{ kind: "server", url: "wss://example.org/#part" },
	{ kind: "server", url: `wss://example.org/${"x".repeat(2000)}` },
	{ kind: "server", url: "wss://example.org", more: 1 },
	{ kind: "peer", host: "", port: 1 },
	{ kind: "peer", host: "a b", port: 1 },
	{ kind: "peer", host: "laptop/..", port: 1 },
	{ kind: "peer", host: "laptop.local", port: 0 },
	{ kind: "peer", host: "laptop.local", port: 65_536 },
	{ kind: "pipe", path: "/tmp/x" },
])("%j is no address for a line", (address) => expect(LineAddress.safeParse(address).success).toBe(false));

test.each([
	{ kind: "server", url: "wss://example.org/sync" },
	{ kind: "server", url: "ws://127.0.0.1:8787/sync?x=1" },
	{ kind: "server", url: "wss://[::1]:8787/sync" },
	{ kind: "peer", host: "192.168.1.7", port: 47_474 },
	{ kind: "peer", host: "fe80::1%eth0", port: 47_474 },
	{ kind: "peer", host: "ama-laptop.local", port: 1 },
])("%j is an address for a line", (address) => expect(LineAddress.safeParse(address).success).toBe(true));
