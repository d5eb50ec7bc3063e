/**
 * The exchange of spaces with a remote, by whatever carries the conversation: catches up in both directions, then follows
 * what is new. What was done is kept as marks, so that after a break it goes on from there.
 */
import { type Carried, type CarriedSpace, type Directions, isMembers, newlyCarried, progressOf, type SpaceProgress } from "./carried-space";
import { LARGEST_FROM } from "./channel";
import type { Conversation } from "./conversation";
import { ConversationEnded, type Ending } from "./endings";
import { askPatiently, type Exchange, ExchangeOver, ExchangeRefused } from "./exchange";
import { keptMarks } from "./kept-marks";
import { type ConversationRefusal, MOST_SPACES, type OpenedSpace } from "./messages";
import { mayLackWhatItGave, numberingNow } from "./numberings";
import { createGate } from "./pipeline";
import type { After, Marks, OwnCopy } from "./ports";
import { createReceiving, type Receiving } from "./receiving";
import { createSending, type Sending } from "./sending";

export type { CarriedSpace, SpaceProgress } from "./carried-space";

export interface CarrySetting {
	readonly conversation: Conversation;
	readonly copy: OwnCopy;
	readonly after: After;
	readonly spaces: readonly CarriedSpace[];
	/** Whether the other side carries too, as a peer does and a server does not: then each fetches, and nothing need be sent. */
	readonly otherCarries: boolean;
	/** Called when `progress` says something new. */
	readonly onProgress?: () => void;
}

export interface Carrying {
	progress(): readonly SpaceProgress[];
	/** Carries these too; one that is carried already is opened again, unless it is being exchanged as a member's. */
	add(spaces: readonly CarriedSpace[]): void;
	/** Exchanges nothing more in these. */
	drop(spaces: readonly string[]): void;
	/** Begins nothing new until `resume`; what is under way is finished. */
	pause(): void;
	resume(): void;
	/** Resolves when the conversation has ended and what had come is taken and noted; `error` when one's own copy failed, which ends it. Never rejects. */
	readonly ended: Promise<{ readonly ending: Ending; readonly error: unknown }>;
}

/** Spaces in exchange at a time, in each direction. */
const AT_A_TIME = 4;
/** Bytes of envelopes that come with a space to a remote to which one is a stranger: they and what is around them are one message of a stranger. */
const BROUGHT_BYTES = LARGEST_FROM.stranger - 64 * 1024;
/** What a remote refused is tried again after a minute. */
const TRY_AGAIN = 60_000;
/** Refusals of a new space that may pass by themselves. */
const MAY_PASS: readonly ConversationRefusal[] = ["quota", "disk-full", "busy", "too-fast", "failed"];
/** So often a remote may shut one space in a conversation. */
const MOST_REOPENED = 20;

