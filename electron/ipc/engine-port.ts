import { MessageChannelMain, type MessagePortMain, type WebFrameMain } from "electron";
import type { HostReply } from "../../shared/host";

/** Gives the page a port for its engine, and answers what comes through it until the page goes away. */
export function connectEngine(
	frame: WebFrameMain,
	ask: string,
	open: Set<MessagePortMain>,
	answer: (request: unknown) => Promise<HostReply>,
): void {
	const { port1, port2 } = new MessageChannelMain();
	// Held, or the collector would take the port while the engine still speaks through it.
	open.add(port1);
	port1.on("close", () => open.delete(port1));
	port1.on("message", ({ data }) => {
		void answer(data).then((reply) => {
			if (open.has(port1)) port1.postMessage(reply);
		});
	});
	port1.start();
	frame.postMessage("engine-port", ask, [port2]);
}
