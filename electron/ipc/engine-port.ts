import { MessageChannelMain, type MessagePortMain, type WebFrameMain } from "electron";
import type { HostNews, HostReply } from "../../shared/host";

/** What stands behind one engine's port. */
export interface EngineService {
	answer(request: unknown): Promise<HostReply>;
	/** The engine is gone. */
	close(): void;
}

/** Tells an engine something without being asked, with a port to go along or without. */
export type TellEngine = (news: HostNews, port: MessagePortMain | null) => void;

/** Gives the page a port for its engine, and serves what comes through it until the page goes away or `open` is closed. */
export function connectEngine(
	frame: WebFrameMain,
	ask: string,
	open: Map<MessagePortMain, EngineService>,
	serve: (tell: TellEngine) => EngineService,
): void {
	const { port1, port2 } = new MessageChannelMain();
	const service = serve((news, port) => {
		if (open.has(port1)) port1.postMessage(news, port === null ? [] : [port]);
	});
	// Held, or the collector would take the port while the engine still speaks through it.
	open.set(port1, service);
	port1.on("close", () => {
		open.delete(port1);
		service.close();
	});
	port1.on("message", ({ data }) => {
		void service.answer(data).then((reply) => {
			if (open.has(port1)) port1.postMessage(reply);
		});
	});
	port1.start();
	frame.postMessage("engine-port", ask, [port2]);
}
