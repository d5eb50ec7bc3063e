import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { HttpAnswer } from "./admin-routes";

/** Bytes of a request to the admin pages. */
const LARGEST_BODY = 64 * 1024;
/** Bytes of one frame: a piece of a message, sealed, with room. */
const LARGEST_FRAME = 512 * 1024;

export interface HttpPorts {
	/** Whether the server can do its work now. */
	health(): Promise<boolean>;
	metrics(): string;
	admin(request: { readonly method: string; readonly path: string; readonly token: string; readonly body: string }): Promise<HttpAnswer>;
	/** Takes a connection. */
	connected(socket: WebSocket, request: IncomingMessage): void;
	/** Null when connections are taken; otherwise the status to answer with. */
	connectionRefusal(): number | null;
	failed(what: string, error: unknown): void;
}

/** Everything that is asked by HTTP: health, figures, administration, and the way up to the conversation. */
export function createHttpServer(ports: HttpPorts): Server {
	const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME, perMessageDeflate: false });
	const server = createServer((request, response) => {
		answer(ports, request).then(
			({ status, body }) => send(response, status, body),
			(error: unknown) => {
				ports.failed("http", error);
				send(response, 500, { error: "The server could not do this now." });
			},
		);
	});
	server.headersTimeout = 10_000;
	server.requestTimeout = 20_000;
	server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		socket.on("error", () => socket.destroy());
		const refusal = pathOf(request) === "/sync" ? ports.connectionRefusal() : 404;
		if (refusal !== null) {
			socket.end(`HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		sockets.handleUpgrade(request, socket, head, (webSocket) => ports.connected(webSocket, request));
	});
	return server;
}

async function answer(ports: HttpPorts, request: IncomingMessage): Promise<HttpAnswer> {
	const path = pathOf(request);
	const method = request.method ?? "GET";
	if (path === "/health" && method === "GET") {
		return (await ports.health())
			? { status: 200, body: { status: "ok" } }
			: { status: 503, body: { status: "the store does not answer" } };
	}
	if (path === "/metrics" && method === "GET") return { status: 200, body: ports.metrics() };
	if (path === "/admin" || path.startsWith("/admin/")) {
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
		const body = await readBody(request);
		return body === null ? { status: 413, body: { error: "That is too much." } } : ports.admin({ method, path, token, body });
	}
	if (path === "/sync") return { status: 426, body: { error: "This is where apps connect, by WebSocket." } };
	return { status: 404, body: { error: "There is nothing here." } };
}

function pathOf(request: IncomingMessage): string {
	return (request.url ?? "/").split("?")[0] ?? "/";
}

async function readBody(request: IncomingMessage): Promise<string | null> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of request) {
		size += (part as Buffer).length;
		if (size > LARGEST_BODY) return null;
		parts.push(part as Buffer);
	}
	return Buffer.concat(parts).toString("utf8");
}

function send(response: ServerResponse, status: number, body: unknown): void {
	const isText = typeof body === "string";
	response.writeHead(status, {
		"content-type": isText ? "text/plain; version=0.0.4; charset=utf-8" : "application/json; charset=utf-8",
		"cache-control": "no-store",
		"x-content-type-options": "nosniff",
	});
	response.end(isText ? body : `${JSON.stringify(body)}\n`);
}
