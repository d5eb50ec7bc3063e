/** The headings of the page, to go to. */
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { EmptyState, useWords } from "../../../ui";
import type { OutlineEntry } from "../editor/outline/outline";
import type { LivePageStore } from "../page/live-page";
import classes from "./panels.module.css";

export interface OutlinePanelProps {
	readonly live: LivePageStore;
	onGoTo(entry: OutlineEntry): void;
}

export const OutlinePanel = memo(function OutlinePanel({ live, onGoTo }: OutlinePanelProps): ReactNode {
	const outline = useStore(live, (state) => state.outline);
	const { t } = useTranslation("wiki");
	const words = useWords();
	const top = Math.min(6, ...outline.headings.map(({ level }) => level));
	return (
		<div>
			{outline.headings.length === 0 ? (
				<EmptyState small title={t("outline.empty")}>
					{t("outline.emptyHint")}
				</EmptyState>
			) : (
				<nav aria-label={t("outline.label")}>
					<ul className={classes.outline}>
						{outline.headings.map((entry) => (
							<li key={entry.at}>
								<button type="button" className={classes.heading} data-level={entry.level - top} onClick={() => onGoTo(entry)}>
									{entry.text}
								</button>
							</li>
						))}
					</ul>
				</nav>
			)}
			<p className={classes.note}>{t("outline.words", { count: outline.words, shown: words.number(outline.words) })}</p>
		</div>
	);
});
