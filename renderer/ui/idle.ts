/** Moments in which the page has nothing to draw and nobody waits for a key to show. */

/** Milliseconds after which it is done although the page was never idle. */
const LONGEST_WAIT = 500;

export interface IdleMoments {
	/** Performs this in the next idle moment, in place of what still waits for one. */
	perform(work: () => void): void;
	/** What still waits is not done any more. */
	giveUp(): void;
}

export function inIdleMoments(): IdleMoments {
	let waiting: (() => void) | null = null;
	let asked: number | null = null;
	return {
		perform(work) {
			waiting = work;
			asked ??= requestIdleCallback(
				() => {
					asked = null;
					waiting?.();
					waiting = null;
				},
				{ timeout: LONGEST_WAIT },
			);
		},
		giveUp() {
			if (asked !== null) cancelIdleCallback(asked);
			asked = null;
			waiting = null;
		},
	};
}
