import { createServer, type Socket } from "node:net";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { createStreamTransport } from "./frame-stream";

/** Where other laptops find this one when nothing else is there: so that a person can be told an address that stays. */
const USUAL_PORT = 47_474;
/** Open at the same time: in all, and from one address. */
const MOST_LINES = 32;
const MOST_FROM_ONE = 4;
/** Within a minute: in all. Whoever calls more often is not let in until the minute is over. */
const MOST_IN_A_MINUTE = 120;
const MINUTE = 60_000;

export interface PeerListener {
	readonly port: number;
	/** Takes no more calls. Lines that are open stay. */
	close(): Promise<void>;
}

/** Takes calls of other laptops. `address`: the interface to listen at; null for all. Fails when nothing can be listened at. */
export async function listenForPeers(address: string | null, onLine: (line: Transport, from: string) => void): Promise<PeerListener> {
	const open = new Map<string, number>();
	let lines = 0;
	let minute = 0;
	let inMinute = 0;

	function mayCome(from: string): boolean {
		const now = Math.floor(Date.now() / MINUTE);
		if (now !== minute) {
			minute = now;
			inMinute = 0;
		}
		inMinute += 1;
		return inMinute <= MOST_IN_A_MINUTE && lines < MOST_LINES && (open.get(from) ?? 0) < MOST_FROM_ONE;
	}

	function take(socket: Socket): void {
		socket.on("error", () => socket.destroy());
		const from = socket.remoteAddress ?? "";
		if (from === "" || !mayCome(from)) {
			socket.destroy();
			return;
		}
		lines += 1;
		open.set(from, (open.get(from) ?? 0) + 1);
		socket.once("close", () => {
			lines -= 1;
			const left = (open.get(from) ?? 1) - 1;
			if (left === 0) open.delete(from);
			else open.set(from, left);
		});
		onLine(createStreamTransport(socket), from);
	}

	const listenAt = (port: number): Promise<PeerListener> =>
		new Promise((resolve, reject) => {
			const server = createServer(take);
			server.once("error", reject);
			server.listen({ port, ...(address === null ? {} : { host: address }) }, () => {
				server.off("error", reject);
				// What goes wrong with one call must not end the listening for others.
				server.on("error", () => undefined);
				const found = server.address();
				resolve({
					port: typeof found === "object" && found !== null ? found.port : port,
					close: () => new Promise((closed) => server.close(() => closed())),
				});
			});
		});
	// Another program, or another book of this app, may have the usual port: then any that is free.
	return listenAt(USUAL_PORT).catch(() => listenAt(0));
}
