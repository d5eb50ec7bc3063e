/** Shows the work while the engine works; otherwise says what is so, what is safe and what to do. */
import { Button, Progress } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { EngineError } from "../../engine/contract";
import { useEngine } from "../../ui/engine-context";
import { useEngineState, useExplain } from "../../ui/engine-hooks";
import { useShell } from "../../ui/shell-context";
import { CopyDetails, EmptyState } from "../../ui/states";
import { showProblem } from "../../ui/toasts";
import { useWords } from "../../ui/words";

export function EngineGate({ children }: { readonly children: ReactNode }): ReactNode {
	const { t } = useTranslation("errors");
	const engine = useEngine();
	const shell = useShell();
	const state = useEngineState();
	const explain = useExplain();
	const words = useWords();
	const regained = state.is === "ready" ? (state.regained ?? 0) : 0;
	useEffect(() => {
		if (regained > 0) showProblem({ message: t("regained.message", { count: regained }), advice: t("regained.advice"), details: "" });
	}, [regained, t]);
	if (state.is === "stopped") {
		const said = explain(new EngineError(state.code, state.message));
		return (
			<div role="alert">
				<EmptyState
					title={state.code === "engine-stopped" ? t("engine.title") : said.message}
					actions={
						<>
							<Button variant="filled" onClick={() => engine.restart()}>
								{t("engine.again")}
							</Button>
							<Button onClick={() => void shell.restart()}>{t("restartApp")}</Button>
							<CopyDetails details={said.details} />
						</>
					}
				>
					{state.code === "engine-stopped" ? t("engine.safe") : said.advice}
				</EmptyState>
			</div>
		);
	}
	if (state.is === "rebuilding") {
		return (
			<EmptyState title={t("rebuilding.title")}>
				<p>{t("rebuilding.text")}</p>
				<Progress aria-label={t("rebuilding.title")} mt={16} w={280} value={state.total === 0 ? 0 : (state.done / state.total) * 100} />
				<p>{t("rebuilding.count", { done: words.number(state.done), total: words.number(state.total) })}</p>
			</EmptyState>
		);
	}
	return children;
}
