/** Deeds about spaces, people and sync, whose failure is told to the person. */
import { useCallback } from "react";
import type { ActionName, Actions } from "../../engine/spaces-contract";
import { useEngine } from "../engine-context";
import { useExplain } from "../engine-hooks";
import { showDone, showProblem } from "../toasts";

export interface ActWords {
	/** Said when it is done. */
	readonly done?: string;
	/** Takes it back; offered beside `done`. */
	undo?(): Promise<unknown>;
}

export type Act = <Name extends ActionName>(
	name: Name,
	params: Actions[Name]["params"],
	words?: ActWords,
) => Promise<Actions[Name]["result"] | null>;

/** Does something in spaces or sync; resolves with null when it failed, after the person was told why. */
export function useAct(): Act {
	const engine = useEngine();
	const explain = useExplain();
	return useCallback<Act>(
		async (name, params, words = {}) => {
			try {
				const result = await engine.act(name, params);
				const { done, undo } = words;
				if (done !== undefined) {
					const takeBack = async (): Promise<void> => {
						await undo?.();
					};
					showDone(undo === undefined ? { message: done } : { message: done, undo: takeBack });
				}
				return result;
			} catch (error) {
				showProblem(explain(error));
				return null;
			}
		},
		[engine, explain],
	);
}
