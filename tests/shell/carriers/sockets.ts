import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server at a free port of this machine, until the test is over. */
export async function listening(server: Server): Promise<number> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

/** A raw TCP server that does with each call what is given, until the test is over. */
export async function rawServer(take: (socket: Socket) => void): Promise<number> {
	const open = new Set<Socket>();
	onTestFinished(() => {
		for (const socket of open) socket.destroy();
	});
	return listening(
		createServer((socket) => {
			open.add(socket);
			socket.on("error", () => undefined);
			take(socket);
		}),
	);
}

export const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
