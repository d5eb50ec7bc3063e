import { MessageChannelMain, type MessagePortMain } from "electron";
import type { FramePort } from "../../shared/protocol/conversation/port-transport";

/** A channel for a line: the shell's end, and the engine's, which is to be sent there. */
export function makeLineChannel(): { readonly near: FramePort; readonly far: MessagePortMain } {
	const { port1, port2 } = new MessageChannelMain();
	return {
		near: {
			post: (value) => port1.postMessage(value),
			listen(onValue, onClose) {
				port1.on("message", ({ data }) => onValue(data));
				port1.on("close", onClose);
				port1.start();
			},
			close: () => port1.close(),
		},
		far: port2,
	};
}
