import { WebSocket } from "ws";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { HostFailure } from "../files/host-failure";
import { CONNECT_WITHIN, createSocketTransport, type FrameSocket, LARGEST_FRAME } from "./socket-transport";

/** Opens a line to a server; fails with a `LineErrorCode`. */
export function openServerLine(url: string, within: number = CONNECT_WITHIN): Promise<Transport> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(url, {
			handshakeTimeout: within,
			maxPayload: LARGEST_FRAME,
			perMessageDeflate: false,
			followRedirects: false,
		});
		socket.on("error", (error) => reject(connectFailure(error)));
		socket.once("unexpected-response", (_, response) => {
			const code = response.statusCode === 503 || response.statusCode === 429 ? "busy" : "not-commonplace";
			reject(new HostFailure(code, `it answered with ${response.statusCode}`));
			response.destroy();
			socket.terminate();
		});
		// At once, not when the promise is looked at: what the server sends with its greeting must not come before anybody listens.
		socket.once("open", () => resolve(createSocketTransport(frameSocket(socket))));
	});
}

/** Node names what is wrong with a certificate in several ways. */
const CERTIFICATE_FAULT = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH|ERR_TLS/;

function connectFailure(error: Error): HostFailure {
	const code = "code" in error && typeof error.code === "string" ? error.code : "";
	if (CERTIFICATE_FAULT.test(code)) return new HostFailure("untrusted-certificate", `its certificate is not trusted: ${code}`);
	// What is not HTTP, or does not speak of WebSockets.
	if (code.startsWith("HPE_") || /Invalid (Upgrade|Sec-WebSocket)/.test(error.message))
		return new HostFailure("not-commonplace", error.message);
	return new HostFailure("unreachable", error.message);
}

function frameSocket(socket: WebSocket): FrameSocket {
	return {
		listen({ frame, alive, broken, closed }) {
			socket.on("message", (data, isBinary) => {
				if (!isBinary || !(data instanceof Buffer)) broken("not-commonplace");
				else frame(new Uint8Array(data.buffer, data.byteOffset, data.length));
			});
			socket.on("ping", alive);
			socket.on("pong", alive);
			socket.on("error", (error) =>
				broken("code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" ? "too-large" : "line-broke"),
			);
			socket.on("close", closed);
		},
		write: (frame, written) => socket.send(frame, { binary: true }, () => written()),
		waiting: () => socket.bufferedAmount,
		ping() {
			if (socket.readyState === socket.OPEN) socket.ping();
		},
		pause: () => socket.pause(),
		resume: () => socket.resume(),
		close: (why) => socket.close(1000, why.slice(0, 100)),
		destroy: () => socket.terminate(),
	};
}
