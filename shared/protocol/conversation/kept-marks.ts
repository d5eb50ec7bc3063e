/** How far an exchange is: known here at once, and kept by one's own copy one write at a time. */
import type { Marks } from "./ports";

export interface KeptMarks {
	readonly now: Marks;
	/** Moves on and keeps that, soon; what moves while something is being kept is kept together. Nobody need wait for it. */
	move(moved: Partial<Pick<Marks, "received" | "sent">>): void;
	/** Resolves when all that moved is kept; rejects when the copy could not. */
	settled(): Promise<void>;
	/** Another exchange goes on from here: nothing that moves from now on counts. */
	end(): void;
}

export function keptMarks(begin: Marks, keep: (marks: Marks) => Promise<void>): KeptMarks {
	let now = begin;
	let isAhead = false;
	let isKeeping = false;
	let isOver = false;
	let last: Promise<void> = Promise.resolve();

	async function keepAll(): Promise<void> {
		isKeeping = true;
		try {
			while (isAhead) {
				isAhead = false;
				await keep(now);
			}
		} finally {
			isKeeping = false;
		}
	}

	return {
		get now() {
			return now;
		},
		move(moved) {
			if (isOver) return;
			now = { ...now, ...moved };
			isAhead = true;
			if (isKeeping) return;
			last = keepAll();
			// `settled` tells of a failure; here it only must not count as unheard.
			last.catch(() => undefined);
		},
		settled: () => last,
		end() {
			isOver = true;
		},
	};
}
