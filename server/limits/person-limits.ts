import { createTokenBucket, type TokenBucket } from "./token-bucket";

/** What one person may ask of one process, all their connections together. */
export interface PersonRates {
	readonly questionsPerSecond: number;
	readonly bytesPerSecond: number;
	/** Tries to register in a minute. */
	readonly registrationsPerMinute: number;
}

export type Passage = "passed" | "too-fast";

export interface PersonLimits {
	/** Waits its turn where the wait is short; otherwise says so. */
	question(person: string, bytes: number): Promise<Passage>;
	/** For what may be dropped: never waits. */
	notice(person: string): Passage;
	registration(person: string): Passage;
}

interface Buckets {
	readonly questions: TokenBucket;
	readonly bytes: TokenBucket;
	readonly registrations: TokenBucket;
}

/** Seconds of its rate that somebody quiet may use at once. */
const SAVED_SECONDS = 10;
/** Milliseconds that somebody waits rather than to be sent away: a large upload is slowed down, not broken off. */
const LONGEST_WAIT = 5_000;
/** Persons remembered: the longest unseen is forgotten first. */
const REMEMBERED = 10_000;

export function createPersonLimits(rates: PersonRates, now: () => number): PersonLimits {
	const known = new Map<string, Buckets>();

	function bucketsOf(person: string): Buckets {
		const buckets = known.get(person) ?? {
			questions: createTokenBucket(rates.questionsPerSecond, rates.questionsPerSecond * SAVED_SECONDS, now),
			bytes: createTokenBucket(rates.bytesPerSecond, rates.bytesPerSecond * SAVED_SECONDS, now),
			registrations: createTokenBucket(rates.registrationsPerMinute / 60, rates.registrationsPerMinute, now),
		};
		known.delete(person);
		known.set(person, buckets);
		for (const oldest of known.keys()) {
			if (known.size <= REMEMBERED) break;
			known.delete(oldest);
		}
		return buckets;
	}

	return {
		async question(person, bytes) {
			const buckets = bucketsOf(person);
			const wait = Math.max(buckets.questions.take(1), buckets.bytes.take(bytes));
			if (wait > LONGEST_WAIT) {
				// What was not done is not paid for, or nobody would ever come out of a debt by trying again.
				buckets.questions.take(-1);
				buckets.bytes.take(-bytes);
				return "too-fast";
			}
			if (wait > 0) await new Promise((settle) => setTimeout(settle, wait));
			return "passed";
		},
		notice(person) {
			const { questions } = bucketsOf(person);
			if (questions.take(1) === 0) return "passed";
			questions.take(-1);
			return "too-fast";
		},
		registration(person) {
			return bucketsOf(person).registrations.take(1) === 0 ? "passed" : "too-fast";
		},
	};
}
