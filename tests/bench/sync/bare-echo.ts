/** The least it can take: the same bytes from one program to another through a WebSocket server that only passes them on. */
import { once } from "node:events";
import { WebSocket, WebSocketServer } from "ws";

/** Milliseconds for each of so many messages. */
export async function bareEcho(count: number, size: number): Promise<readonly number[]> {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	await once(server, "listening");
	server.on("connection", (socket) => {
		socket.on("message", (message) => {
			for (const other of server.clients) if (other !== socket) other.send(message);
		});
	});
	const address = server.address();
	const port = typeof address === "object" && address !== null ? address.port : 0;
	const [one, other] = [new WebSocket(`ws://127.0.0.1:${port}`), new WebSocket(`ws://127.0.0.1:${port}`)];
	await Promise.all([once(one, "open"), once(other, "open")]);
	const times: number[] = [];
	for (let message = 0; message < count; message += 1) {
		const arrived = once(other, "message");
		const started = performance.now();
		one.send(Buffer.alloc(Math.max(1, size)));
		await arrived;
		times.push(performance.now() - started);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	one.close();
	other.close();
	server.close();
	return times;
}
