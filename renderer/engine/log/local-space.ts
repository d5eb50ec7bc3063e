/** What this device alone knows of a space: it travels nowhere. */

/** An invite that one holds and that has not counted yet. */
export interface Joining {
	/** 32 bytes: the seed of the invite's key. */
	readonly secret: Uint8Array;
	readonly state: "joining" | "not-let-in";
	/** Why it did not count; "" until then. */
	readonly why: string;
}

export interface LocalSpace {
	readonly space: string;
	/** Address of the server that keeps a copy; null: only those who meet. */
	readonly server: string | null;
	/** The membership heads under which standings were last judged. */
	readonly judgedUnder: readonly string[] | null;
	/** Links of invites that were made here, by the invite's public key. */
	readonly links: Readonly<Record<string, string>>;
	/** Set for whoever came, or comes, by an invite: its boxes hold keys. */
	readonly joining: Joining | null;
	/** Position of the log up to which the person has seen what others changed. */
	readonly seenUpTo: number;
}

export function unknownSpace(space: string): LocalSpace {
	return { space, server: null, judgedUnder: null, links: {}, joining: null, seenUpTo: 0 };
}
