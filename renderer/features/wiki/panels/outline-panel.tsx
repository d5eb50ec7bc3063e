/** The headings of the page, to go to. */
import { memo, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { EmptyState, useWords } from "../../../ui";
import type { OutlineEntry, PageOutline } from "../editor/outline/outline";
import type { LivePageStore } from "../page/live-page";
import classes from "./panels.module.css";

export interface OutlinePanelProps {
	readonly live: LivePageStore;
	onGoTo(entry: OutlineEntry): void;
}

type Headings = PageOutline["headings"];

/** Typing moves headings without changing them: then nothing is drawn again. */
function sayTheSame(some: Headings, others: Headings): boolean {
	return some.length === others.length && some.every(({ level, text }, at) => level === others[at]?.level && text === others[at].text);
}

/** Each with a name of its own that does not change where something is written elsewhere on the page. */
function named(headings: Headings): readonly { readonly name: string; readonly entry: OutlineEntry }[] {
	const seen = new Map<string, number>();
	return headings.map((entry) => {
		const count = (seen.get(entry.text) ?? 0) + 1;
		seen.set(entry.text, count);
		return { name: `${count} ${entry.text}`, entry };
	});
}

export const OutlinePanel = memo(function OutlinePanel({ live, onGoTo }: OutlinePanelProps): ReactNode {
	const shown = useRef<Headings>([]);
	const headings = useStore(live, ({ outline }) => {
		if (!sayTheSame(shown.current, outline.headings)) shown.current = outline.headings;
		return shown.current;
	});
	const { t } = useTranslation("wiki");
	const top = Math.min(6, ...headings.map(({ level }) => level));
	// Where a heading stands is asked when somebody wants to go there.
	const goTo = (index: number): void => {
		const entry = live.getState().outline.headings[index];
		if (entry !== undefined) onGoTo(entry);
	};
	return (
		<div>
			{headings.length === 0 ? (
				<EmptyState small title={t("outline.empty")}>
					{t("outline.emptyHint")}
				</EmptyState>
			) : (
				<nav aria-label={t("outline.label")}>
					<ul className={classes.outline}>
						{named(headings).map(({ name, entry: { level, text } }, index) => (
							<li key={name}>
								<button type="button" className={classes.heading} data-level={level - top} onClick={() => goTo(index)}>
									{text}
								</button>
							</li>
						))}
					</ul>
				</nav>
			)}
			<Words live={live} />
		</div>
	);
});

function Words({ live }: { readonly live: LivePageStore }): ReactNode {
	const count = useStore(live, (state) => state.outline.words);
	const { t } = useTranslation("wiki");
	const words = useWords();
	return <p className={classes.note}>{t("outline.words", { count, shown: words.number(count) })}</p>;
}
