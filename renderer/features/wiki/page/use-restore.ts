/** Taking an older version back: a new edit like any other, so that nothing written since is lost from the history. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import { showDone, showProblem, useEngine, useExplain } from "../../../ui";
import { textNow } from "../editor/session/open-texts";
import { LINE_BREAK } from "../editor/session/splices";
import { changesBetween } from "../editor/session/text-difference";
import type { EditorHandle } from "./page-text";
import { usePageView } from "./page-view";
import { useTextChange } from "./use-text-change";

export interface Restore {
	toText(text: string): void;
	toVersion(heads: readonly string[]): Promise<void>;
}

/** The way back leads to the text before only while the text is still what the restore made it. */
export function useRestore(page: Row, handle: EditorHandle | null): Restore {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const change = useTextChange();
	const explain = useExplain();
	return useMemo(() => {
		/** Also for an editor that has left the screen since. */
		const inLibrary = async (from: string | null, to: string): Promise<string | null> => {
			try {
				const before = await textNow(engine, page.id);
				if (from !== null && before !== from) change.tellChanged();
				else if (await change.run([{ do: "set-body", id: page.id, params: { body: to, expected: before } }])) return before;
			} catch (error) {
				change.tell(error);
			}
			return null;
		};
		const takeBack = async (from: string, to: string): Promise<void> => void (await inLibrary(from, to));
		const toText = (text: string): void => {
			usePageView.getState().set({ comparison: null });
			const view = handle?.view;
			const message = t("history.restored");
			if (view === undefined || view.state.readOnly) {
				void inLibrary(null, text).then((before) => {
					if (before !== null) showDone({ message, undo: () => takeBack(text, before) });
				});
				return;
			}
			const changes = changesBetween(view.state.doc, view.state.toText(text));
			if (changes === null) return;
			const before = view.state.doc.sliceString(0, view.state.doc.length, LINE_BREAK);
			view.dispatch({ changes, userEvent: "input.restore" });
			void handle?.text.flush();
			showDone({ message, undo: () => takeBack(text, before) });
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
	}, [change, engine, explain, handle, page.id, t]);
}
