/** Random numbers that are the same for the same seed (mulberry32). */
export interface Random {
	/** 0 up to, not including, 1. */
	next(): number;
	/** 0 up to, not including, `below`. */
	below(below: number): number;
	chance(probability: number): boolean;
	pick<Value>(values: readonly Value[]): Value;
	shuffled<Value>(values: readonly Value[]): Value[];
}

export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	const below = (limit: number): number => Math.floor(next() * limit);
	return {
		next,
		below,
		chance: (probability) => next() < probability,
		pick(values) {
			const value = values[below(values.length)];
			if (value === undefined) throw new RangeError("nothing to pick from");
			return value;
		},
		shuffled(values) {
			const left = [...values];
			return values.flatMap(() => left.splice(below(left.length), 1));
		},
	};
}
