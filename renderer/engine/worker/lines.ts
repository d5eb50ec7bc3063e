/** Lines to other copies, as the engine has them: the shell holds the sockets, the frames come over a port for each line. */
import type { FoundPeer, Host, HostNews, LineAddress } from "../../../shared/host";
import { createPortTransport, type FramePort } from "../../../shared/protocol/conversation/port-transport";
import type { Transport } from "../../../shared/protocol/conversation/ports";

export interface Lines {
	/** Opens a line; rejects with a HostError whose code says why there is none (`LineErrorCode`). */
	open(address: LineAddress): Promise<Transport>;
	/** Whether laptops on the local network may find this one and call; gives the port they call at, null when off. */
	listen(on: boolean): Promise<number | null>;
	/** Who takes the calls of others, with the address they come from. Calls that nobody takes are ended. Takes the place of the one before. */
	onCall(listener: (line: Transport, from: string) => void): void;
	/** Who is told which laptops are found on the local network at the moment. Takes the place of the one before. */
	onFound(listener: (peers: readonly FoundPeer[]) => void): void;
}

/** Lines of a shell; what the shell tells without being asked is to be given to `receive`. */
export function createLines(host: Host): {
	readonly lines: Lines;
	readonly receive: (news: HostNews, ports: readonly MessagePort[]) => void;
} {
	const arrived = new Map<number, Transport>();
	let called: ((line: Transport, from: string) => void) | null = null;
	let found: ((peers: readonly FoundPeer[]) => void) | null = null;

	return {
		lines: {
			async open(address) {
				const number = await host.call("lines.open", address);
				const line = arrived.get(number);
				if (line === undefined) throw new Error("the shell gave no port for a line");
				arrived.delete(number);
				return line;
			},
			listen: (on) => host.call("lines.listen", on),
			onCall(listener) {
				called = listener;
			},
			onFound(listener) {
				found = listener;
			},
		},
		receive(news, [port]) {
			if (news.is === "found") {
				found?.(news.peers);
				return;
			}
			if (port === undefined) return;
			const line = createPortTransport(framePort(port));
			if (news.from === null) arrived.set(news.line, line);
			else if (called === null) line.end("nobody takes calls");
			else called(line, news.from);
		},
	};
}

/** The shell says that a line has ended before it closes the port, so that it need not be noticed otherwise. */
function framePort(port: MessagePort): FramePort {
	return {
		post: (value) => port.postMessage(value),
		listen(onValue, onClose) {
			port.onmessage = ({ data }) => onValue(data);
			port.addEventListener("close", onClose);
			port.start();
		},
		close: () => port.close(),
	};
}
