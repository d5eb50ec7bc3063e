/** Taking an older version back: a new edit like any other, so that nothing written since is lost from the history. */
import { undo } from "@codemirror/commands";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import { showDone, showProblem, useEngine, useExplain, useRun } from "../../../ui";
import { changesBetween } from "../editor/session/text-difference";
import type { EditorHandle } from "./page-text";
import { usePageView } from "./page-view";

export interface Restore {
	toText(text: string): void;
	toVersion(heads: readonly string[]): Promise<void>;
}

/** `now` is the text as the library knows it, for when no editor is on screen. */
export function useRestore(page: Row, handle: EditorHandle | null, now: string): Restore {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const run = useRun();
	const explain = useExplain();
	return useMemo(() => {
		const toText = (text: string): void => {
			usePageView.getState().set({ comparison: null });
			const view = handle?.view;
			if (view === undefined || view.state.readOnly) {
				const set = (body: string) => ({ do: "set-body", id: page.id, params: { body } });
				void run([set(text)], { done: t("history.restored"), undo: [set(now)] });
				return;
			}
			const changes = changesBetween(view.state.doc, view.state.toText(text));
			if (changes === null) return;
			view.dispatch({ changes, userEvent: "input.restore" });
			void handle?.text.flush();
			showDone({ message: t("history.restored"), undo: () => void undo(view) });
		};
		return {
			toText,
			async toVersion(heads) {
				try {
					toText(await engine.ask("versionText", { id: page.id, heads }));
				} catch (error) {
					showProblem(explain(error));
				}
			},
		};
	}, [engine, explain, handle, now, page.id, run, t]);
}
