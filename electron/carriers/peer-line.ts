import { connect } from "node:net";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { HostFailure } from "../files/host-failure";
import { createStreamTransport } from "./frame-stream";
import { CONNECT_WITHIN } from "./socket-transport";

/** Opens a line to a laptop on the local network; fails with `unreachable`. */
export function openPeerLine(host: string, port: number, within: number = CONNECT_WITHIN): Promise<Transport> {
	return new Promise((resolve, reject) => {
		const socket = connect({ host, port });
		const giveUp = (why: string): void => {
			socket.destroy();
			reject(new HostFailure("unreachable", why));
		};
		const timer = setTimeout(() => giveUp("nobody answered in time"), within);
		const failed = (error: Error): void => {
			clearTimeout(timer);
			giveUp(error.message);
		};
		socket.once("error", failed);
		socket.once("connect", () => {
			clearTimeout(timer);
			const transport = createStreamTransport(socket);
			socket.off("error", failed);
			resolve(transport);
		});
	});
}
