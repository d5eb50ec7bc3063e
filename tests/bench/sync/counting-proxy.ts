/** Passes a TCP connection on and counts what goes over it: the same for every program. */
import { createServer, connect as dial, type Socket } from "node:net";

export interface CountingProxy {
	readonly port: number;
	/** Bytes in both directions since the proxy was made. */
	bytes(): number;
	close(): void;
}

export function countingProxy(to: number): Promise<CountingProxy> {
	let bytes = 0;
	const open = new Set<Socket>();
	const count = (part: Buffer): void => {
		bytes += part.length;
	};
	const server = createServer((near) => {
		const far = dial(to, "127.0.0.1");
		for (const socket of [near, far]) {
			open.add(socket);
			socket.setNoDelay(true);
			socket.on("data", count);
			socket.on("error", () => socket.destroy());
			socket.on("close", () => {
				open.delete(socket);
				near.destroy();
				far.destroy();
			});
		}
		near.pipe(far);
		far.pipe(near);
	});
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			const port = typeof address === "object" && address !== null ? address.port : 0;
			resolve({
				port,
				bytes: () => bytes,
				close() {
					server.close();
					for (const socket of open) socket.destroy();
				},
			});
		});
	});
}
