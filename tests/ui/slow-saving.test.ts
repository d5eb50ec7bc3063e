import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Saving, watchSaving } from "../../renderer/app/frame/slow-saving";
import type { SaveState } from "../../renderer/engine/contract";
import { PATIENCE } from "../../renderer/ui/later";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function watched() {
	let state: SaveState = { pending: 0, lastSaved: null, problem: null };
	const listeners = new Set<(now: SaveState) => void>();
	const told: Saving[] = [];
	const engine = {
		saveState: () => state,
		onSaveState(listener: (now: SaveState) => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	const stop = watchSaving(engine, (saving) => {
		if (told.at(-1) !== saving) told.push(saving);
	});
	const set = (now: Partial<SaveState>): void => {
		state = { ...state, ...now };
		for (const listener of [...listeners]) listener(state);
	};
	return { told, set, stop };
}

const WELL = { pending: 0, problem: null };

it("says nothing new while everything is saved at once", () => {
	const { told, set } = watched();
	for (let save = 0; save < 20; save += 1) {
		set({ pending: 1 });
		vi.advanceTimersByTime(PATIENCE - 1);
		set({ pending: 0 });
	}
	vi.advanceTimersByTime(PATIENCE * 2);
	expect(told).toEqual([WELL]);
});

it("says what waits once that takes long, and that it is well again", () => {
	const { told, set } = watched();
	set({ pending: 1 });
	set({ pending: 2 });
	vi.advanceTimersByTime(PATIENCE);
	set({ pending: 3 });
	set({ pending: 0 });
	expect(told).toEqual([WELL, { pending: 2, problem: null }, { pending: 3, problem: null }, WELL]);
});

it("says a problem at once, and that it is over", () => {
	const { told, set } = watched();
	set({ pending: 1, problem: "disk-full" });
	expect(told.at(-1)).toEqual({ pending: 1, problem: "disk-full" });
	set({ pending: 0, problem: null });
	expect(told.at(-1)).toEqual(WELL);
});

it("says nothing any more once nobody watches", () => {
	const { told, set, stop } = watched();
	set({ pending: 1 });
	stop();
	vi.advanceTimersByTime(PATIENCE);
	set({ problem: "disk-full" });
	expect(told).toEqual([WELL]);
});
