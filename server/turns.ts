/** One at a time for each key, in the order of asking. */
export interface Turns {
	take<Value>(key: string, work: () => Promise<Value>): Promise<Value>;
}

export function createTurns(): Turns {
	const last = new Map<string, Promise<unknown>>();
	return {
		take(key, work) {
			const before = last.get(key) ?? Promise.resolve();
			const mine = before.then(work);
			const settled = mine.then(
				() => undefined,
				() => undefined,
			);
			last.set(key, settled);
			void settled.then(() => {
				if (last.get(key) === settled) last.delete(key);
			});
			return mine;
		},
	};
}
