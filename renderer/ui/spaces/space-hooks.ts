/** Spaces, people and sync as React sees them: live answers, and deeds whose failure is told to the person. */
import { useCallback, useMemo } from "react";
import type { ActionName, Actions, SpaceSummary } from "../../engine/spaces-contract";
import { useEngine } from "../engine-context";
import { useExplain, useQuery } from "../engine-hooks";
import { useFrame } from "../frame-state";
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

export interface Spaces {
	/** The private space first, then by name; empty while they are on their way. */
	readonly all: readonly SpaceSummary[];
	readonly loading: boolean;
	/** Null while it is not known. */
	of(space: string): SpaceSummary | null;
	/** Whether it is one's own space, or not known yet. */
	isPrivate(space: string): boolean;
}

const NONE: readonly SpaceSummary[] = [];

/** All spaces, live. Asked once the first screen has been drawn: it is not what one waits for. */
export function useSpaces(): Spaces {
	const settled = useFrame((state) => state.settled);
	const { state, data } = useQuery("spaces", settled ? {} : null);
	return useMemo(() => {
		const all = data ?? NONE;
		const byId = new Map(all.map((space) => [space.space, space]));
		return {
			all,
			loading: state === "loading",
			of: (space) => byId.get(space) ?? null,
			isPrivate: (space) => (byId.get(space)?.kind ?? "private") === "private",
		};
	}, [data, state]);
}
