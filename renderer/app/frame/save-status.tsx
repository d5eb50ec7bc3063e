/** What is safe where, in words. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EngineError } from "../../engine/contract";
import { SyncLine } from "../../features/spaces";
import { useEngineState, useExplain } from "../../ui/engine-hooks";
import { showProblem } from "../../ui/toasts";
import { useSlowSaving } from "./slow-saving";
import classes from "./top-bar.module.css";

export function SaveStatus(): ReactNode {
	const { t } = useTranslation("app");
	const explain = useExplain();
	const engine = useEngineState();
	const { pending, problem } = useSlowSaving();
	if (problem !== null) {
		const words = explain(new EngineError(problem, t("save.problemDetail", { count: pending })));
		return (
			<div className={classes.status} role="alert">
				<button type="button" className={classes.problem} onClick={() => showProblem(words)}>
					{t("save.problem", { count: pending })}
				</button>
			</div>
		);
	}
	if (engine.is === "stopped") return <Status tone="bad" words={t("save.stopped")} />;
	if (engine.is === "rebuilding") return <Status tone="busy" words={t("save.rebuilding")} />;
	if (pending > 0) return <Status tone="busy" words={t("save.pending", { count: pending })} />;
	return <SyncLine otherwise={t("save.saved")} />;
}

function Status({ tone, words }: { readonly tone: "busy" | "bad"; readonly words: string }): ReactNode {
	return (
		<div className={classes.status} title={words}>
			<span className={classes.dot} data-tone={tone} aria-hidden="true" />
			<span className={classes.statusWords}>{words}</span>
		</div>
	);
}
