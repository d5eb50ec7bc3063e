/** A bucket of tokens that fills by itself, up to a limit. */
export interface TokenBucket {
	/** Takes tokens, into debt where needed, and gives the milliseconds until the debt is paid; 0: at once. */
	take(tokens: number): number;
}

/** `perSecond` tokens come in, and up to `most` are saved. `now`: milliseconds of any clock that does not go back. */
export function createTokenBucket(perSecond: number, most: number, now: () => number): TokenBucket {
	let tokens = most;
	let filled = now();
	return {
		take(wanted) {
			const time = now();
			tokens = Math.min(most, tokens + ((time - filled) / 1000) * perSecond) - wanted;
			filled = time;
			return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
		},
	};
}
