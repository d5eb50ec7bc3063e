/** One bookmark in the list. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Tag, type Words } from "../../../ui";
import type { BookmarkRow } from "../model/bookmark-row";
import classes from "./bookmark-row-view.module.css";

const SHOWN_TAGS = 3;

export interface BookmarkRowViewProps {
	readonly row: BookmarkRow;
	readonly words: Words;
	readonly selected: boolean;
	onDragStart(event: React.DragEvent): void;
	onMenu(at: { readonly x: number; readonly y: number }): void;
	onDoubleClick(): void;
	onFavourite(favourite: boolean): void;
}

export function BookmarkRowView({ row, words, onDragStart, onMenu, onDoubleClick, onFavourite }: BookmarkRowViewProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { host, note, toRead, url } = row.detail;
	const favourite = row.favourite === 1;
	const more = row.tags.length - SHOWN_TAGS;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the row around it has the role and the keys
		<div
			className={classes.row}
			draggable
			onDragStart={onDragStart}
			onDoubleClick={onDoubleClick}
			onContextMenu={(event) => {
				event.preventDefault();
				onMenu({ x: event.clientX, y: event.clientY });
			}}
		>
			<div className={classes.what}>
				<div className={classes.head}>
					<span className={classes.title}>{row.title === "" ? url : row.title}</span>
					{toRead && <span className={classes.toRead}>{t("row.toRead")}</span>}
				</div>
				<div className={classes.below}>
					<span className={classes.host}>{host === "" ? url : host}</span>
					{note !== "" && <span className={classes.note}>{note.replace(/\s+/g, " ").slice(0, 300)}</span>}
				</div>
			</div>
			{row.tags.length > 0 && (
				<div className={classes.tags}>
					{row.tags.slice(0, SHOWN_TAGS).map((tag) => (
						<Tag key={tag} tag={tag} />
					))}
					{more > 0 && <span className={classes.more}>{t("row.moreTags", { count: more })}</span>}
				</div>
			)}
			<time className={classes.date} dateTime={new Date(row.created).toISOString()}>
				{words.date(row.created)}
			</time>
			<Tooltip label={t(favourite ? "menu.notFavourite" : "menu.favourite")}>
				<ActionIcon
					className={classes.star}
					data-on={favourite || undefined}
					tabIndex={-1}
					aria-label={t("row.favourite")}
					aria-pressed={favourite}
					disabled={row.readOnly === 1}
					onClick={(event) => {
						event.stopPropagation();
						onFavourite(!favourite);
					}}
				>
					{favourite ? <IconStarFilled size={15} aria-hidden /> : <IconStar size={15} stroke={1.6} aria-hidden />}
				</ActionIcon>
			</Tooltip>
		</div>
	);
}
