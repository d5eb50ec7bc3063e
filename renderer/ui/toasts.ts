/** Short messages at the edge of the window: what was done, with the way back, and what went wrong. */
import { create } from "zustand";

/** A problem in the person's words. */
export interface Explanation {
	/** What happened, in one sentence. */
	readonly message: string;
	/** What to do, in one sentence. */
	readonly advice: string;
	/** For a report of the problem: codes and technical words. */
	readonly details: string;
}

export interface Toast {
	readonly id: number;
	readonly tone: "done" | "problem";
	readonly message: string;
	readonly advice?: string;
	readonly details?: string;
	readonly undo?: () => void | Promise<void>;
	/** A further step that the message offers. */
	readonly action?: { readonly label: string; perform(): void };
}

interface Toasts {
	readonly shown: readonly Toast[];
	add(toast: Omit<Toast, "id">): void;
	dismiss(id: number): void;
}

const MOST_AT_ONCE = 3;

export const useToasts = create<Toasts>((set) => ({
	shown: [],
	add: (toast) =>
		set((now) => {
			const id = (now.shown.at(-1)?.id ?? 0) + 1;
			return { shown: [...now.shown, { ...toast, id }].slice(-MOST_AT_ONCE) };
		}),
	dismiss: (id) => set((now) => ({ shown: now.shown.filter((toast) => toast.id !== id) })),
}));

/** Says that something was done; `undo` offers the way back. */
export function showDone(done: Pick<Toast, "message" | "undo" | "action">): void {
	useToasts.getState().add({ ...done, tone: "done" });
}

/** Says what went wrong and what to do. Stays until dismissed. */
export function showProblem(problem: Explanation): void {
	useToasts.getState().add({ ...problem, tone: "problem" });
}
