/** How the copies stand, in numbers that the interface puts in words. */
import type { SpaceProgress } from "../../../shared/protocol/conversation/carry";
import type { RemoteStatus, SpaceSync, SyncStatus } from "../spaces-contract";
import type { Connection } from "./connection";
import type { TryingState } from "./keep-trying";
import type { PeerRemote, Peers } from "./peers";
import type { ServerRemote, Servers } from "./servers";
import type { SyncSettings } from "./settings";

export interface StatusParts {
	readonly servers: Servers;
	readonly peers: Peers;
	readonly settings: () => SyncSettings;
	/** The port at which others can call this laptop; null while they cannot. */
	readonly port: () => number | null;
	readonly spaces: () => readonly string[];
	readonly onlyHere: (space: string) => Promise<number>;
	/** What a person's card says; "" while it is not known. */
	readonly nameOf: (person: string) => string;
	/** What a remote did not take of a space, and why; "" when it took everything. */
	readonly notTaken: (remote: string, space: string) => string;
}

export async function syncStatus(parts: StatusParts): Promise<SyncStatus> {
	const { servers, peers, settings, spaces, onlyHere } = parts;
	const { paused, metered, seen } = settings();
	const spacesNow = spaces();
	const counts = await Promise.all(spacesNow.map(onlyHere));
	const connections: (readonly [string, Connection])[] = [
		...servers.all().map((one) => [one.address, one.connection()] as const),
		...peers.all().map((one) => [one.device, one.connection] as const),
	].flatMap(([remote, connection]) => (connection === null ? [] : [[remote, connection] as const]));
	const withRemotes = (space: string): SpaceSync["remotes"] =>
		connections.flatMap(([remote, connection]) => {
			const progress = connection.progress().find((one) => one.space === space);
			return progress === undefined ? [] : [spaceWith(parts, remote, connection.conversation.counterpart.device, progress)];
		});
	return {
		paused,
		metered,
		seen,
		local: parts.port() !== null,
		localPort: parts.port(),
		remotes: [...servers.all().map((one) => serverStatus(one, paused)), ...peers.all().map((one) => peerStatus(parts, one, paused))],
		spaces: spacesNow.map((space, index) => ({ space, onlyHere: counts[index] ?? 0, remotes: withRemotes(space) })),
	};
}

function spaceWith(parts: StatusParts, remote: string, device: string, progress: SpaceProgress): SpaceSync["remotes"][number] {
	const { toSend, toReceive, state, refused, space } = progress;
	return {
		remote,
		toSend,
		toReceive,
		upToDate: state === "up-to-date" && toSend + toReceive === 0,
		refused: refused ?? parts.notTaken(device, space),
	};
}

function serverStatus({ address, trying, lastMet }: ServerRemote, paused: boolean): RemoteStatus {
	const state = trying.state();
	return {
		remote: address,
		kind: "server",
		name: address,
		state: paused ? "paused" : stateOf(state),
		problem: state.is === "waiting" ? state.problem.key : "",
		lastMet: lastMet.when(),
	};
}

function stateOf(state: TryingState): RemoteStatus["state"] {
	switch (state.is) {
		case "off":
			return "offline";
		case "connecting":
		case "connected":
			return state.is;
		case "waiting":
			return state.problem.isLasting ? "refused" : "offline";
	}
}

function peerStatus({ nameOf }: StatusParts, { device, person, connection, lastMet }: PeerRemote, paused: boolean): RemoteStatus {
	const state = connection === null ? "offline" : "connected";
	return { remote: device, kind: "peer", name: nameOf(person), state: paused ? "paused" : state, problem: "", lastMet: lastMet.when() };
}
