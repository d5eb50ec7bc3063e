/** One at a time, in the order of asking. */

export type Exclusive = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Gives a gate through which only one piece of work goes at a time. A failure is the caller's and does not close the gate. */
export function exclusiveGate(): Exclusive {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const mine = last.then(work, work);
		last = mine.catch(() => undefined);
		return mine;
	};
}
