/**
 * The exchange of spaces with a remote, by whatever carries the conversation: catches up in both directions, then follows
 * what is new. What was done is kept as marks, so that after a break it goes on from there.
 */
import type { KeyPair } from "../sodium";
import { LARGEST_FROM } from "./channel";
import type { Conversation } from "./conversation";
import { ConversationEnded, type Ending } from "./endings";
import { askPatiently, type Exchange, ExchangeRefused } from "./exchange";
import { type ConversationRefusal, MOST_SPACES, type OpenedSpace } from "./messages";
import { mayLackWhatItGave, numberingNow } from "./numberings";
import { createGate } from "./pipeline";
import type { After, Marks, OwnCopy } from "./ports";
import { createReceiving, type Receiving } from "./receiving";
import { createSending, type Sending } from "./sending";

/** A space that this remote may know of. Whom it may be exchanged with is for the caller to say: to ask for it names it. */
export interface CarriedSpace {
	readonly space: string;
	/** The key of an invite to it, while one is no member yet. */
	readonly invite: KeyPair | null;
	/** Whether to bring what one has to a remote that knows no such space, or not us: true for a server that was chosen for it. */
	readonly mayBring: boolean;
}

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

export interface Carrying {
	progress(): readonly SpaceProgress[];
	/** Carries these too; one that is carried already is opened again. */
	add(spaces: readonly CarriedSpace[]): void;
	/** Exchanges nothing more in these. */
	drop(spaces: readonly string[]): void;
	/** Begins nothing new until `resume`; what is under way is finished. */
	pause(): void;
	resume(): void;
	/** Resolves when the conversation has ended; `error` when one's own copy failed, which ends it. Never rejects. */
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

interface Carried {
	readonly wish: CarriedSpace;
	state: SpaceProgress["state"];
	refused: ConversationRefusal | null;
	directions: { readonly receiving: Receiving; readonly sending: Sending | null } | null;
	readonly busy: Set<Receiving | Sending>;
	/** Nothing is offered until it is known what the remote has. */
	looksFirst: boolean;
	opened: number;
	hasBrought: boolean;
}

export function carry({ conversation, copy, after, spaces, otherCarries, onProgress }: CarrySetting): Carrying {
	const remote = conversation.counterpart.device;
	const carried = new Map<string, Carried>();
	const gates = { receiving: createGate(AT_A_TIME), sending: createGate(AT_A_TIME) };
	let paused: { readonly over: Promise<void>; readonly end: () => void } | null = null;
	let failure: unknown = null;
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

	function exchangeOf(opened: Extract<OpenedSpace, { is: "open" }>, known: Marks | null): Exchange {
		const name = numberingNow(opened, known);
		const isSame = known !== null && known.numbering === name && known.received <= opened.last;
		return {
			space: opened.space,
			conversation,
			copy,
			after,
			origin: { remote, numbering: name },
			marks: isSame ? { ...known } : { numbering: name, received: 0, sent: 0 },
			there: new Set(),
			isInvited: opened.role === "invited",
			goOn: () => paused?.over ?? Promise.resolve(),
			changed,
		};
	}

	async function openAll(wishes: readonly CarriedSpace[]): Promise<void> {
		for (let at = 0; at < wishes.length; at += MOST_SPACES) {
			const part = wishes.slice(at, at + MOST_SPACES);
			await paused?.over;
			const names = part.map(({ space }) => space);
			const [opened, marks] = await Promise.all([openPart(part), copy.marks(remote, names)]);
			for (const [index, one] of opened.entries()) begin(one, marks[index] ?? null);
		}
		changed();
	}

	/** A refusal of the whole question is one of each space. */
	async function openPart(part: readonly CarriedSpace[]): Promise<readonly OpenedSpace[]> {
		try {
			return await askPatiently(after, () => conversation.open(part));
		} catch (error) {
			if (!(error instanceof ExchangeRefused)) throw error;
			return part.map(({ space }) => ({ is: "refused", space, why: error.why }));
		}
	}

	function begin(opened: OpenedSpace, marks: Marks | null): void {
		const one = carried.get(opened.space);
		if (one === undefined) return;
		if (opened.is === "refused") {
			one.directions = null;
			if (opened.why === "no-such-space" && one.wish.mayBring && !one.hasBrought) void guarded(() => bring(one));
			else refuse(one, opened.why);
			return;
		}
		const exchange = exchangeOf(opened, marks);
		one.refused = null;
		one.looksFirst = mayLackWhatItGave(exchange.origin.numbering, marks);
		// Whoever is only invited brings their way in: nobody fetches it from a stranger.
		const fetchesOurs = otherCarries && opened.role !== "invited";
		one.directions = {
			receiving: createReceiving(exchange, opened.last),
			sending: fetchesOurs ? null : createSending(exchange, () => run(one)),
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
		if ("ok" in pushed && pushed.ok.some(({ is }) => is === "kept")) await openAll([one.wish]);
		else refuse(one, "refused" in pushed ? pushed.refused : "no-such-space");
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
		for (const name of ["receiving", "sending"] as const) {
			const direction = directions[name];
			if (direction === null || one.busy.has(direction) || !direction.isBehind()) continue;
			// What it lists need not be offered to it.
			if (name === "sending" && one.looksFirst && (one.busy.has(directions.receiving) || directions.receiving.isBehind())) continue;
			if (name === "sending") one.looksFirst = false;
			one.busy.add(direction);
			void guarded(() => gates[name](() => runDirection(one, direction))).then(() => {
				if (one.directions === directions) run(one);
				changed();
			});
		}
		const isStill = [directions.receiving, directions.sending].every((direction) => direction === null || !one.busy.has(direction));
		one.state = one.refused !== null ? "refused" : isStill ? "up-to-date" : "exchanging";
	}

	/** One that was refused stays busy for a while, and is tried again then. */
	async function runDirection(one: Carried, direction: Receiving | Sending): Promise<void> {
		try {
			await direction.catchUp();
			one.busy.delete(direction);
		} catch (error) {
			if (!(error instanceof ExchangeRefused)) throw error;
			one.refused = error.why;
			after(TRY_AGAIN, () => {
				one.busy.delete(direction);
				one.refused = null;
				run(one);
			});
		}
	}

	function shut(one: Carried, why: ConversationRefusal): void {
		one.directions = null;
		one.opened += 1;
		one.state = "opening";
		if (one.opened <= MOST_REOPENED) void guarded(() => openAll([one.wish]));
		else refuse(one, why);
	}

	function add(wishes: readonly CarriedSpace[]): void {
		for (const wish of wishes) {
			carried.set(wish.space, {
				wish,
				state: "opening",
				refused: null,
				directions: null,
				busy: new Set(),
				looksFirst: false,
				opened: 0,
				hasBrought: false,
			});
		}
		void guarded(() => openAll(wishes));
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

	const ended = conversation.ended.then((ending) => {
		unlisten();
		resume();
		return { ending, error: failure };
	});
	add(spaces);

	return {
		progress: () => [...carried.values()].map(progressOf),
		add,
		drop(dropped) {
			for (const space of dropped) carried.delete(space);
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

function progressOf({ wish, state, refused, directions }: Carried): SpaceProgress {
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
