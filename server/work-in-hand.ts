/** What is being done, so that it can be finished before the end. */
export interface WorkInHand {
	/** Null when nothing new is begun any more. */
	begin(): (() => void) | null;
	/** Begins nothing new; resolves when all is done, or after `longest` milliseconds. */
	finish(longest: number): Promise<void>;
}

export function createWorkInHand(): WorkInHand {
	let count = 0;
	let isFinishing = false;
	let done: () => void = () => undefined;
	return {
		begin() {
			if (isFinishing) return null;
			count += 1;
			return () => {
				count -= 1;
				if (count === 0) done();
			};
		},
		async finish(longest) {
			isFinishing = true;
			if (count === 0) return;
			let timer: NodeJS.Timeout | undefined;
			await new Promise<void>((settle) => {
				done = settle;
				timer = setTimeout(settle, longest);
			});
			clearTimeout(timer);
		},
	};
}
