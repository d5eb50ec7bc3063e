/** How much more memory programs take at the most than they did before. */
import { memoryOf } from "../harness/process-memory";

const EVERY = 250;

export interface WatchedMemory {
	/** Megabytes that each has taken more than at the beginning, at the most so far. */
	growth(): readonly number[];
	stop(): void;
}

export function watchMemory(pids: readonly number[]): WatchedMemory {
	const before = pids.map(memoryOf);
	const most = [...before];
	const look = (): void => {
		for (const [index, pid] of pids.entries()) most[index] = Math.max(most[index] ?? 0, memoryOf(pid));
	};
	const timer = setInterval(look, EVERY);
	return {
		growth() {
			look();
			return most.map((size, index) => size - (before[index] ?? 0));
		},
		stop: () => clearInterval(timer),
	};
}
