/** Asks: matches answers to questions, waits no longer than is sensible, and lets no promise hang when the conversation ends. */
import type { Channel } from "./channel";
import { ConversationEnded } from "./endings";
import type { Answer, Question } from "./messages";
import { MOST_UNANSWERED } from "./messages";
import type { After, Answered } from "./ports";

type WithoutNumber<Asked> = Asked extends unknown ? Omit<Asked, "ask"> : never;
/** A question before it has a number. */
export type QuestionToAsk = WithoutNumber<Question>;
type AnswerOf<Is extends Answer["is"]> = Extract<Answer, { is: Is }>;

/** What an answer says, or what in it cannot be true. */
export type Checked<Value> = { readonly value: Value } | { readonly fault: string };

/** While an answer is due, the line is looked at every 15 seconds: */
const LOOK = 15_000;
/** after four looks, a minute, without a frame the answer is not waited for any longer, */
const SILENT_LOOKS = 4;
/** and not after ten minutes either, whatever else comes. */
const MOST_LOOKS = 40;
/** Questions that travel at a time; others wait here. */
const AT_A_TIME = MOST_UNANSWERED / 2;

export interface Asker {
	/**
	 * Asks, and gives what `check` makes of the expected answer, or the refusal. An answer of another kind or with a fault ends
	 * the conversation. Rejects with ConversationEnded when there will be no answer.
	 */
	ask<Is extends Answer["is"], Value>(
		question: QuestionToAsk,
		expected: Is,
		check: (answer: AnswerOf<Is>) => Checked<Value>,
	): Promise<Answered<Value>>;
	take(answer: Answer): void;
}

interface Pending {
	settle(answer: Answer): void;
	fail(error: ConversationEnded): void;
}

export function createAsker(channel: Channel, after: After): Asker {
	const pending = new Map<number, Pending>();
	const queue: (() => void)[] = [];
	let asked = 0;

	/** Ends the conversation when the line is silent, or the answer does not come although it is not. */
	function watch(is: string): () => void {
		let cancel: () => void = () => undefined;
		const look = (looks: number, silent: number, moved: number): void => {
			cancel = after(LOOK, () => {
				const now = channel.moved();
				const stillSilent = now === moved ? silent + 1 : 0;
				if (stillSilent === SILENT_LOOKS || looks === MOST_LOOKS) channel.end("too-slow", is);
				else look(looks + 1, stillSilent, now);
			});
		};
		look(1, 0, channel.moved());
		return () => cancel();
	}

	function start(question: QuestionToAsk, answered: (answer: Answer) => string | null, fail: (error: unknown) => void): void {
		const ask = asked;
		asked += 1;
		const unwatch = watch(question.is);
		const forget = (): void => {
			unwatch();
			pending.delete(ask);
			queue.shift()?.();
		};
		pending.set(ask, {
			settle(answer) {
				const fault = answered(answer);
				if (fault === null) forget();
				else channel.end("false-answer", `${question.is}: ${fault}`);
			},
			fail(error) {
				unwatch();
				fail(error);
			},
		});
		channel.send({ ...question, ask }).catch((error: unknown) => {
			if (!pending.has(ask)) return;
			forget();
			fail(error);
		});
	}

	void channel.ended.then((ending) => {
		const error = new ConversationEnded(ending);
		const unanswered = [...pending.values()];
		pending.clear();
		for (const { fail } of unanswered) fail(error);
		for (const go of queue.splice(0)) go();
	});

	return {
		ask(question, expected, check) {
			return new Promise((resolve, reject) => {
				const answered = (answer: Answer): string | null => {
					if (answer.is === "refused") {
						resolve({ refused: answer.why });
						return null;
					}
					if (!isOf(answer, expected)) return `answered with ${answer.is}`;
					const checked = check(answer);
					if ("fault" in checked) return checked.fault;
					resolve({ ok: checked.value });
					return null;
				};
				const go = (): void => {
					const ending = channel.ending();
					if (ending !== null) reject(new ConversationEnded(ending));
					else start(question, answered, reject);
				};
				if (pending.size < AT_A_TIME) go();
				else queue.push(go);
			});
		},
		take(answer) {
			const one = pending.get(answer.ask);
			if (one === undefined) channel.end("unasked", answer.is);
			else one.settle(answer);
		},
	};
}

function isOf<Is extends Answer["is"]>(answer: Answer, is: Is): answer is AnswerOf<Is> {
	return answer.is === is;
}
