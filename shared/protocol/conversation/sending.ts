/** The other direction of an exchange: what we have and the remote lacks, what others rest on first (R16). */
import { askPatiently, createPace, type Exchange, keepMarks } from "./exchange";
import { GATHERED_BYTES, type PushOutcome } from "./messages";
import { createPipeline } from "./pipeline";
import type { Outgoing } from "./ports";

/** Pushes that travel at a time; of somebody who is only invited one, because the first lets them in and what follows may be larger. */
const IN_FLIGHT = 3;

export interface Sending {
	/** Sends what is new here. Calls must not overlap. */
	catchUp(): Promise<void>;
	/** There is something new here. */
	wake(): void;
	isBehind(): boolean;
	/** About so many are still to go. */
	left(): number;
	readonly counts: { sent: number; refused: number; waiting: number };
}

export function createSending(exchange: Exchange): Sending {
	const { space, conversation, copy, after, marks, origin, there } = exchange;
	const counts = { sent: 0, refused: 0, waiting: 0 };
	/** In this conversation everything up to here was answered; the mark stays before what the remote could not take yet. */
	let settledUpTo = marks.sent;
	const pace = createPace();
	let isBehind = true;
	let left = 0;

	async function push(envelopes: Outgoing["envelopes"]): Promise<readonly PushOutcome[]> {
		if (envelopes.length === 0) return [];
		const bytes = envelopes.map((envelope) => envelope.bytes);
		const outcomes = await askPatiently(after, () => conversation.push(space, bytes));
		pace.answered();
		return outcomes;
	}

	/** Called in the order of sending: what waited for pushes before it, which had to be repeated, is sent once more. */
	async function settle(envelopes: Outgoing["envelopes"], first: readonly PushOutcome[], upTo: number): Promise<void> {
		const waited = envelopes.filter((_, index) => first[index]?.is === "waiting");
		const second = await push(waited);
		const outcomes = [...first.filter(({ is }) => is !== "waiting"), ...second];
		const settled = [...envelopes.filter((_, index) => first[index]?.is !== "waiting"), ...waited];
		for (const [index, outcome] of outcomes.entries()) {
			if (outcome.is === "waiting") counts.waiting += 1;
			else if (outcome.is === "refused") {
				counts.refused += 1;
				await copy.notTaken(origin.remote, space, settled[index]?.id ?? "", outcome.why);
			} else counts.sent += 1;
		}
		left = Math.max(0, left - envelopes.length);
		settledUpTo = upTo;
		if (counts.waiting === 0 && upTo > marks.sent) await keepMarks(exchange, { sent: upTo });
		exchange.changed();
	}

	async function sendAll(): Promise<void> {
		const pipeline = createPipeline(exchange.isInvited ? 1 : IN_FLIGHT);
		for (let from = settledUpTo; isBehind; ) {
			await exchange.goOn();
			isBehind = false;
			const { envelopes, upTo, left: further } = await copy.toPush(space, origin, from, pace.of(GATHERED_BYTES));
			if (upTo <= from) continue;
			isBehind = true;
			from = upTo;
			const lacking = envelopes.filter(({ id }) => !there.delete(id));
			left = further + lacking.length;
			await pipeline.add(
				() => push(lacking),
				(outcomes) => settle(lacking, outcomes, upTo),
			);
		}
		await pipeline.done();
	}

	return {
		counts,
		async catchUp() {
			try {
				await sendAll();
			} catch (error) {
				// What was not answered is still to be sent.
				isBehind = true;
				throw error;
			}
		},
		wake() {
			isBehind = true;
		},
		isBehind: () => isBehind,
		left: () => left,
	};
}
