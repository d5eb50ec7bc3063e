/** One bookmark in full. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Tag, useEngine, useNavigation, useWords } from "../../../ui";
import { useDialog } from "../dialog/dialog-state";
import type { BookmarkActions } from "../list/use-bookmark-actions";
import type { BookmarkRow } from "../model/bookmark-row";
import type { CollectionPlace } from "../model/collection-forest";
import { useViews } from "../model/view-state";
import { wholeNotes } from "../model/whole-notes";
import classes from "./details.module.css";

export interface BookmarkDetailsProps {
	readonly row: BookmarkRow;
	/** The collection it lies in; null when it is in none. */
	readonly place: CollectionPlace | null;
	readonly actions: BookmarkActions;
}

export function BookmarkDetails({ row, place, actions }: BookmarkDetailsProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const words = useWords();
	const note = useWholeNote(row);
	const { url, toRead } = row.detail;
	const locked = row.readOnly === 1;
	return (
		<article className={classes.details} aria-label={row.title}>
			<h2 className={classes.title}>{row.title}</h2>
			<p className={classes.address}>{url}</p>
			<div className={classes.buttons}>
				<Button variant="filled" onClick={() => void actions.open(row)}>
					{t("details.open")}
				</Button>
				<Button disabled={locked} onClick={() => useDialog.getState().show({ is: "edit", id: row.id })}>
					{t("menu.edit")}
				</Button>
			</div>
			{locked && <p className={classes.locked}>{t("details.readOnly")}</p>}
			{note !== "" && <p className={classes.note}>{note}</p>}
			<dl className={classes.facts}>
				{row.tags.length > 0 && (
					<div>
						<dt>{t("details.tags")}</dt>
						<dd className={classes.tags}>
							{row.tags.map((tag) => (
								<Tag
									key={tag}
									tag={tag}
									onOpen={() => {
										useViews.getState().change("all", { tags: [tag], text: "", toReadOnly: false });
										useNavigation.getState().go({ screen: "bookmarks" });
									}}
								/>
							))}
						</dd>
					</div>
				)}
				<div>
					<dt>{t("details.collection")}</dt>
					<dd>
						{place === null ? (
							t("picker.none")
						) : (
							<button
								type="button"
								className={classes.link}
								onClick={() => useNavigation.getState().go({ screen: "bookmarks", collection: place.row.id, item: row.id })}
							>
								{place.path.join(" / ")}
							</button>
						)}
					</dd>
				</div>
				<div>
					<dt>{t("details.added")}</dt>
					<dd>
						<time dateTime={new Date(row.created).toISOString()}>{words.dateTime(row.created)}</time>
					</dd>
				</div>
				{toRead && (
					<div>
						<dt>{t("details.state")}</dt>
						<dd>{t("row.toRead")}</dd>
					</div>
				)}
			</dl>
			<div className={classes.buttons}>
				<Button size="compact-sm" onClick={() => void actions.copyAddresses([row])}>
					{t("menu.copyAddress", { count: 1 })}
				</Button>
				<Button size="compact-sm" onClick={() => void actions.copyMarkdown([row])}>
					{t("menu.copyMarkdown", { count: 1 })}
				</Button>
				<Button size="compact-sm" disabled={locked} onClick={() => void actions.change([row.id], { do: "to-read", toRead: !toRead })}>
					{t(toRead ? "menu.read" : "menu.toRead")}
				</Button>
			</div>
		</article>
	);
}

/** The note as far as it is known; all of it as soon as it is there. */
function useWholeNote(row: BookmarkRow): string {
	const engine = useEngine();
	const [whole, setWhole] = useState<{ readonly of: BookmarkRow; readonly note: string } | null>(null);
	useEffect(() => {
		let current = true;
		wholeNotes(engine, [row]).then(
			(notes) => current && setWhole({ of: row, note: notes(row) }),
			// Its beginning stays: it is in the row.
			() => undefined,
		);
		return () => {
			current = false;
		};
	}, [engine, row]);
	return whole?.of === row ? whole.note : row.detail.note;
}
