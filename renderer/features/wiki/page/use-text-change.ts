/** Changes of a page's text that name what they expect to find there. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Command, EngineError } from "../../../engine/contract";
import { showDone, showProblem, useEngine, useExplain } from "../../../ui";

export interface TextChange {
	/** Runs them. True when it is done; otherwise the person was told why. */
	run(commands: readonly Command[]): Promise<boolean>;
	/** The same; afterwards says `done` and offers the way back. */
	runWithUndo(commands: readonly Command[], done: string, undo: readonly Command[]): Promise<void>;
	/** Says why a change was not made: the text may have changed since. */
	tell(error: unknown): void;
	/** Says that the text has changed since, so that nothing was done. */
	tellChanged(): void;
}

export function useTextChange(): TextChange {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const explain = useExplain();
	return useMemo(() => {
		const tellChanged = (details = "refused (text-changed)"): void =>
			showProblem({ message: t("changed.message"), advice: t("changed.advice"), details });
		const tell = (error: unknown): void => {
			const explanation = explain(error);
			if (error instanceof EngineError && error.code === "refused") tellChanged(explanation.details);
			else showProblem(explanation);
		};
		const run = async (commands: readonly Command[]): Promise<boolean> => {
			try {
				await engine.run(commands);
				return true;
			} catch (error) {
				tell(error);
				return false;
			}
		};
		return {
			run,
			tell,
			tellChanged: () => tellChanged(),
			async runWithUndo(commands, done, undo) {
				if (await run(commands)) showDone({ message: done, undo: async () => void (await run(undo)) });
			},
		};
	}, [engine, explain, t]);
}
