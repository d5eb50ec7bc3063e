import type { FoundPeer } from "../../shared/host";
import type { Transport } from "../../shared/protocol/conversation/ports";
import type { MulticastSocket, PeerFinder } from "./peer-finder";
import { findPeers } from "./peer-finder";
import { listenForPeers, type PeerListener } from "./peer-listener";

/** Who wants to hear of the local network. */
export interface LocalListener {
	readonly line: (line: Transport, from: string) => void;
	readonly found: (peers: readonly FoundPeer[]) => void;
}

/** Laptops on the local network: they call and are found while somebody listens, and only then. One listens at a time: the last who asked. */
export interface LocalNetwork {
	/** The port at which this laptop can be called. */
	listen(listener: LocalListener): Promise<number>;
	/** Fine for one who does not listen. */
	leave(listener: LocalListener): Promise<void>;
}

interface Listening {
	readonly listener: LocalListener;
	readonly calls: PeerListener;
	readonly finder: PeerFinder;
}

/** `address`: the interface to use; null for all. */
export function createLocalNetwork(address: string | null, openMulticast: () => Promise<MulticastSocket>): LocalNetwork {
	let now: Listening | null = null;
	let last: Promise<unknown> = Promise.resolve();
	const inOrder = <Result>(step: () => Promise<Result>): Promise<Result> => {
		const run = last.then(step);
		last = run.catch(() => undefined);
		return run;
	};

	async function stop(): Promise<void> {
		const was = now;
		now = null;
		was?.finder.close();
		// Not waited for: it is over when the last line is.
		was?.calls.close().catch(() => undefined);
	}

	return {
		listen: (listener) =>
			inOrder(async () => {
				if (now?.listener === listener) return now.calls.port;
				await stop();
				const calls = await listenForPeers(address, listener.line);
				now = { listener, calls, finder: findPeers(await openMulticast(), calls.port, listener.found) };
				return calls.port;
			}),
		leave: (listener) =>
			inOrder(async () => {
				if (now?.listener === listener) await stop();
			}),
	};
}
