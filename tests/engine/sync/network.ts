import sodium from "libsodium-wrappers-sumo";
import { HostError } from "../../../renderer/engine/errors";
import { memoryStore } from "../../../renderer/engine/sync/alone";
import { type Sync, type SyncPorts, startSync } from "../../../renderer/engine/sync/sync";
import type { Lines } from "../../../renderer/engine/worker/lines";
import type { FoundPeer, LineAddress } from "../../../shared/host";
import type { Transport } from "../../../shared/protocol/conversation/ports";
import type { Laptop, Server } from "../../protocol/conversation/carried";
import { after, sideOf } from "../../protocol/conversation/meeting";
import { type MemoryLine, memoryLine } from "../../protocol/conversation/memory-transport";
import { filesInMemory } from "./memory-files";
import { logOfShelf, type MemorySpaces, spacesOfShelf } from "./memory-spaces";

/** A network in memory: servers and laptops at addresses, and lines between them that can be cut. */
export interface Network {
	/** Puts a server at an address; `null`: nobody answers there. */
	server(address: string, server: Server | null): void;
	/** The lines of one laptop. */
	lines(name: string): Lines;
	/** All lines that were opened, the newest last. */
	readonly opened: MemoryLine[];
	/** Nobody reaches anybody while this is false. */
	isUp: boolean;
	/** Laptops see one another. */
	announce(): void;
}

export function createNetwork(): Network {
	const servers = new Map<string, Server>();
	const callable = new Map<number, (line: Transport, from: string) => void>();
	const finders = new Map<number, (peers: readonly FoundPeer[]) => void>();
	const listening = new Set<number>();
	let ports = 1000;

	function open(address: LineAddress): Transport {
		if (!network.isUp) throw new HostError("unreachable", "no network");
		const line = memoryLine();
		if (address.kind === "server") {
			const server = servers.get(address.url);
			if (server === undefined) throw new HostError("unreachable", address.url);
			sideOf("responder", line.responder, { identity: server.identity, offered: server.offered }).catch(() => undefined);
		} else {
			const called = listening.has(address.port) ? callable.get(address.port) : undefined;
			if (called === undefined) throw new HostError("unreachable", String(address.port));
			called(line.responder, "somewhere");
		}
		network.opened.push(line);
		return line.initiator;
	}

	const network: Network = {
		opened: [],
		isUp: true,
		server(address, server) {
			if (server === null) servers.delete(address);
			else servers.set(address, server);
		},
		lines() {
			ports += 1;
			const port = ports;
			return {
				open: async (address) => open(address),
				async listen(on) {
					if (on) listening.add(port);
					else listening.delete(port);
					return on ? port : null;
				},
				onCall: (listener) => void callable.set(port, listener),
				onFound: (listener) => void finders.set(port, listener),
			};
		},
		announce() {
			for (const [mine, tell] of finders) tell([...listening].filter((port) => port !== mine).map((port) => ({ host: "here", port })));
		},
	};
	return network;
}

export interface SyncedLaptop extends Laptop {
	readonly spaces: MemorySpaces;
	readonly sync: Sync;
	readonly problems: unknown[];
}

/** A laptop whose copy is kept equal with others. */
export function syncLaptop(
	laptop: Laptop,
	network: Network,
	more: Partial<SyncPorts> = {},
	servers: Readonly<Record<string, string>> = {},
): SyncedLaptop {
	const problems: unknown[] = [];
	const spaces = spacesOfShelf(laptop.shelf);
	for (const [space, server] of Object.entries(servers)) {
		laptop.shelf.make(space);
		spaces.servers.set(space, server);
	}
	const sync = startSync({
		lines: network.lines(laptop.device.name),
		identity: laptop.identity,
		sodium,
		log: logOfShelf(laptop.shelf),
		spaces,
		store: memoryStore(),
		files: filesInMemory(),
		nameOf: () => laptop.device.name,
		after,
		now: Date.now,
		clock: () => performance.now(),
		random: Math.random,
		onProblem: (problem) => problems.push(problem),
		...more,
	});
	return { ...laptop, spaces, sync, problems };
}
