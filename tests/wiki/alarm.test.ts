import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAlarm } from "../../renderer/features/wiki/editor/alarm";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe("an alarm", () => {
	it("rings once, when it was last set for", () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ after: fc.integer({ min: 0, max: 300 }), delay: fc.integer({ min: 0, max: 500 }) }), { minLength: 1 }),
				(sets) => {
					vi.clearAllTimers();
					const rung: number[] = [];
					const alarm = createAlarm(() => rung.push(performance.now()));
					let due = Number.POSITIVE_INFINITY;
					const expected: number[] = [];
					for (const { after, delay } of sets) {
						if (performance.now() + after >= due) expected.push(due);
						if (performance.now() + after >= due) due = Number.POSITIVE_INFINITY;
						vi.advanceTimersByTime(after);
						alarm.set(delay);
						due = performance.now() + delay;
					}
					vi.advanceTimersByTime(1000);
					expected.push(due);
					expect(rung).toEqual(expected);
				},
			),
		);
	});

	it("takes one timer however often it is put off", () => {
		const timers = vi.spyOn(globalThis, "setTimeout");
		const alarm = createAlarm(() => undefined);
		for (let key = 0; key < 100; key += 1) alarm.set(200);
		expect(timers).toHaveBeenCalledTimes(1);
	});

	it("does not ring when it was cancelled", () => {
		const ring = vi.fn();
		const alarm = createAlarm(ring);
		alarm.set(10);
		expect(alarm.isSet()).toBe(true);
		alarm.cancel();
		vi.advanceTimersByTime(100);
		expect(ring).not.toHaveBeenCalled();
		expect(alarm.isSet()).toBe(false);
	});
});
