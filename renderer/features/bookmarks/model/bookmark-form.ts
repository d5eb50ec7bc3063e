/** What the dialog for a bookmark holds, and the commands that make it so. */
import { NOTE_IN_ROW } from "../../../../shared/model/item";
import { cleanTitle } from "../../../../shared/model/names";
import type { Command } from "../../../engine/contract";
import { makeIn } from "../../../ui/spaces/make-in";
import type { BookmarkRow } from "./bookmark-row";
import { placeOf } from "./bulk-change";
import { change, type Reversible, setTo, together } from "./reversible";
import { writtenTags } from "./written-tags";

export interface BookmarkForm {
	/** Checked and complete: what `readAddress` gave. */
	readonly url: string;
	readonly title: string;
	readonly note: string;
	readonly tags: readonly string[];
	readonly collection: string | null;
	readonly toRead: boolean;
}

/** The command that makes a bookmark of the form, at this order key. `created` in milliseconds; `space` as in `makeIn`. */
export function creation(form: BookmarkForm, order: string, created: number, space: string | null): Command {
	const { url, note, tags, toRead, collection: parent } = form;
	const title = cleanTitle(form.title) || url;
	return makeIn({ do: "create", kind: "bookmark", fields: { url, title, note, tags, toRead, parent, order, created } }, space);
}

/** What a bookmark holds now, as the dialog shows it. `note` is the whole note. */
export function formOf(row: BookmarkRow, note: string): BookmarkForm {
	const { url, toRead } = row.detail;
	return { url, title: row.title, note, tags: row.tags, collection: placeOf(row).parent, toRead };
}

/** Only what differs is written, so that somebody else's change to another field at the same time stays. `order`: the place in a new collection. */
export function edits(row: BookmarkRow, before: BookmarkForm, after: BookmarkForm, order: string): Reversible {
	const tags = writtenTags(after.tags);
	const added = tags.filter((tag) => !before.tags.includes(tag));
	const removed = before.tags.filter((tag) => !tags.includes(tag));
	return together([
		setTo(row.id, "set-url", "url", before.url, after.url),
		setTo(row.id, "rename", "title", before.title, cleanTitle(after.title) || after.url),
		setTo(row.id, "set-note", "note", before.note, after.note),
		setTo(row.id, "set-to-read", "toRead", before.toRead, after.toRead),
		...added.map((tag) => change(row.id, "tag", { tag }, "untag", { tag })),
		...removed.map((tag) => change(row.id, "untag", { tag }, "tag", { tag })),
		...(before.collection === after.collection ? [] : [change(row.id, "move", { parent: after.collection, order }, "move", placeOf(row))]),
	]);
}

/** Whether the row has the whole note. */
export function hasWholeNote(row: BookmarkRow): boolean {
	return row.detail.note.length < NOTE_IN_ROW;
}
