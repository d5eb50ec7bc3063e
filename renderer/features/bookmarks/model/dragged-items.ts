/** Bookmarks on their way by drag: what they carry, for collections here and for programs elsewhere. */
import type { BookmarkRow } from "./bookmark-row";
import { markdownLink } from "./bookmark-row";

/** Ids of items of the book, as a JSON list. */
export const ITEMS_TYPE = "application/x-commonplace-items";

/** What a drag of these bookmarks carries, by media type. `ids` may be more than those whose rows are known. */
export function dragData(ids: readonly string[], rows: readonly BookmarkRow[]): Readonly<Record<string, string>> {
	return {
		[ITEMS_TYPE]: JSON.stringify(ids),
		"text/uri-list": rows.map((row) => row.detail.url).join("\r\n"),
		"text/plain": rows.map(markdownLink).join("\n"),
	};
}

/** The ids that a drag carries; none when it is not of this app. */
export function draggedIds(carried: string): readonly string[] {
	try {
		const parsed: unknown = JSON.parse(carried);
		return Array.isArray(parsed) ? parsed.filter((id): id is string => typeof id === "string" && /^[a-z2-7]{26}$/.test(id)) : [];
	} catch {
		return [];
	}
}
