/** What a conversation stands on: a carrier below it, and what each side keeps. */
import type { IntakeOutcome } from "../intake";
import type { BlobCopy, ConversationRefusal, Entry, OpenedRole, PushOutcome } from "./messages";

/** A carrier between two sides: delivers frames whole and in order, or breaks. */
export interface Transport {
	/**
	 * Queues a frame, whose bytes are the carrier's from then on. Resolves when more may be sent, so that nobody fills the
	 * memory of a slow line, and at the latest when the line ends. Never rejects: that the line has ended is told by `onEnd`.
	 */
	send(frame: Uint8Array): Promise<void>;
	/**
	 * The listener takes the place of the one before. Frames that came while there was none are told then. A listener that passes
	 * frames on gives a promise, which settles when it has room for more: a carrier that can slow down the other side waits for it.
	 */
	onFrame(listener: (frame: Uint8Array) => void | Promise<void>): void;
	/** Told once, when the line has ended for whatever reason; at once when it already has. Takes the place of the one before. */
	onEnd(listener: (why: string) => void): void;
	/** Ends the line, after what was sent before where the line still allows that. No frame is told afterwards. */
	end(why: string): void;
}

/** Does something after so many milliseconds, unless the returned function is called before. */
export type After = (milliseconds: number, work: () => void) => () => void;

/** Who is at the other end, after their proof. */
export interface Counterpart {
	/** Hex of the device's key. */
	readonly device: string;
	/** Hex of the person's key; null for a server. */
	readonly person: string | null;
	/** Space → public key (hex) of an invite to it that the other side was seen to hold in this conversation. */
	readonly invites: ReadonlyMap<string, string>;
}

export type Answered<Value> = { readonly ok: Value } | { readonly refused: ConversationRefusal };

/**
 * What one side offers the other: the answers to its questions. A server and an app implement it; both pass one suite
 * (tests/contract/offered.ts). Every function looks at the right anew. Positions ascend in the order in which they can be
 * seen: nothing ever appears at a position below one that was listed or told.
 */
export interface Offered {
	/** The role of the other side in a space, and what the space has; a stranger is refused as if there were no such space (R17). */
	open(
		who: Counterpart,
		space: string,
		/** An invite that the other side was seen to hold; it is in `who.invites` too. */
		invite: string | null,
	): Promise<Answered<{ readonly role: OpenedRole; readonly numbering: string; readonly last: number }>>;
	/** Entries after a position, ascending. Whoever only holds an invite sees the membership lane. */
	list(
		who: Counterpart,
		space: string,
		after: number,
		limit: number,
	): Promise<Answered<{ readonly entries: readonly Entry[]; readonly last: number }>>;
	/** Envelopes by id, as many as fit into `GATHERED_BYTES`, but at least one that is there. */
	fetch(who: Counterpart, space: string, ids: readonly string[]): Promise<Answered<readonly Uint8Array[]>>;
	/** Takes envelopes; resolves when those kept are durable. */
	push(who: Counterpart, space: string, envelopes: readonly Uint8Array[]): Promise<Answered<readonly PushOutcome[]>>;
	/** For each name the copies: those that are whole, and what this device of theirs has brought so far; one's own before others'. */
	findBlobs(who: Counterpart, space: string, names: readonly string[]): Promise<Answered<readonly (readonly BlobCopy[])[]>>;
	getBlob(
		who: Counterpart,
		space: string,
		name: string,
		by: string,
		from: number,
	): Promise<Answered<{ readonly total: number; readonly bytes: Uint8Array }>>;
	/** Takes a part of the copy of whoever is at the other end; a whole one stays as it is. */
	putBlob(
		who: Counterpart,
		space: string,
		name: string,
		total: number,
		from: number,
		bytes: Uint8Array,
	): Promise<Answered<{ readonly arrived: number }>>;
	mySpaces(who: Counterpart): Promise<Answered<readonly string[]>>;
	register(who: Counterpart, token: string): Promise<Answered<true>>;
	/**
	 * Tells of everything in a space after a position (the `last` of `open`), in order and without a hole, until the returned
	 * function is called or `shut` was told: the right has changed, it is to be opened again. Nothing is told that this
	 * counterpart may not list. What came from its device comes without its bytes.
	 */
	follow(who: Counterpart, space: string, listener: (news: OfferedNews) => void, after: number): () => void;
	/** Passes presence on to others who follow the space, if this one may be there. */
	presence(who: Counterpart, space: string, sealed: Uint8Array): void;
}

export type OfferedNews =
	| { readonly is: "entries"; readonly entries: readonly Entry[]; readonly envelopes: readonly Uint8Array[] }
	| { readonly is: "presence"; readonly sealed: Uint8Array }
	| { readonly is: "shut"; readonly why: ConversationRefusal };

/** Whose numbering of a space: what came from there need not be sent back. */
export interface Origin {
	/** Hex of the remote's device key. */
	readonly remote: string;
	readonly numbering: string;
}

/** How far one is with a remote in a space. */
export interface Marks {
	/** Name of the remote's numbering that `received` is of. */
	readonly numbering: string;
	/** Everything of the remote up to this position is here. */
	readonly received: number;
	/** Everything of one's own up to this position is there. */
	readonly sent: number;
}

/** Envelopes of one's own copy for a remote. */
export interface Outgoing {
	readonly envelopes: readonly { readonly position: number; readonly id: string; readonly bytes: Uint8Array }[];
	/** One's own numbering is covered up to here by this answer: what is left out need not be sent. */
	readonly upTo: number;
	/** How many are left after these; may be a little off. */
	readonly left: number;
}

/** One's own copy of the spaces, as the exchange sees it. */
export interface OwnCopy {
	/** For each space how far one is with a remote; null when they have not met. */
	marks(remote: string, spaces: readonly string[]): Promise<readonly (Marks | null)[]>;
	/** Keeps marks. They may be lost with a sudden end: then something is listed or sent again. */
	keepMarks(remote: string, space: string, marks: Marks): Promise<void>;
	/** Which of these are not here in whatever state, in the order given. */
	lacks(space: string, ids: readonly string[]): Promise<readonly string[]>;
	/** Takes envelopes as they come, notes their origin, and resolves when all of it is durable. Calls may overlap. */
	takeIn(space: string, envelopes: readonly Uint8Array[], origin: Origin): Promise<readonly IntakeOutcome[]>;
	/**
	 * What one has after a position of one's own numbering, without what came from that origin or was pushed by it, and nothing for a remote
	 * without a right in the space: in an order in which what others rest on goes first; at most `room` bytes, but at least one.
	 */
	toPush(space: string, origin: Origin, after: number, room: number): Promise<Outgoing>;
	/** The remote does not take an envelope: to be named to the person. */
	notTaken(remote: string, space: string, id: string, why: string): Promise<void>;
	/** Tells of spaces in which something is new, whoever brought it, until the returned function is called. */
	onNew(listener: (space: string) => void): () => void;
}
