/** One bookmark in the list. */
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import { type DragEvent, memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { Tag, type Words } from "../../../ui";
import type { Point } from "../../../ui/point-menu";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import type { BookmarkRow } from "../model/bookmark-row";
import classes from "./bookmark-row-view.module.css";

const SHOWN_TAGS = 3;

/** What a row tells. The same object from draw to draw, so that rows are drawn anew only when they changed. */
export interface RowEvents {
	dragStart(row: BookmarkRow, event: DragEvent): void;
	menu(row: BookmarkRow, at: Point): void;
	open(row: BookmarkRow): void;
	favourite(row: BookmarkRow, favourite: boolean): void;
}

export interface BookmarkRowViewProps {
	readonly row: BookmarkRow;
	/** The space it is in, unless that is one's own. */
	readonly space: SpaceSummary | null;
	readonly words: Words;
	readonly events: RowEvents;
}

export const BookmarkRowView = memo(function BookmarkRowView({ row, space, words, events }: BookmarkRowViewProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const nameOf = useSpaceName();
	const { host, note, toRead, url } = row.detail;
	const favourite = row.favourite === 1;
	const more = row.tags.length - SHOWN_TAGS;
	const Star = favourite ? IconStarFilled : IconStar;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the row around it has the role and the keys
		<div
			className={classes.row}
			draggable
			onDragStart={(event) => events.dragStart(row, event)}
			onDoubleClick={() => events.open(row)}
			onContextMenu={(event) => {
				event.preventDefault();
				events.menu(row, { x: event.clientX, y: event.clientY });
			}}
		>
			<div className={classes.what}>
				<div className={classes.head}>
					{space === null ? null : <SpaceDot space={space} label={t("row.inSpace", { space: nameOf(space) })} />}
					<span className={classes.title}>{row.title === "" ? url : row.title}</span>
					{toRead && <span className={classes.toRead}>{t("row.toRead")}</span>}
				</div>
				<div className={classes.below}>
					<span className={classes.host}>{host === "" ? url : host}</span>
					{note !== "" && <span className={classes.note}>{note.slice(0, 300).replace(/\s+/g, " ")}</span>}
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
			<button
				type="button"
				className={classes.star}
				data-on={favourite || undefined}
				tabIndex={-1}
				aria-label={t("row.favourite")}
				aria-pressed={favourite}
				title={t(favourite ? "menu.notFavourite" : "menu.favourite")}
				disabled={row.readOnly === 1}
				onClick={(event) => {
					event.stopPropagation();
					events.favourite(row, !favourite);
				}}
			>
				<Star size={15} stroke={1.6} aria-hidden />
			</button>
		</div>
	);
});
