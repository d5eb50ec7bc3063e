/** Tells those who follow a space what is new in it, in order and without a hole, and only what they may see. */
import type { Counterpart, OfferedNews } from "../../../shared/protocol/conversation/ports";
import type { LogEntry } from "../log/log-store";
import type { Access } from "./access";

/** Envelopes up to this size come along with the news; larger ones are asked for. */
const COMES_ALONG = 16_384;
/** Entries read from the log at a time. */
const AT_A_TIME = 200;
/** So much presence that was passed on is remembered. */
const REMEMBERED = 1000;

export interface FollowersParts {
	readonly accessOf: (who: Counterpart, space: string) => Access | null;
	readonly read: (space: string, after: number, limit: number) => Promise<readonly LogEntry[]>;
	/** A name for bytes: the same for the same. */
	readonly nameOf: (bytes: Uint8Array) => string;
	/** The log could not be read: whoever follows is told that the space is shut. */
	readonly onProblem: (error: unknown) => void;
}

export interface Followers {
	follow(who: Counterpart, space: string, listener: (news: OfferedNews) => void, after: number): () => void;
	/** There is something new in the space. */
	wake(space: string): void;
	/** Passes presence on to the members who follow, if `who` is one of them. */
	presence(who: Counterpart, space: string, sealed: Uint8Array): void;
}

interface Follower {
	readonly who: Counterpart;
	readonly access: Access;
	readonly listener: (news: OfferedNews) => void;
	upTo: number;
	isTelling: boolean;
	isBehind: boolean;
}

export function isVisible(access: Access, { lane }: LogEntry): boolean {
	return access !== "invited" || lane === "membership";
}

export function createFollowers({ accessOf, read, nameOf, onProblem }: FollowersParts): Followers {
	const followers = new Map<string, Set<Follower>>();
	/** Presence that was passed on: laptops that all know one another must not pass it round for ever. */
	const passedOn = new Set<string>();

	function drop(space: string, follower: Follower): void {
		const all = followers.get(space);
		all?.delete(follower);
		if (all?.size === 0) followers.delete(space);
	}

	function shut(space: string, follower: Follower, why: "no-such-space" | "not-allowed" | "failed"): void {
		drop(space, follower);
		follower.listener({ is: "shut", why });
	}

	const follows = (space: string, follower: Follower): boolean => followers.get(space)?.has(follower) === true;

	/** Whether the right is still the one with which it was opened; shuts the space otherwise. */
	function mayGoOn(space: string, follower: Follower): boolean {
		if (!follows(space, follower)) return false;
		const access = accessOf(follower.who, space);
		if (access === follower.access) return true;
		shut(space, follower, access === null ? "no-such-space" : "not-allowed");
		return false;
	}

	async function tell(space: string, follower: Follower): Promise<void> {
		while (follower.isBehind && mayGoOn(space, follower)) {
			follower.isBehind = false;
			const page = await read(space, follower.upTo, AT_A_TIME);
			// The right may have gone while the log was read.
			if (!mayGoOn(space, follower)) return;
			follower.upTo = page.at(-1)?.seq ?? follower.upTo;
			follower.isBehind ||= page.length === AT_A_TIME;
			const fresh = page.filter((entry) => isVisible(follower.access, entry));
			if (fresh.length === 0) continue;
			const along = fresh.filter(({ origin, bytes }) => origin?.remote !== follower.who.device && bytes.length <= COMES_ALONG);
			follower.listener({
				is: "entries",
				entries: fresh.map(({ seq, id, bytes }) => ({ position: seq, id, size: bytes.length })),
				envelopes: along.map(({ bytes }) => bytes),
			});
		}
	}

	function wakeOne(space: string, follower: Follower): void {
		follower.isBehind = true;
		if (follower.isTelling) return;
		follower.isTelling = true;
		tell(space, follower)
			.catch((error: unknown) => {
				onProblem(error);
				if (follows(space, follower)) shut(space, follower, "failed");
			})
			.finally(() => {
				follower.isTelling = false;
			});
	}

	return {
		follow(who, space, listener, after) {
			const access = accessOf(who, space);
			if (access === null) {
				listener({ is: "shut", why: "no-such-space" });
				return () => undefined;
			}
			const follower: Follower = { who, access, listener, upTo: after, isTelling: false, isBehind: false };
			const all = followers.get(space) ?? new Set();
			followers.set(space, all.add(follower));
			wakeOne(space, follower);
			return () => drop(space, follower);
		},
		wake(space) {
			for (const follower of followers.get(space) ?? []) wakeOne(space, follower);
		},
		presence(who, space, sealed) {
			const members = [...(followers.get(space) ?? [])].filter(({ access }) => access !== "invited");
			const name = nameOf(sealed);
			if (passedOn.has(name) || !members.some((follower) => follower.who === who)) return;
			passedOn.add(name);
			if (passedOn.size > REMEMBERED)
				for (const oldest of passedOn) {
					passedOn.delete(oldest);
					break;
				}
			for (const follower of members) if (follower.who !== who) follower.listener({ is: "presence", sealed });
		},
	};
}