export function carry({ conversation, copy, after, spaces, otherCarries, onProgress }: CarrySetting): Carrying {
	const remote = conversation.counterpart.device;
	const carried = new Map<string, Carried>();
	const gates = { receiving: createGate(AT_A_TIME), sending: createGate(AT_A_TIME) };
	let paused: { readonly over: Promise<void>; readonly end: () => void } | null = null;
	let failure: unknown = null;
	/** What is being done: the next conversation begins where this one really ended. */
	const underWay = new Set<Promise<void>>();
	/** How far exchanges came that others take the place of. */
	const left = new Set<Promise<void>>();
	const changed = (): void => onProgress?.();

	/** Does something that may end with the conversation; a failure of our own ends it. */
	async function guarded(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (error instanceof ConversationEnded) return;
			failure ??= error;
			conversation.end("failed", String(error));
		}
	}

	function exchangeOf(opened: Extract<OpenedSpace, { is: "open" }>, known: Marks | null, isOver: () => boolean): Exchange {
		const { space } = opened;
		const name = numberingNow(opened, known);
		const isSame = known !== null && known.numbering === name && known.received <= opened.last;
		return {
			space,
			conversation,
			copy,
			after,
			origin: { remote, numbering: name },
			marks: keptMarks(isSame ? known : { numbering: name, received: 0, sent: 0 }, (marks) => copy.keepMarks(remote, space, marks)),
			there: new Set(carried.get(space)?.brought),
			isInvited: opened.role === "invited",
			async goOn() {
				await paused?.over;
				if (isOver()) throw new ExchangeOver();
			},
			changed,
		};
	}

	async function openAll(wishes: readonly CarriedSpace[]): Promise<void> {
		for (let at = 0; at < wishes.length; at += MOST_SPACES) {
			const part = wishes.slice(at, at + MOST_SPACES);
			await paused?.over;
			const names = part.map(({ space }) => space);
			await Promise.all(left);
			const [opened, marks] = await Promise.all([openPart(part), copy.marks(remote, names)]);
			for (const [index, one] of opened.entries()) begin(one, marks[index] ?? null);
		}
		changed();
	}

	/** Begins nothing more in what a space is exchanged by. */
	function leave(one: Carried): void {
		const { directions } = one;
		if (directions === null) return;
		one.directions = null;
		directions.end();
		const settled = directions.exchange.marks.settled();
		left.add(settled);
		void settled.catch(() => undefined).then(() => left.delete(settled));
	}

	/** A refusal of the whole question is one of each space. */
	async function openPart(part: readonly CarriedSpace[]): Promise<readonly OpenedSpace[]> {
		try {
			return await askPatiently({ conversation, after }, () => conversation.open(part));
		} catch (error) {
			if (!(error instanceof ExchangeRefused)) throw error;
			return part.map(({ space }) => ({ is: "refused", space, why: error.why }));
		}
	}

	function begin(opened: OpenedSpace, marks: Marks | null): void {
		const one = carried.get(opened.space);
		if (one === undefined) return;
		leave(one);
		if (opened.is === "refused") {
			if (opened.why === "no-such-space" && one.wish.mayBring && !one.hasBrought) void guarded(() => bring(one));
			else refuse(one, opened.why);
			return;
		}
		let isOver = false;
		const exchange = exchangeOf(opened, marks, () => isOver);
		one.brought = [];
		// Out of it one still learns why, and that is all.
		one.refused = opened.role === "former" ? "no-such-space" : null;
		one.looksFirst = mayLackWhatItGave(exchange.origin.numbering, marks);
		// Whoever is only invited brings their way in: nobody fetches it from a stranger.
		const fetchesOurs = otherCarries && opened.role !== "invited";
		one.directions = {
			exchange,
			receiving: createReceiving(exchange, opened.last),
			sending: fetchesOurs || opened.role === "former" ? null : createSending(exchange, () => run(one)),
			busy: new Set(),
			end() {
				isOver = true;
				exchange.marks.end();
			},
		};
		run(one);
	}

	function refuse(one: Carried, why: ConversationRefusal): void {
		one.state = "refused";
		one.refused = why;
	}

	/** Brings the remote the first of what one has; when it takes any of that, it lets us in. */
	async function bring(one: Carried): Promise<void> {
		const { space } = one.wish;
		one.hasBrought = true;
		const { envelopes } = await copy.toPush(space, { remote, numbering: "" }, 0, BROUGHT_BYTES);
		const bytes = envelopes.map((envelope) => envelope.bytes);
		const pushed = bytes.length === 0 ? { refused: "no-such-space" as const } : await conversation.push(space, bytes);
		if ("ok" in pushed && pushed.ok.some(({ is }) => is === "kept")) {
			one.brought = envelopes.flatMap(({ id }, at) => (pushed.ok[at]?.is === "kept" ? [id] : []));
			await openAll([one.wish]);
		} else refuse(one, "refused" in pushed ? pushed.refused : "no-such-space");
		if (one.refused !== null && MAY_PASS.includes(one.refused)) {
			after(TRY_AGAIN, () => {
				one.hasBrought = false;
				void guarded(() => openAll([one.wish]));
			});
		}
		changed();
	}

	/** Runs what there is to do in both directions, each once at a time. */
	function run(one: Carried): void {
		const { directions } = one;
		if (directions === null) return;
		const { busy, receiving } = directions;
		for (const name of ["receiving", "sending"] as const) {
			const direction = directions[name];
			if (direction === null || busy.has(direction) || !direction.isBehind()) continue;
			// What it lists need not be offered to it.
			if (name === "sending" && one.looksFirst && (busy.has(receiving) || receiving.isBehind())) continue;
			if (name === "sending") one.looksFirst = false;
			busy.add(direction);
			const running = guarded(() => gates[name](() => runDirection(one, directions, direction))).then(() => {
				underWay.delete(running);
				if (one.directions === directions) run(one);
				changed();
			});
			underWay.add(running);
		}
		one.state = one.refused !== null ? "refused" : busy.size === 0 ? "up-to-date" : "exchanging";
	}

	/** One that was refused stays busy for a while, and is tried again then. */
	async function runDirection(one: Carried, { exchange, busy }: Directions, direction: Receiving | Sending): Promise<void> {
		try {
			await direction.catchUp().finally(() => exchange.marks.settled());
			busy.delete(direction);
		} catch (error) {
			if (error instanceof ExchangeOver) return;
			if (!(error instanceof ExchangeRefused)) throw error;
			one.refused = error.why;
			after(TRY_AGAIN, () => {
				busy.delete(direction);
				one.refused = null;
				run(one);
			});
		}
	}

	function shut(one: Carried, why: ConversationRefusal): void {
		leave(one);
		one.opened += 1;
		one.state = "opening";
		if (one.opened <= MOST_REOPENED) void guarded(() => openAll([one.wish]));
		else refuse(one, why);
	}

	function add(wishes: readonly CarriedSpace[]): void {
		const toOpen: CarriedSpace[] = [];
		for (const wish of wishes) {
			const one = carried.get(wish.space);
			if (one !== undefined && isMembers(one)) {
				one.wish = wish;
				continue;
			}
			if (one !== undefined) leave(one);
			carried.set(wish.space, newlyCarried(wish));
			toOpen.push(wish);
		}
		void guarded(() => openAll(toOpen));
	}

	conversation.onTold((told) => {
		const one = carried.get(told.space);
		if (one === undefined) return;
		if (told.is === "shut") shut(one, told.why);
		if (told.is !== "news") return;
		one.directions?.receiving.news(told.entries, told.envelopes);
		one.directions?.sending?.keptThere();
		run(one);
	});
	const unlisten = copy.onNew((space) => {
		const one = carried.get(space);
		if (one === undefined) return;
		one.directions?.sending?.wake();
		run(one);
	});

	function resume(): void {
		paused?.end();
		paused = null;
	}

	const ended = conversation.ended.then(async (ending) => {
		unlisten();
		resume();
		while (underWay.size > 0) await Promise.allSettled(underWay);
		return { ending, error: failure };
	});
	add(spaces);

	return {
		progress: () => [...carried.values()].map(progressOf),
		add,
		drop(dropped) {
			for (const space of dropped) {
				const one = carried.get(space);
				if (one !== undefined) leave(one);
				carried.delete(space);
			}
			void guarded(async () => void (await conversation.close(dropped)));
		},
		pause() {
			if (paused !== null) return;
			let end: () => void = () => undefined;
			const over = new Promise<void>((resolve) => {
				end = resolve;
			});
			paused = { over, end };
		},
		resume,
		ended,
	};
}
