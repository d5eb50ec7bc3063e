/** Work in two steps: the first steps run beside one another, so many at a time; the second steps one by one, in order. */
export interface Pipeline {
	/** Begins a piece of work when there is room for it. Rejects when a piece before it failed: nothing after that is begun. */
	add<Value>(first: () => Promise<Value>, second: (value: Value) => Promise<void>): Promise<void>;
	/** Resolves when everything that was added is done; rejects with the first failure. */
	done(): Promise<void>;
}

export function createPipeline(width: number): Pipeline {
	const unfinished: Promise<void>[] = [];
	let last: Promise<void> = Promise.resolve();

	return {
		async add(first, second) {
			while (unfinished.length >= width) await unfinished.shift();
			const value = first();
			const before = last;
			last = (async () => {
				await before;
				await second(await value);
			})();
			// A failure is told by `add` or `done`; here it only must not count as unheard.
			value.catch(() => undefined);
			last.catch(() => undefined);
			unfinished.push(last);
		},
		done: () => last,
	};
}

/** Lets so many pieces of work go on at a time; others wait for their turn. */
export type Gate = <Value>(work: () => Promise<Value>) => Promise<Value>;

export function createGate(width: number): Gate {
	const queue: (() => void)[] = [];
	let inside = 0;
	return async (work) => {
		if (inside >= width) await new Promise<void>((enter) => queue.push(enter));
		else inside += 1;
		try {
			return await work();
		} finally {
			const next = queue.shift();
			if (next === undefined) inside -= 1;
			else next();
		}
	};
}
