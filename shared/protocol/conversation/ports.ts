/** What a conversation stands on: a carrier below it, and what each side keeps. */
import type { ConversationRefusal, Entry, PushOutcome } from "./messages";

/** A carrier between two sides: delivers frames whole and in order, or breaks. */
export interface Transport {
	/** Queues a frame. Resolves when more may be sent, so that nobody fills the memory of a slow line. */
	send(frame: Uint8Array): Promise<void>;
	onFrame(listener: (frame: Uint8Array) => void): void;
	/** Told once, when the line has ended for whatever reason. */
	onEnd(listener: (why: string) => void): void;
	end(why: string): void;
}

/** Who is at the other end, after their proof. */
export interface Counterpart {
	/** Hex of the device's key. */
	readonly device: string;
	/** Hex of the person's key; null for a server. */
	readonly person: string | null;
}

export type Answered<Value> = { readonly ok: Value } | { readonly refused: ConversationRefusal };

/** What one side offers the other: the answers to its questions. A server and an app implement it; both pass one suite. */
export interface Offered {
	/** The role of the other side in a space, and what the space has; a stranger is refused as if there were no such space (R17). */
	open(
		who: Counterpart,
		space: string,
		/** An invite that the other side was seen to hold. */
		invite: string | null,
	): Promise<
		Answered<{ readonly role: "owner" | "editor" | "commenter" | "reader" | "invited"; readonly numbering: string; readonly last: number }>
	>;
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
	findBlobs(
		who: Counterpart,
		space: string,
		names: readonly string[],
	): Promise<Answered<readonly ({ readonly total: number; readonly arrived: number } | null)[]>>;
	getBlob(
		who: Counterpart,
		space: string,
		name: string,
		from: number,
	): Promise<Answered<{ readonly total: number; readonly bytes: Uint8Array }>>;
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
	/** Tells of what is new in a space that was opened, until the returned function is called. */
	follow(who: Counterpart, space: string, listener: (news: OfferedNews) => void): () => void;
	/** Passes presence on to others who have the space open. */
	presence(who: Counterpart, space: string, sealed: Uint8Array): void;
}

export type OfferedNews =
	| { readonly is: "entries"; readonly entries: readonly Entry[]; readonly envelopes: readonly Uint8Array[] }
	| { readonly is: "presence"; readonly sealed: Uint8Array }
	| { readonly is: "shut"; readonly why: ConversationRefusal };
