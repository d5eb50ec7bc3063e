/** What the server offers to whoever connects: everything in the conversation, without being able to read any of it. */
import {
	BLOB_PART,
	type ConversationRefusal,
	type Entry,
	GATHERED_BYTES,
	MOST_ENTRIES,
	MOST_SPACES,
	type PushOutcome,
} from "../../shared/protocol/conversation/messages";
import type { Answered, Counterpart, Offered } from "../../shared/protocol/conversation/ports";
import { lanesOf } from "../../shared/protocol/membership/membership";
import type { PersonLimits } from "../limits/person-limits";
import type { Rules } from "../server-rules";
import { StoreFailure } from "../store/database";
import type { Arrived, ServerStore, StoredEnvelope } from "../store/store";
import type { WorkInHand } from "../work-in-hand";
import { type Access, accessOf, type Visitor } from "./access";
import { type Live, SMALL_ENVELOPE } from "./live";
import type { People } from "./people";
import type { KnownSpace } from "./space-memberships";
import { type TakingPorts, takePush } from "./taking";

/** What is counted, by names that say nothing of anybody. */
export interface Observed {
	question(is: string, refused: ConversationRefusal | null, milliseconds: number): void;
	pushed(outcomes: readonly PushOutcome[], bytes: number): void;
	failed(what: string, error: unknown): void;
}

export interface OfferedPorts extends TakingPorts {
	readonly store: ServerStore;
	readonly people: People;
	readonly rules: { current(): Promise<Rules> };
	readonly limits: PersonLimits;
	readonly live: Live;
	readonly inHand: WorkInHand;
	/** Null when there is room on the disk. */
	readonly diskRefusal: () => Promise<"disk-full" | null>;
	readonly numbering: string;
	readonly observed: Observed;
}

/** A space as a visitor may see it. */
interface Seen extends KnownSpace {
	readonly access: Access;
}

/** A space as somebody sees it who is out of it. */
interface Former {
	readonly access: "former";
	readonly entries: readonly Entry[];
	readonly last: number;
}

class Refused extends Error {
	constructor(readonly why: ConversationRefusal) {
		super(why);
	}
}

