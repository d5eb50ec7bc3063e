/** Rows of the library that are bookmarks. */
import type { BookmarkDetail, Row } from "../../../../shared/model/item";

export type BookmarkRow = Row<BookmarkDetail>;

/** The row as a bookmark's; null when it is something else. */
export function asBookmark(row: Row | null | undefined): BookmarkRow | null {
	return row?.detail.of === "bookmark" ? { ...row, detail: row.detail } : null;
}

/** The bookmarks among the rows. */
export function bookmarksIn(rows: readonly Row[]): readonly BookmarkRow[] {
	return rows.flatMap((row) => asBookmark(row) ?? []);
}

/** The bookmark as a Markdown link that can be pasted into a page. */
export function markdownLink(row: BookmarkRow): string {
	const title = (row.title === "" ? row.detail.url : row.title).replace(/([[\]\\])/g, "\\$1");
	const url = row.detail.url.replace(/[\s()<>]/g, (character) => encodeURIComponent(character).replace("(", "%28").replace(")", "%29"));
	return `[${title}](${url})`;
}
