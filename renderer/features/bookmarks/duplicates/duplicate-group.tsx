/** Bookmarks of one place side by side: which to keep, and what it will be. */
import { Button, Radio } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Tag, useWords } from "../../../ui";
import type { BookmarkRow } from "../model/bookmark-row";
import type { CollectionForest } from "../model/collection-forest";
import { mergedFields } from "../model/merge-duplicates";
import classes from "./duplicates.module.css";

export interface DuplicateGroupProps {
	readonly group: readonly BookmarkRow[];
	readonly kept: BookmarkRow;
	readonly forest: CollectionForest | undefined;
	readonly busy: boolean;
	onKeep(id: string): void;
	onMerge(): void;
}

export function DuplicateGroup({ group, kept, forest, busy, onKeep, onMerge }: DuplicateGroupProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const words = useWords();
	const heading = useId();
	const merged = mergedFields(kept, group, (row) => row.detail.note);
	return (
		<section className={classes.group} aria-labelledby={heading}>
			<h2 id={heading} className={classes.address}>
				{kept.key}
			</h2>
			<div className={classes.choices} role="radiogroup" aria-label={t("duplicates.which")}>
				{group.map((row) => (
					<div key={row.id} className={classes.choice} data-kept={row.id === kept.id || undefined}>
						<Radio
							name={heading}
							checked={row.id === kept.id}
							disabled={row.readOnly === 1}
							onChange={() => onKeep(row.id)}
							label={<span className={classes.title}>{row.title}</span>}
							description={row.detail.url}
						/>
						<dl className={classes.facts}>
							<div>
								<dt>{t("details.added")}</dt>
								<dd>{words.date(row.created)}</dd>
							</div>
							<div>
								<dt>{t("details.collection")}</dt>
								<dd>{forest?.byId.get(row.parent)?.path.join(" / ") ?? t("picker.none")}</dd>
							</div>
							{row.detail.note !== "" && (
								<div>
									<dt>{t("form.note")}</dt>
									<dd className={classes.note}>{row.detail.note}</dd>
								</div>
							)}
						</dl>
						<Tags tags={row.tags} />
					</div>
				))}
			</div>
			<div className={classes.result}>
				<p>{t("duplicates.result", { title: merged.title, count: group.length - 1 })}</p>
				<Tags tags={merged.tags} />
				<Button disabled={busy || kept.readOnly === 1} onClick={onMerge} aria-describedby={heading}>
					{t("duplicates.merge")}
				</Button>
			</div>
		</section>
	);
}

function Tags({ tags }: { readonly tags: readonly string[] }): ReactNode {
	if (tags.length === 0) return null;
	return (
		<div className={classes.tags}>
			{tags.map((tag) => (
				<Tag key={tag} tag={tag} />
			))}
		</div>
	);
}
