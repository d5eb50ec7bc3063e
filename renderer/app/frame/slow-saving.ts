/** What of saving is worth a word. */
import { useEffect, useState } from "react";
import type { Engine, SaveState } from "../../engine/contract";
import { useEngine } from "../../ui/engine-context";
import { PATIENCE } from "../../ui/later";

export type Saving = Pick<SaveState, "pending" | "problem">;

const WELL: Saving = { pending: 0, problem: null };

/** Tells what is not saved once that takes longer than a moment, and every problem; what is saved at once changes nothing. */
export function watchSaving(engine: Pick<Engine, "saveState" | "onSaveState">, tell: (saving: Saving) => void): () => void {
	let timer: ReturnType<typeof setTimeout> | null = null;
	let late = false;
	function look(): void {
		const { pending, problem } = engine.saveState();
		if (pending === 0 && timer !== null) clearTimeout(timer);
		if (pending === 0) {
			timer = null;
			late = false;
		} else
			timer ??= setTimeout(() => {
				late = true;
				look();
			}, PATIENCE);
		tell(problem !== null || late ? { pending, problem } : WELL);
	}
	const stop = engine.onSaveState(look);
	look();
	return () => {
		stop();
		if (timer !== null) clearTimeout(timer);
	};
}

/** What is not saved yet although it should be, and why; drawn again only when that changes. */
export function useSlowSaving(): Saving {
	const engine = useEngine();
	const [saving, setSaving] = useState(WELL);
	useEffect(() => watchSaving(engine, setSaving), [engine]);
	return saving;
}
