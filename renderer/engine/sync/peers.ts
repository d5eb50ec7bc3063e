/** Laptops on the local network: those that are found, those at an address that somebody gave, and those that call. */
import type { FoundPeer, LineAddress } from "../../../shared/host";
import { type Conversation, startConversation } from "../../../shared/protocol/conversation/conversation";
import type { SessionRole } from "../../../shared/protocol/conversation/handshake";
import type { Counterpart, Offered, Transport } from "../../../shared/protocol/conversation/ports";
import { createRoom } from "../../../shared/protocol/conversation/room";
import { accessOf } from "./access";
import { type Connection, createConnection } from "./connection";
import { keepTrying, type Trying, type Underway } from "./keep-trying";
import { createLastMet, type LastMet } from "./last-met";
import { NothingInCommon } from "./problems";
import type { RemotesSetting } from "./setting";

/** Conversations with peers at a time; further calls are ended. */
const MOST_PEERS = 64;
/** Calls that have not shown who they are, at a time. */
const MOST_UNKNOWN = 16;
/** What was heard of all peers and is not done with: 128 MB. */
const HEARD_BYTES = 128 * 1024 * 1024;
/** Somebody with whom there is nothing to exchange is let go after so long. */
const NOTHING_IN_COMMON = 30_000;

export interface PeerRemote {
	readonly device: string;
	/** Hex of the person's key. */
	readonly person: string;
	readonly connection: Connection | null;
	readonly lastMet: LastMet;
}

export interface Peers {
	/** Those that are there now, and those that were met before. */
	all(): readonly PeerRemote[];
	/** Looks for a laptop at this address, now and whenever it is lost. */
	meet(address: PeerAddress): Promise<void>;
	/** All that are found at the moment. */
	found(peers: readonly FoundPeer[]): void;
	/** Takes a call. */
	called(line: Transport): void;
	/** Who is in which space has changed. */
	refresh(): void;
	pause(): void;
	resume(): void;
	hurry(): void;
}

type PeerAddress = Extract<LineAddress, { kind: "peer" }>;

interface Present {
	readonly connection: Connection;
	readonly who: Counterpart;
	readonly role: SessionRole;
	/** They have opened one of our spaces. */
	wasOpened: boolean;
}

const nameOf = ({ host, port }: FoundPeer): string => `${host}:${port}`;

