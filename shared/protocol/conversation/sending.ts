/** The other direction of an exchange: what we have and the remote lacks, what others rest on first (R16). */
import { askPatiently, createPace, type Exchange, MAY_BE_TAKEN_LATER } from "./exchange";
import { GATHERED_BYTES, type PushOutcome } from "./messages";
import { createPipeline } from "./pipeline";
import type { Outgoing } from "./ports";

/** Pushes that travel at a time; of somebody who is only invited one, because the first lets them in and what follows may be larger. */
const IN_FLIGHT = 3;
/** Milliseconds until what waits there is sent again, once something was kept there; twice as long each time that nothing came of it. */
const FIRST_AGAIN = 500;
const LAST_AGAIN = 60_000;

export interface Sending {
	/** Sends what is new here. Calls must not overlap. */
	catchUp(): Promise<void>;
	/** There is something new here. */
	wake(): void;
	/** Something new is at the remote: what waits there may have waited for it. */
	keptThere(): void;
	isBehind(): boolean;
	/** About so many are still to go. */
	left(): number;
	readonly counts: { readonly sent: number; readonly refused: number; readonly waiting: number };
}

/** `onAgain`: there is something to send again. */
export function createSending(exchange: Exchange, onAgain: () => void): Sending {
	const { space, conversation, copy, after, marks, origin, there } = exchange;
	const counts = { sent: 0, refused: 0 };
	/** Ids of what the remote could not take yet. */
	const waiting = new Set<string>();
	/** Not taken now; the mark stays before them, so that they go again with the next conversation. */
	let postponed = 0;
	let again = FIRST_AGAIN;
	let isAgainDue = false;
	let isAgainPlanned = false;
	/** In this conversation everything up to here was answered; the mark stays before what the remote could not take yet, or not now. */
	let settledUpTo = marks.now.sent;
	const pace = createPace();
	let isBehind = true;
	let left = 0;

	async function push(envelopes: Outgoing["envelopes"]): Promise<readonly PushOutcome[]> {
		if (envelopes.length === 0) return [];
		const bytes = envelopes.map((envelope) => envelope.bytes);
		const outcomes = await askPatiently(exchange, () => conversation.push(space, bytes));
		pace.answered();
		return outcomes;
	}

	/** Ever more slowly while nothing comes of it: what waits for what nobody has waits for ever. */
	function keptThere(): void {
		if (waiting.size === 0 || isAgainPlanned) return;
		isAgainPlanned = true;
		after(again, () => {
			isAgainPlanned = false;
			again = Math.min(2 * again, LAST_AGAIN);
			isAgainDue = true;
			onAgain();
		});
	}

	/** Called in the order of sending: what waited for pushes before it, which had to be repeated, is sent once more. */
	async function settle(envelopes: Outgoing["envelopes"], first: readonly PushOutcome[], upTo: number): Promise<void> {
		const waited = envelopes.filter((_, index) => first[index]?.is === "waiting");
		const second = await push(waited);
		const outcomes = [...first.filter(({ is }) => is !== "waiting"), ...second];
		const settled = [...envelopes.filter((_, index) => first[index]?.is !== "waiting"), ...waited];
		for (const [index, outcome] of outcomes.entries()) {
			const id = settled[index]?.id ?? "";
			if (outcome.is === "waiting") waiting.add(id);
			else if (waiting.delete(id)) again = FIRST_AGAIN;
			if (outcome.is === "refused") {
				counts.refused += 1;
				if (MAY_BE_TAKEN_LATER.has(outcome.why)) postponed += 1;
				await copy.notTaken(origin.remote, space, id, outcome.why);
			} else if (outcome.is !== "waiting") counts.sent += 1;
		}
		left = Math.max(0, left - envelopes.length);
		settledUpTo = Math.max(settledUpTo, upTo);
		if (waiting.size === 0 && postponed === 0 && settledUpTo > marks.now.sent) marks.move({ sent: settledUpTo });
		if (outcomes.some(({ is }) => is === "kept")) keptThere();
		exchange.changed();
	}

	async function sendAll(): Promise<void> {
		const pipeline = createPipeline(exchange.isInvited ? 1 : IN_FLIGHT);
		const known = settledUpTo;
		let from = isAgainDue ? marks.now.sent : known;
		isAgainDue = false;
		isBehind = true;
		try {
			while (isBehind) {
				await exchange.goOn();
				isBehind = false;
				const { envelopes, upTo, left: further } = await copy.toPush(space, origin, from, pace.of(GATHERED_BYTES));
				if (upTo <= from) continue;
				isBehind = true;
				from = upTo;
				const lacking = envelopes.filter(({ id, position }) => (position > known ? !there.delete(id) : waiting.has(id)));
				left = further + lacking.length;
				await pipeline.add(
					() => push(lacking),
					(outcomes) => settle(lacking, outcomes, upTo),
				);
			}
		} catch (error) {
			// What was answered counts all the same, so that it need not be sent again.
			await pipeline.done().catch(() => undefined);
			throw error;
		}
		await pipeline.done();
	}

	return {
		get counts() {
			return { ...counts, waiting: waiting.size };
		},
		async catchUp() {
			try {
				await sendAll();
			} catch (error) {
				// What was not answered is still to be sent.
				isBehind = true;
				isAgainDue = waiting.size > 0;
				throw error;
			}
		},
		wake() {
			isBehind = true;
		},
		keptThere,
		isBehind: () => isBehind || isAgainDue,
		left: () => left,
	};
}
