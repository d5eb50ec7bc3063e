/** What a server keeps: sealed envelopes and files, and who is let in. Two implementations pass one suite. */
import type { Lane } from "../../shared/model/item";
import type { ChainLink, ChainTip } from "../../shared/protocol/chain";
import type { BlobCopy, Entry } from "../../shared/protocol/conversation/messages";

export type Registration = "open" | "invite-only" | "closed";

/** How many bytes one person may bring, and one space may have. */
export interface Quotas {
	readonly person: number;
	readonly space: number;
}

export interface ServerSettings {
	/** Random name of the numbering of all spaces (R15). */
	readonly numbering: string;
	/** The seed of the server's own device key. */
	readonly deviceSeed: Uint8Array;
	readonly adminTokenHash: Uint8Array | null;
	readonly registration: Registration;
	readonly quotas: Quotas;
}

export interface SpaceState {
	readonly last: number;
	/** Position of the last envelope on the membership lane; 0: none, there is no such space. */
	readonly membershipLast: number;
	readonly bytes: number;
}

/** An envelope on its way into the store. */
export interface Arrived {
	readonly id: string;
	/** Hex of the author's device. */
	readonly device: string;
	readonly number: number;
	readonly lane: Lane;
	readonly heads: readonly string[];
	readonly bytes: Uint8Array;
}

export interface StoredEnvelope extends Entry {
	/** A device that has it: the one that wrote it, or that brought it. */
	readonly device: string;
	readonly lane: Lane;
	/** Left out when it is larger than was asked for. */
	readonly bytes: Uint8Array | null;
}

/** A space while nobody else can write in it. What is written is kept when the whole is committed. */
export interface SpaceWriting {
	readonly state: SpaceState;
	/** Bytes that whoever writes has brought to this server. */
	readonly brought: number;
	positionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
	/** The envelope of a device with the highest number. */
	tip(device: string): Promise<ChainTip | null>;
	link(id: string): Promise<ChainLink | null>;
	/** Bytes of envelopes on the membership lane after a position, ascending. */
	membershipAfter(position: number): Promise<readonly Uint8Array[]>;
	/** Keeps envelopes in this order, at positions without a hole, and gives the first. Once in a writing. */
	keep(envelopes: readonly Arrived[]): Promise<number>;
	/** Notes who is in the space, for `spacesOf`. */
	noteMembers(persons: readonly string[], removedDevices: readonly string[]): Promise<void>;
}

export type BlobPutOutcome =
	| { readonly is: "arrived"; readonly arrived: number }
	| { readonly is: "refused"; readonly why: "wrong-part" | "quota" };

/** News for every process that works on the store. */
export type Told =
	| { readonly is: "entries"; readonly space: string; readonly last: number }
	| { readonly is: "presence"; readonly space: string; readonly sealed: Uint8Array };

export interface RegistrationInvite {
	readonly name: string;
	readonly usesLeft: number;
	/** Milliseconds since 1970. */
	readonly ends: number;
}

/** Every method throws StoreFailure when the store cannot do it. What was promised is on disk. */
export interface ServerStore {
	settings(): Promise<ServerSettings>;
	changeSettings(change: Partial<Pick<ServerSettings, "adminTokenHash" | "registration" | "quotas">>): Promise<void>;
	/** Gives the numbering another random name. */
	renameNumbering(): Promise<void>;
	/** Sets the hash of the admin token where there is none; false when there was one. */
	claimAdminToken(hash: Uint8Array): Promise<boolean>;

	isRegistered(person: string): Promise<boolean>;
	register(person: string): Promise<void>;
	/** Uses up one use of an invite and registers; false when there is none that counts. */
	registerByInvite(person: string, tokenHash: Uint8Array): Promise<boolean>;
	addRegistrationInvite(tokenHash: Uint8Array, invite: RegistrationInvite): Promise<void>;
	registrationInvites(): Promise<readonly RegistrationInvite[]>;
	dropRegistrationInvite(name: string): Promise<boolean>;
	totals(): Promise<{ readonly people: number; readonly spaces: number; readonly envelopes: number; readonly bytes: number }>;

	/** Null when there is no such space. */
	space(space: string): Promise<SpaceState | null>;
	/** Writes in a space for a person, on whose account it is. */
	writeSpace<Value>(
		space: string,
		person: string,
		work: (writing: SpaceWriting) => Promise<{ readonly commit: boolean; readonly value: Value }>,
	): Promise<Value>;
	membershipAfter(space: string, position: number): Promise<readonly Uint8Array[]>;
	/** Ascending; of one lane, or of all. */
	list(space: string, after: number, limit: number, lane: Lane | null): Promise<readonly Entry[]>;
	/** The same with bytes, where an envelope has at most `withBytesUpTo` of them. */
	read(space: string, after: number, limit: number, withBytesUpTo: number): Promise<readonly StoredEnvelope[]>;
	/** Bytes of envelopes by id in the order asked for, up to `most` bytes in all but at least one that is there. */
	fetch(space: string, ids: readonly string[], most: number, lane: Lane | null): Promise<readonly Uint8Array[]>;
	/** Spaces with this person among the members, and this device not removed. */
	spacesOf(person: string, device: string, limit: number): Promise<readonly string[]>;

	/** The copies of each: whole ones, and what this device has sent so far; this person's first, then the oldest, `MOST_COPIES` at most. */
	findBlobs(
		space: string,
		who: { readonly person: string; readonly device: string },
		names: readonly string[],
	): Promise<readonly (readonly BlobCopy[])[]>;
	/** Bytes of a person's whole copy from a place on, at most `most`; null when there is none or it is not whole. */
	readBlob(
		space: string,
		name: string,
		by: string,
		from: number,
		most: number,
	): Promise<{ readonly total: number; readonly bytes: Uint8Array } | null>;
	putBlob(part: {
		readonly space: string;
		readonly name: string;
		readonly person: string;
		readonly device: string;
		readonly total: number;
		readonly from: number;
		readonly bytes: Uint8Array;
		readonly quotas: Quotas;
	}): Promise<BlobPutOutcome>;
	/** Forgets files that stopped arriving before this time (milliseconds since 1970); how many. */
	dropStaleBlobs(before: number): Promise<number>;

	/** Tells the other processes. Presence that is too large to pass on stays in this one. */
	tell(presence: { readonly space: string; readonly sealed: Uint8Array }): Promise<void>;
	/** Hears what was kept, by all processes, and what the others tell. `onGap`: some may have been missed. */
	hear(listener: { readonly onTold: (told: Told) => void; readonly onGap: () => void }): Promise<() => Promise<void>>;
	/** Resolves when the store answers. */
	check(): Promise<void>;
	close(): Promise<void>;
}
