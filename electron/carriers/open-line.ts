import type { LineAddress } from "../../shared/host";
import type { Transport } from "../../shared/protocol/conversation/ports";

/** Opens a line, whatever leads there. The carriers are loaded when the first line is opened: a book without others never needs them. */
export async function openLine(address: LineAddress): Promise<Transport> {
	switch (address.kind) {
		case "server":
			return (await import("./websocket-line")).openServerLine(address.url);
		case "peer":
			return (await import("./peer-line")).openPeerLine(address.host, address.port);
	}
}
