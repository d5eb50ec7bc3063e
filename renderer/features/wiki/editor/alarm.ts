/** Waits for a pause in the typing. Putting it off, which every key does, costs a note of the time and no timer. */

export interface Alarm {
	/** Rings this many milliseconds from now, not when it would have rung before. */
	set(delay: number): void;
	/** Does not ring. */
	cancel(): void;
	isSet(): boolean;
}

export function createAlarm(ring: () => void): Alarm {
	let timer: ReturnType<typeof setTimeout> | null = null;
	/** When the timer ends, and when the alarm is to ring: the same or later. */
	let ends = 0;
	let due = 0;

	function start(delay: number): void {
		ends = performance.now() + delay;
		timer = setTimeout(() => {
			timer = null;
			const left = due - ends;
			if (left > 0) start(left);
			else ring();
		}, delay);
	}

	function cancel(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
	}

	return {
		set(delay) {
			due = performance.now() + delay;
			if (timer !== null && ends <= due) return;
			cancel();
			start(delay);
		},
		cancel,
		isSet: () => timer !== null,
	};
}
