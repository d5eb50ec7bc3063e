/** Who wrote how much of the page. */
import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, Skeleton, useWords } from "../../../ui";
import { Avatar } from "../../../ui/spaces/avatar";
import { AUTHOR_COLOURS } from "../editor/authorship/authored-spans";
import type { LivePageStore } from "../page/live-page";
import type { EditorHandle } from "../page/page-text";
import { usePageView } from "../page/page-view";
import { useAuthors } from "../page/use-authors";
import classes from "./panels.module.css";

export interface ContributorsPanelProps {
	readonly page: string;
	readonly live: LivePageStore;
	readonly handle: EditorHandle | null;
}

export function ContributorsPanel({ page, live, handle }: ContributorsPanelProps): ReactNode {
	const { t } = useTranslation("wiki");
	const words = useWords();
	const authors = usePageView((state) => state.authors);
	const reading = usePageView((state) => state.reading);
	const set = usePageView((state) => state.set);
	const { contributors, cardOf } = useAuthors(page, live, handle, authors && !reading);
	return (
		<div className={classes.sections}>
			<p className={classes.note}>{t("contributors.explain")}</p>
			<Switch
				size="xs"
				label={t("contributors.show")}
				checked={authors && !reading}
				onChange={(event) => set({ authors: event.currentTarget.checked, ...(event.currentTarget.checked ? { reading: false } : {}) })}
			/>
			{contributors === null ? <Skeleton shape="rows" count={2} /> : null}
			{contributors?.length === 0 ? <EmptyState small title={t("contributors.none")} /> : null}
			<ul className={classes.people}>
				{contributors?.map((person) => (
					<li key={person.author} className={classes.person}>
						<Avatar card={cardOf(person.author)} />
						<span className={classes.personText}>
							<span className={classes.personName}>{person.name}</span>
							<span className={classes.note}>
								{t("contributors.share", { share: words.number(Math.round(person.share * 100)), ago: words.ago(person.last) })}
							</span>
						</span>
						<span
							className={`${classes.swatch} wiki-author-${person.colour % AUTHOR_COLOURS}`}
							data-shown={authors && !reading}
							aria-hidden="true"
						/>
					</li>
				))}
			</ul>
		</div>
	);
}
