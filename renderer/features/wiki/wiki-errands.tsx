/** Does the errands that come from outside the wiki's screens. Draws nothing. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "../../ui/engine-context";
import { useNavigation } from "../../ui/navigation";
import { useSettings } from "../../ui/shell-context";
import { type Errand, useErrands } from "./errands";
import { copyPageLink } from "./page/copy-link";
import { usePageActions } from "./page/use-page-actions";

export function WikiErrands(): null {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const actions = usePageActions();
	const { change } = useSettings();
	const waiting = useErrands((state) => state.waiting);
	const perform = async (errand: Errand): Promise<void> => {
		if (errand.do === "show-panel") return change({ rightPanelOpen: true });
		if (errand.do === "new-page") {
			await actions.create(errand.parent, errand.title, errand.space);
			return;
		}
		const row = await engine.ask("item", { id: errand.page }).catch(() => null);
		if (row === null) return;
		const parent = row.parent === "" ? null : row.parent;
		switch (errand.do) {
			case "favourite":
				return actions.favourite(row.id, row.favourite === 0);
			case "copy-link":
				return copyPageLink(row.id, t);
			case "new-sibling":
				await actions.create(parent);
				return;
			case "trash": {
				await actions.trash(row);
				const { route, go } = useNavigation.getState();
				if (route.screen === "page" && route.id === row.id) go(parent === null ? { screen: "wiki" } : { screen: "page", id: parent });
				return;
			}
		}
	};
	const latest = useRef(perform);
	latest.current = perform;
	useEffect(() => {
		if (waiting.length === 0) return;
		for (const errand of useErrands.getState().take()) void latest.current(errand);
	}, [waiting]);
	return null;
}
