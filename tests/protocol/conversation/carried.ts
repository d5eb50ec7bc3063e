import sodium from "libsodium-wrappers-sumo";
import { type CarriedSpace, type Carrying, carry } from "../../../shared/protocol/conversation/carry";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import type { SessionIdentity } from "../../../shared/protocol/conversation/handshake";
import type { Offered } from "../../../shared/protocol/conversation/ports";
import type { SimulatedDevice } from "../../convergence/simulated-device";
import { member, type Team } from "../membership/team";
import { after, identityOf, meetBy, newServer, until } from "./meeting";
import { copyOf, type MemoryCopy } from "./memory-copy";
import { offerShelf } from "./memory-offered";
import { createShelf, type Shelf } from "./memory-shelf";
import { type MemoryLine, memoryLine } from "./memory-transport";

/** Somebody's laptop: what they write, and the copy that is exchanged. */
export interface Laptop {
	readonly device: SimulatedDevice;
	readonly identity: SessionIdentity;
	readonly shelf: Shelf;
	readonly copy: MemoryCopy;
	/** Puts what the device wrote into the copy. */
	keep(): Promise<void>;
	ids(space: string): readonly string[];
}

export function laptopOf(device: SimulatedDevice): Laptop {
	const shelf = createShelf(sodium);
	let kept = 0;
	return {
		device,
		identity: identityOf(device),
		shelf,
		copy: copyOf(shelf),
		async keep() {
			const envelopes = [...device.disk.considered.values()];
			const fresh = envelopes.slice(kept);
			kept = envelopes.length;
			const [first] = fresh;
			if (first !== undefined) await shelf.make(first.header.space).take(fresh.map(({ bytes }) => bytes));
		},
		ids: (space) => idsOn(shelf, space),
	};
}

/** What a shelf has of a space, in any order. */
export function idsOn(shelf: Shelf, space: string): readonly string[] {
	return [...(shelf.get(space)?.byId.keys() ?? [])].sort();
}

export interface Server {
	readonly identity: SessionIdentity;
	readonly shelf: Shelf;
	offered: Offered;
}

export function newShelfServer(): Server {
	const shelf = createShelf(sodium);
	return { identity: newServer(), shelf, offered: offerShelf(sodium, shelf) };
}

export interface Connection {
	readonly line: MemoryLine;
	readonly conversation: Conversation;
	/** What was sent before the exchange began. */
	readonly before: { readonly frames: number; readonly bytes: number; readonly received: number };
	readonly carrying: Carrying;
}

/** The laptop connects to the server and exchanges these spaces. */
export async function connect(
	laptop: Laptop,
	server: Server,
	spaces: readonly (string | CarriedSpace)[],
	line: MemoryLine = memoryLine(),
	side: Parameters<typeof meetBy>[1] = {},
): Promise<Connection> {
	const { asking } = await meetBy({ identity: laptop.identity }, { identity: server.identity, offered: server.offered, ...side }, line);
	const { frames, bytes } = line.sent.initiator;
	const before = { frames, bytes, received: line.sent.responder.bytes };
	const carried = spaces.map((space) => (typeof space === "string" ? { space, invite: null, mayBring: true } : space));
	const carrying = carry({ conversation: asking, copy: laptop.copy, after, spaces: carried, otherCarries: false });
	return { line, conversation: asking, before, carrying };
}

/** Waits until every space stands still, exchanged or refused. */
export async function still({ carrying }: Connection): Promise<void> {
	await until(() => carrying.progress().every(({ state }) => state === "up-to-date" || state === "refused"), "still");
}

/** Exchanges everything there is and hangs up. */
export async function exchange(laptop: Laptop, server: Server, spaces: readonly (string | CarriedSpace)[]): Promise<Connection> {
	const connection = await connect(laptop, server, spaces);
	await still(connection);
	connection.conversation.end();
	await connection.carrying.ended;
	return connection;
}

/** Ben, a member, whose laptop has nothing yet. */
export async function newBen(team: Team): Promise<Laptop> {
	return laptopOf(await member(team, "Ben", "editor"));
}

/** So many pages more, in the laptop's copy. */
export async function write(laptop: Laptop, count: number, text = "page"): Promise<void> {
	for (let page = 0; page < count; page++) await laptop.device.write("content", `${text} ${page}`);
	await laptop.keep();
}
