/** A space that is exchanged with a remote, and how that stands. */
import type { KeyPair } from "../sodium";
import type { Exchange } from "./exchange";
import type { ConversationRefusal } from "./messages";
import type { Receiving } from "./receiving";
import type { Sending } from "./sending";

/** A space that this remote may know of. Whom it may be exchanged with is for the caller to say: to ask for it names it. */
export interface CarriedSpace {
	readonly space: string;
	/** The key of an invite to it, while one is no member yet. */
	readonly invite: KeyPair | null;
	/** Whether to bring what one has to a remote that knows no such space, or not us: true for a server that was chosen for it. */
	readonly mayBring: boolean;
}

/** How the exchange of a space stands. */
export interface SpaceProgress {
	readonly space: string;
	readonly state: "opening" | "exchanging" | "up-to-date" | "refused";
	/** Why the remote refuses the space, or something in it; null when it does not. */
	readonly refused: ConversationRefusal | null;
	/** At most so many envelopes are still to come. */
	readonly toReceive: number;
	/** About so many are still to go. */
	readonly toSend: number;
	/** In this conversation: taken here; of these not accepted here; listed but not given by the remote. */
	readonly received: number;
	readonly refusedHere: number;
	readonly withheld: number;
	/** In this conversation: there now; not accepted there; waiting for something that the remote lacks. */
	readonly sent: number;
	readonly refusedThere: number;
	readonly waitingThere: number;
}

/** One opening of a space: both directions of its exchange, until it is opened again. */
export interface Directions {
	readonly exchange: Exchange;
	readonly receiving: Receiving;
	readonly sending: Sending | null;
	/** Those that have something to do, or are to be tried again. */
	readonly busy: Set<Receiving | Sending>;
	/** Begins nothing more. */
	end(): void;
}

export interface Carried {
	wish: CarriedSpace;
	state: SpaceProgress["state"];
	refused: ConversationRefusal | null;
	directions: Directions | null;
	/** Nothing is offered until it is known what the remote has. */
	looksFirst: boolean;
	opened: number;
	hasBrought: boolean;
	/** Ids of what was brought and is there, until the space is open. */
	brought: readonly string[];
}

/** Whether it is exchanged as a member's, and nothing stands in the way. */
export function isMembers({ state, directions }: Carried): boolean {
	return (state === "exchanging" || state === "up-to-date") && directions !== null && !directions.exchange.isInvited;
}

export function newlyCarried(wish: CarriedSpace): Carried {
	return { wish, state: "opening", refused: null, directions: null, looksFirst: false, opened: 0, hasBrought: false, brought: [] };
}

export function progressOf({ wish, state, refused, directions }: Carried): SpaceProgress {
	const [receiving, sending] = [directions?.receiving, directions?.sending];
	return {
		space: wish.space,
		state,
		refused,
		toReceive: receiving?.left() ?? 0,
		toSend: sending?.left() ?? 0,
		received: receiving?.counts.taken ?? 0,
		refusedHere: receiving?.counts.refused ?? 0,
		withheld: receiving?.counts.withheld ?? 0,
		sent: sending?.counts.sent ?? 0,
		refusedThere: sending?.counts.refused ?? 0,
		waitingThere: sending?.counts.waiting ?? 0,
	};
}
