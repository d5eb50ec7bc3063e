/** The engine as React sees it: live answers, its state, and commands whose failure is told to the person. */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Command, EngineError, type EngineState, type Queries, type QueryName, type RunResult } from "../engine/contract";
import { useEngine } from "./engine-context";
import { inIdleMoments } from "./idle";
import { isCancelled, runCommands } from "./jobs";
import { type Explanation, showDone, showProblem } from "./toasts";

/** A live answer. `loading` also while there is nothing to ask (params are null). */
export type QueryResult<Result> =
	| { readonly state: "loading"; readonly data: undefined; readonly error: null }
	| {
			readonly state: "ready";
			readonly data: Result;
			readonly error: null;
			/** It answers the params before these; the answer to these is on its way (`keepPrevious`). */
			readonly previous?: true;
	  }
	| { readonly state: "failed"; readonly data: undefined; readonly error: EngineError };

export interface QueryOptions {
	/** Keeps showing the answer to the last params until the new one is there: for what changes as one types. */
	readonly keepPrevious?: boolean;
	/** Shows newer answers in an idle moment: for what surrounds a text, so that drawing it never stands between a key and its letter. */
	readonly whenIdle?: boolean;
}

const LOADING = { state: "loading", data: undefined, error: null } as const;

function asEngineError(error: unknown): EngineError {
	return error instanceof EngineError ? error : new EngineError("failed", error instanceof Error ? error.message : String(error));
}

/** A named query, live: it answers again whenever the answer changes. `null` params ask nothing. */
export function useQuery<Name extends QueryName>(
	name: Name,
	params: Queries[Name]["params"] | null,
	options: QueryOptions = {},
): QueryResult<Queries[Name]["result"]> {
	const engine = useEngine();
	const asked = params === null ? null : `${name} ${JSON.stringify(params)}`;
	const [answer, setAnswer] = useState<{ readonly of: string | null; readonly result: QueryResult<Queries[Name]["result"]> }>({
		of: null,
		result: LOADING,
	});
	const whenIdle = options.whenIdle === true;
	// biome-ignore lint/correctness/useExhaustiveDependencies: `asked` stands for name and params by value.
	useEffect(() => {
		if (asked === null || params === null) return;
		const later = whenIdle ? inIdleMoments() : null;
		let first = true;
		const show = (result: QueryResult<Queries[Name]["result"]>): void => {
			const set = (): void => setAnswer({ of: asked, result });
			if (first || later === null) set();
			else later.perform(set);
			first = false;
		};
		const stop = engine.watch(
			name,
			params,
			(data) => show({ state: "ready", data, error: null }),
			(error) => show({ state: "failed", data: undefined, error }),
		);
		return () => {
			later?.giveUp();
			stop();
		};
	}, [engine, asked, whenIdle]);
	if (asked === null) return LOADING;
	if (answer.of === asked) return answer.result;
	return options.keepPrevious === true && answer.result.state === "ready" ? { ...answer.result, previous: true } : LOADING;
}

/** Whether the engine is starting, rebuilding, ready or stopped. */
export function useEngineState(): EngineState {
	const engine = useEngine();
	return useSyncExternalStore(
		useCallback((notify) => engine.onState(notify), [engine]),
		useCallback(() => engine.state(), [engine]),
	);
}

export interface RunWords {
	/** Said when it is done, with an undo where `undo` is given. */
	readonly done?: string;
	/** Commands that take it back. */
	readonly undo?: readonly Command[];
}

/**
 * Runs commands; resolves with null when they failed, after the person was told why. With `words.done` the
 * person is told that it worked and can undo it.
 */
export function useRun(): (commands: readonly Command[], words?: RunWords) => Promise<RunResult | null> {
	const engine = useEngine();
	const explain = useExplain();
	return useCallback(
		async (commands, words = {}) => {
			const tell = (error: unknown): void => {
				const why = explain(error);
				if (isCancelled(error)) showDone({ message: `${why.message} ${why.advice}` });
				else showProblem(why);
			};
			try {
				const result = await runCommands(engine, commands);
				const { done, undo } = words;
				if (done !== undefined) {
					const takeBack = async (): Promise<void> => {
						await runCommands(engine, undo ?? []).catch(tell);
					};
					showDone(undo === undefined ? { message: done } : { message: done, undo: takeBack });
				}
				return result;
			} catch (error) {
				tell(error);
				return null;
			}
		},
		[engine, explain],
	);
}

/** Puts any error into words of the person's language: what happened, what to do. */
export function useExplain(): (error: unknown) => Explanation {
	const { t } = useTranslation("errors");
	return useMemo(
		() => (thrown) => {
			const error = asEngineError(thrown);
			const reason = error.reason === "" ? null : `refused.${error.reason}`;
			return {
				message: reason === null ? t(`code.${error.code}.message`) : t([reason, `code.${error.code}.message`]),
				advice: t(`code.${error.code}.advice`),
				details: `${error.code}${error.reason === "" ? "" : ` (${error.reason})`}: ${error.message}`,
			};
		},
		[t],
	);
}