export function createPeers(setting: RemotesSetting): Peers {
	const { store, wishes, spaces, identity, after } = setting;
	const present = new Map<string, Present>();
	const met = new Map<string, LastMet>();
	const callers = new Map<string, { readonly trying: Trying; device: string | null; readonly isGiven: boolean }>();
	const room = createRoom(HEARD_BYTES);
	let unknown = 0;
	let isPaused = true;
	let seen: readonly FoundPeer[] = [];

	/** Who is met is remembered once there was something to exchange. */
	function lastMetOf(device: string): LastMet {
		const known = met.get(device);
		if (known !== undefined) return known;
		const made = createLastMet(setting, `met/${device}`);
		met.set(device, made);
		return made;
	}

	/** Two that call each other at once keep the call of the one with the lower key. */
	function isBetter(role: SessionRole, device: string, other: Present): boolean {
		const wanted: SessionRole = identity.device < device ? "initiator" : "responder";
		return role === wanted || other.role !== wanted;
	}

	/** Begins what is carried; null when another conversation with this device goes on. */
	function take(conversation: Conversation, role: SessionRole): Connection | null {
		const who = conversation.counterpart;
		const other = present.get(who.device);
		if (isPaused || who.person === null || (other !== undefined && !isBetter(role, who.device, other)) || present.size >= MOST_PEERS) {
			conversation.end();
			return null;
		}
		const copy = setting.copyFor({
			fetches: true,
			mayHave: (space) => {
				const access = accessOf(who, spaces.history(space), setting.now());
				return access !== null && access !== "invited";
			},
		});
		const connection = createConnection({
			conversation,
			copy,
			wishes: () => wishes.ofPeer(who),
			isPeer: true,
			after,
			onProgress: () => progressed(who),
		});
		const one: Present = { connection, who, role, wasOpened: false };
		present.set(who.device, one);
		other?.connection.end();
		const forget = after(NOTHING_IN_COMMON, () => letGo(one));
		void connection.ended.then(() => {
			forget();
			if (present.get(who.device) === one) present.delete(who.device);
			for (const caller of callers.values()) if (caller.device === who.device) caller.trying.hurry("now");
			setting.onChange();
		});
		if (wishes.isOwn(who)) void expectFrom(conversation);
		setting.onConnection(connection, who);
		setting.onChange();
		return connection;
	}

	/** Another laptop of one's own says which spaces there are. */
	async function expectFrom(conversation: Conversation): Promise<void> {
		try {
			const answered = await conversation.mySpaces();
			for (const space of wishes.toExpect("ok" in answered ? answered.ok : [], null)) await spaces.expect(space, null);
			present.get(conversation.counterpart.device)?.connection.refresh();
		} catch {
			// The conversation has ended: the next one asks again.
		}
	}

	const isIdle = (one: Present): boolean => !one.wasOpened && wishes.ofPeer(one.who).length === 0;

	function letGo(one: Present): void {
		if (isIdle(one)) one.connection.end();
	}

	function progressed(who: Counterpart): void {
		const connection = present.get(who.device)?.connection;
		if (connection !== undefined && connection.progress().length > 0 && connection.isUpToDate()) {
			lastMetOf(who.device).meet();
			remember(who);
		}
		setting.onChange();
	}

	function remember({ device, person }: Counterpart): void {
		const key = `peer/${device}`;
		if (store.get(key) !== person) store.set(key, person).catch(setting.onProblem);
	}

	/** What we offer, to one of them: from what they open we learn that they know us. */
	function offeredTo(): Offered {
		return {
			...setting.offered,
			async open(who, space, invite) {
				const opened = await setting.offered.open(who, space, invite);
				const one = present.get(who.device);
				if ("ok" in opened && one !== undefined) {
					one.wasOpened = true;
					one.connection.openedByThem(space);
				}
				return opened;
			},
		};
	}

	function converse(transport: Transport, role: SessionRole): Promise<Conversation> {
		return startConversation({
			transport,
			role,
			identity,
			sodium: setting.sodium,
			after,
			offered: offeredTo(),
			room,
			onFault: setting.onProblem,
		});
	}

	/** While somebody is there by another call, this address is not called. */
	async function call(name: string, address: PeerAddress): Promise<Underway> {
		const conversation = await converse(await setting.lines.open(address), "initiator");
		const { device } = conversation.counterpart;
		const caller = callers.get(name);
		if (caller !== undefined) caller.device = device;
		take(conversation, "initiator");
		const one = present.get(device);
		if (one === undefined) throw new NothingInCommon();
		const { ended, end } = one.connection;
		return { end, ended: ended.then((error) => error ?? (isIdle(one) ? new NothingInCommon() : null)) };
	}

	function addCaller(address: PeerAddress, isGiven: boolean): void {
		const name = nameOf(address);
		if (callers.has(name)) return;
		const trying = keepTrying({
			begin: () => call(name, address),
			after,
			clock: setting.clock,
			random: setting.random,
			onState: setting.onChange,
		});
		callers.set(name, { trying, device: null, isGiven });
		if (!isPaused) trying.start();
	}

	function refreshCallers(): void {
		for (const peer of seen) addCaller({ kind: "peer", ...peer }, false);
		const names = new Set(seen.map(nameOf));
		for (const [name, { trying, isGiven, device }] of callers) {
			const isThere = device !== null && present.has(device);
			if (isGiven || names.has(name) || isThere) continue;
			trying.stop();
			callers.delete(name);
		}
	}

	return {
		all() {
			const known = new Map(store.all("peer/").map(({ key, value }) => [key.slice("peer/".length), String(value)]));
			for (const { who } of present.values()) if (wishes.ofPeer(who).length > 0) known.set(who.device, who.person ?? "");
			return [...known].map(([device, person]) => ({
				device,
				person,
				connection: present.get(device)?.connection ?? null,
				lastMet: lastMetOf(device),
			}));
		},
		async meet(address) {
			addCaller(address, true);
			callers.get(nameOf(address))?.trying.hurry("now");
		},
		found(peers) {
			seen = peers;
			refreshCallers();
		},
		called(line) {
			if (isPaused || unknown >= MOST_UNKNOWN) {
				line.end("busy");
				return;
			}
			unknown += 1;
			converse(line, "responder")
				.finally(() => {
					unknown -= 1;
				})
				.then(
					(conversation) => void take(conversation, "responder"),
					() => undefined,
				);
		},
		refresh() {
			for (const { connection } of present.values()) connection.refresh();
			for (const { trying } of callers.values()) trying.hurry("now");
		},
		pause() {
			isPaused = true;
			for (const { trying } of callers.values()) trying.stop();
			for (const { connection } of present.values()) connection.end();
		},
		resume() {
			isPaused = false;
			for (const { trying } of callers.values()) trying.start();
		},
		hurry() {
			for (const { trying } of callers.values()) trying.hurry("now");
		},
	};
}
