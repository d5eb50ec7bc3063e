import type { ServerStore, StoredEnvelope, Told } from "../store/store";
import { accessOf, type Visitor } from "./access";
import { type Follower, tellFollower } from "./follower";
import type { KnownSpace, SpaceMemberships } from "./space-memberships";

/** Envelopes up to this size come along with the news. */
export const SMALL_ENVELOPE = 16 * 1024;
/** Entries in one piece of news. */
const ENTRIES_AT_ONCE = 100;
/** Milliseconds between two pieces of news in a space, for each follower: what comes meanwhile is told together. */
const PAUSE_FOR_EACH = 0.25;
/** Envelopes that wait in memory to be told; what is older is read from the store. */
const MOST_RECENT = 1000;
const RETRY_AFTER = 1000;

/** Who has which space open in this process, and what they are told. */
export interface Live {
	/** Follows a space from what the follower knows on, until the returned function is called. */
	follow(space: string, follower: Follower): () => void;
	/** This process has kept envelopes. */
	kept(space: string, stored: readonly StoredEnvelope[]): void;
	told(told: Told): void;
	/** Something may have been missed: looks at every space that is followed. */
	gap(): void;
	/** Passes presence on to others here who follow the space; false when this one may not be there. */
	presence(who: Visitor, space: string, sealed: Uint8Array): boolean;
	/** How many follow something. */
	size(): number;
	close(): void;
}

interface Channel {
	readonly followers: Set<Follower>;
	/** What this process has kept and not told yet, without a hole: it need not be read again. */
	recent: readonly StoredEnvelope[];
	/** Position of the statement up to which the followers' access was looked at. */
	membershipSeen: number;
	isWanted: boolean;
	/** The telling that goes on; null: none. */
	telling: Promise<void> | null;
}

export interface LivePorts {
	readonly store: ServerStore;
	readonly memberships: SpaceMemberships;
	readonly now: () => number;
	readonly onError: (error: unknown) => void;
}

export function createLive({ store, memberships, now, onError }: LivePorts): Live {
	const channels = new Map<string, Channel>();
	let isClosed = false;

	function wake(space: string, channel: Channel): void {
		channel.isWanted = true;
		channel.telling ??= tell(space, channel);
	}

	async function tell(space: string, channel: Channel): Promise<void> {
		while (channel.isWanted && channel.followers.size > 0 && !isClosed) {
			channel.isWanted = false;
			try {
				if (await tellOnce(space, channel)) channel.isWanted = true;
				await pause(channel.followers.size * PAUSE_FOR_EACH);
			} catch (error) {
				onError(error);
				channel.isWanted = true;
				await pause(RETRY_AFTER);
			}
		}
		channel.telling = null;
	}

	/** Whether there is more. The membership is looked at after what is told was read: whoever was removed before it was written does not get it. */
	async function tellOnce(space: string, channel: Channel): Promise<boolean> {
		const from = Math.min(...[...channel.followers].map(({ upTo }) => upTo));
		const stored = await after(space, channel, from);
		const known = await memberships.of(space);
		if (known?.membershipLast !== channel.membershipSeen) {
			for (const follower of [...channel.followers]) lookAtAccess(space, known, channel, follower);
			channel.membershipSeen = known?.membershipLast ?? 0;
		}
		for (const follower of [...channel.followers]) tellFollower(follower, stored);
		const told = stored.at(-1)?.position ?? from;
		channel.recent = channel.recent.filter(({ position }) => position > told);
		return stored.length > 0 && told < (known?.last ?? 0);
	}

	function lookAtAccess(space: string, known: KnownSpace | null, channel: Channel, follower: Follower): void {
		const access = known === null ? null : accessOf(space, known.membership, follower.who, now());
		if (access === follower.access) return;
		channel.followers.delete(follower);
		follower.listener({ is: "shut", why: access === null ? "no-such-space" : "not-allowed" });
	}

	async function after(space: string, { recent }: Channel, position: number): Promise<readonly StoredEnvelope[]> {
		const first = recent[0]?.position;
		if (first !== undefined && first <= position + 1) return recent.filter((one) => one.position > position).slice(0, ENTRIES_AT_ONCE);
		return store.read(space, position, ENTRIES_AT_ONCE, SMALL_ENVELOPE);
	}

	return {
		follow(space, follower) {
			const channel = channels.get(space) ?? { followers: new Set(), recent: [], membershipSeen: 0, isWanted: false, telling: null };
			channels.set(space, channel);
			channel.followers.add(follower);
			// Something may have been kept, or the right changed, since they opened it.
			channel.membershipSeen = 0;
			wake(space, channel);
			return () => {
				channel.followers.delete(follower);
				if (channel.followers.size === 0 && channels.get(space) === channel) channels.delete(space);
			};
		},
		kept(space, stored) {
			const channel = channels.get(space);
			if (channel === undefined) return;
			const isNext = channel.recent.at(-1)?.position === (stored[0]?.position ?? 0) - 1;
			channel.recent = [...(isNext ? channel.recent : []), ...stored].slice(-MOST_RECENT);
			wake(space, channel);
		},
		told(told) {
			const channel = channels.get(told.space);
			if (channel === undefined) return;
			if (told.is === "presence") passOn(channel, null, told.sealed);
			else if ([...channel.followers].some(({ upTo }) => upTo < told.last)) wake(told.space, channel);
		},
		gap() {
			for (const [space, channel] of channels) wake(space, channel);
		},
		presence(who, space, sealed) {
			const channel = channels.get(space);
			const own = [...(channel?.followers ?? [])].find((follower) => follower.who === who);
			if (channel === undefined || own === undefined || own.access === "invited") return false;
			passOn(channel, own, sealed);
			return true;
		},
		size: () => [...channels.values()].reduce((sum, { followers }) => sum + followers.size, 0),
		close() {
			isClosed = true;
			channels.clear();
		},
	};
}

function passOn(channel: Channel, own: Follower | null, sealed: Uint8Array): void {
	for (const follower of channel.followers)
		if (follower !== own && follower.access !== "invited") follower.listener({ is: "presence", sealed });
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((settle) => setTimeout(settle, milliseconds));
}
