import type { FoundPeer, HostNews, LineAddress } from "../../shared/host";
import { createPortTransport, type FramePort } from "../../shared/protocol/conversation/port-transport";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { HostFailure } from "../files/host-failure";
import { joinLines } from "./join-lines";
import type { LocalListener, LocalNetwork } from "./local-network";

/** So many lines one engine may have open or opening. */
const MOST_LINES = 64;

export interface EngineLinesParts<FarPort> {
	readonly openLine: (address: LineAddress) => Promise<Transport>;
	readonly localNetwork: LocalNetwork;
	/** Two ends of a channel: one for the shell, the other for the engine. */
	readonly makeChannel: () => { readonly near: FramePort; readonly far: FarPort };
	/** Tells the engine something, with a port to go along or without. */
	readonly tell: (news: HostNews, port: FarPort | null) => void;
}

/** The lines of one engine. They end with it. */
export interface EngineLines {
	open(address: LineAddress): Promise<number>;
	listen(on: boolean): Promise<number | null>;
	/** Ends all: the engine is gone, or the app quits. */
	close(): void;
}

export function createEngineLines<FarPort>({ openLine, localNetwork, makeChannel, tell }: EngineLinesParts<FarPort>): EngineLines {
	const open = new Set<Transport>();
	let opening = 0;
	let count = 0;
	let isClosed = false;

	function handOver(line: Transport, from: string | null): number {
		count += 1;
		const { near, far } = makeChannel();
		const end = createPortTransport(near);
		open.add(line);
		joinLines(line, end, () => open.delete(line));
		tell({ is: "line", line: count, from }, far);
		return count;
	}

	const listener: LocalListener = {
		line(line, from) {
			if (isClosed || open.size + opening >= MOST_LINES) line.end("too-many-lines");
			else handOver(line, from);
		},
		found(peers: readonly FoundPeer[]) {
			if (!isClosed) tell({ is: "found", peers }, null);
		},
	};

	return {
		async open(address) {
			if (open.size + opening >= MOST_LINES) throw new HostFailure("bad-request", "too many lines are open");
			opening += 1;
			try {
				const line = await openLine(address);
				if (!isClosed) return handOver(line, null);
				line.end("the engine is gone");
				throw new HostFailure("failed", "the engine is gone");
			} finally {
				opening -= 1;
			}
		},
		async listen(on) {
			if (on && !isClosed) {
				const port = await localNetwork.listen(listener);
				if (!isClosed) return port;
			}
			await localNetwork.leave(listener);
			return null;
		},
		close() {
			isClosed = true;
			for (const line of open) line.end("the engine is gone");
			open.clear();
			// Nothing of it can fail; it only comes after what was asked before.
			void localNetwork.leave(listener);
		},
	};
}