export function createOffered(ports: OfferedPorts): Offered {
	const { store, people, rules, limits, live, memberships, inHand, diskRefusal, numbering, observed, now } = ports;

	/** What visitors could see of spaces when they opened them. */
	const opened = new WeakMap<Visitor, Map<string, Access>>();

	function note(visitor: Visitor, space: string, access: Access): void {
		const spaces = opened.get(visitor) ?? new Map<string, Access>();
		opened.set(visitor, spaces.set(space, access));
	}

	/** Lets a question through when its asker may ask on this server, and answers in words whatever happens. */
	async function answer<Value>(
		is: string,
		who: Counterpart,
		bytes: number,
		work: (visitor: Visitor) => Promise<Value>,
	): Promise<Answered<Value>> {
		let refused: ConversationRefusal | null = null;
		const started = performance.now();
		const done = inHand.begin();
		if (done === null) return { refused: "busy" };
		try {
			const visitor = asVisitor(who);
			if ((await limits.question(visitor.person, bytes)) === "too-fast") throw new Refused("too-fast");
			const why = is === "register" ? null : await people.refusalOf(visitor.person);
			if (why !== null) throw new Refused(why);
			return { ok: await work(visitor) };
		} catch (error) {
			if (error instanceof Refused) refused = error.why;
			else {
				observed.failed(is, error);
				refused = error instanceof StoreFailure ? error.fault : "failed";
			}
			return { refused };
		} finally {
			done();
			observed.question(is, refused, performance.now() - started);
		}
	}

	/** Also what somebody who is out sees: the statements up to the one by which they went out. */
	async function seenByAnybody(visitor: Visitor, space: string): Promise<Seen | Former> {
		const known = await memberships.of(space);
		const access = known === null ? null : accessOf(space, known.membership, visitor, now());
		if (known !== null && access !== null) return { ...known, access };
		const visible = known?.knownToFormer(visitor.person, visitor.device) ?? null;
		if (visible === null) throw new Refused("no-such-space");
		const entries: Entry[] = [];
		for (let after = 0; ; ) {
			const page = await store.list(space, after, MOST_ENTRIES, "membership");
			entries.push(...page.filter(({ id }) => visible.has(id)));
			if (page.length === 0) return { access: "former", entries, last: entries.at(-1)?.position ?? 0 };
			after = page.at(-1)?.position ?? after;
		}
	}

	async function seen(visitor: Visitor, space: string): Promise<Seen> {
		const found = await seenByAnybody(visitor, space);
		if (found.access === "former") throw new Refused("no-such-space");
		return found;
	}

	async function seenByMember(visitor: Visitor, space: string): Promise<Seen> {
		const found = await seen(visitor, space);
		if (found.access === "invited") throw new Refused("not-allowed");
		return found;
	}

	async function mayWriteNow(): Promise<void> {
		const why = await diskRefusal();
		if (why !== null) throw new Refused(why);
	}

	return {
		open: (who, space) =>
			answer("open", who, 0, async (visitor) => {
				const found = await seenByAnybody(visitor, space);
				if (found.access === "former") {
					opened.get(visitor)?.delete(space);
					return { role: found.access, numbering, last: found.last };
				}
				const { access, last, membershipLast } = found;
				note(visitor, space, access);
				return { role: access, numbering, last: access === "invited" ? membershipLast : last };
			}),
		list: (who, space, after, limit) =>
			answer("list", who, 0, async (visitor) => {
				const found = await seenByAnybody(visitor, space);
				if (found.access === "former") {
					return { entries: found.entries.filter(({ position }) => position > after).slice(0, limit), last: found.last };
				}
				const { access, last, membershipLast } = found;
				const isInvited = access === "invited";
				return { entries: await store.list(space, after, limit, isInvited ? "membership" : null), last: isInvited ? membershipLast : last };
			}),
		fetch: (who, space, ids) =>
			answer("fetch", who, 0, async (visitor) => {
				const found = await seenByAnybody(visitor, space);
				const visible = found.access === "former" ? new Set(found.entries.map(({ id }) => id)) : null;
				const wanted = visible === null ? ids : ids.filter((id) => visible.has(id));
				return store.fetch(space, wanted, GATHERED_BYTES, visible !== null || found.access === "invited" ? "membership" : null);
			}),
		push(who, space, envelopes) {
			const bytes = envelopes.reduce((sum, envelope) => sum + envelope.length, 0);
			return answer("push", who, bytes, async (visitor) => {
				await mayWriteNow();
				const taken = await takePush(ports, visitor, space, envelopes, (await rules.current()).quotas);
				if ("refused" in taken) throw new Refused(taken.refused);
				const { outcomes, kept, first } = taken.ok;
				observed.pushed(outcomes, sizeOf(kept));
				live.kept(space, storedOf(kept, first, visitor.device));
				return outcomes;
			});
		},
		findBlobs: (who, space, names) =>
			answer("find-blobs", who, 0, async (visitor) => {
				await seenByMember(visitor, space);
				return store.findBlobs(space, visitor, names);
			}),
		getBlob: (who, space, name, by, from) =>
			answer("get-blob", who, 0, async (visitor) => {
				await seenByMember(visitor, space);
				const part = await store.readBlob(space, name, by, from, BLOB_PART);
				if (part === null) throw new Refused("no-such-blob");
				if (from > part.total) throw new Refused("wrong-part");
				return part;
			}),
		putBlob: (who, space, name, total, from, bytes) =>
			answer("put-blob", who, bytes.length, async (visitor) => {
				await mayWriteNow();
				const { access } = await seenByMember(visitor, space);
				if (access === "invited" || lanesOf(access).length === 0) throw new Refused("not-allowed");
				const { person, device } = visitor;
				const { quotas } = await rules.current();
				const put = await store.putBlob({ space, name, person, device, total, from, bytes, quotas });
				if (put.is === "refused") throw new Refused(put.why);
				return { arrived: put.arrived };
			}),
		mySpaces: (who) => answer("my-spaces", who, 0, ({ person, device }) => store.spacesOf(person, device, MOST_SPACES)),
		register: (who, token) =>
			answer("register", who, 0, async ({ person }) => {
				if (limits.registration(person) === "too-fast") throw new Refused("too-fast");
				const why = await people.register(person, token);
				if (why !== null) throw new Refused(why);
				return true as const;
			}),
		follow(who, space, listener, after) {
			const access = isVisitor(who) ? opened.get(who)?.get(space) : undefined;
			if (!isVisitor(who) || access === undefined) return () => undefined;
			return live.follow(space, { who, listener, access, upTo: after });
		},
		presence(who, space, sealed) {
			if (!isVisitor(who) || limits.notice(who.person) === "too-fast" || !live.presence(who, space, sealed)) return;
			store.tell({ space, sealed }).catch((error: unknown) => observed.failed("presence", error));
		},
	};
}

function isVisitor(who: Counterpart): who is Visitor {
	return who.person !== null;
}

/** Another server is nobody's device: it has no business here. */
function asVisitor(who: Counterpart): Visitor {
	if (isVisitor(who)) return who;
	throw new Refused("not-allowed");
}

function sizeOf(kept: readonly Arrived[]): number {
	return kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** What was kept, for those who follow: whoever pushed it has it already, whoever wrote it. */
function storedOf(kept: readonly Arrived[], first: number, device: string): readonly StoredEnvelope[] {
	return kept.map(({ id, lane, bytes }, index) => {
		return { id, device, lane, position: first + index, size: bytes.length, bytes: bytes.length <= SMALL_ENVELOPE ? bytes : null };
	});
}
