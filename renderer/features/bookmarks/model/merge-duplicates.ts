/** Several bookmarks of one place made into one, losing nothing of what was written about it. */
import type { BookmarkRow } from "./bookmark-row";
import { change, type Reversible, setTo, together } from "./reversible";

/** Which one to keep unless the person says otherwise: the one saved first. */
export function keptByDefault(group: readonly BookmarkRow[]): BookmarkRow | undefined {
	return [...group].sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))[0];
}

/** What the kept one will be after the merge. */
export interface Merged {
	readonly title: string;
	readonly tags: readonly string[];
	readonly note: string;
	readonly toRead: boolean;
	readonly favourite: boolean;
}

/** `noteOf` gives a whole note, where the row has only its beginning. */
export function mergedFields(kept: BookmarkRow, group: readonly BookmarkRow[], noteOf: (row: BookmarkRow) => string): Merged {
	const all = [kept, ...group.filter((row) => row.id !== kept.id)];
	const named = all.find((row) => row.title !== "" && row.title !== row.detail.url);
	return {
		title: (named ?? kept).title,
		tags: [...new Set(all.flatMap((row) => row.tags))].sort(),
		note: joinNotes(all.map(noteOf)),
		toRead: all.some((row) => row.detail.toRead),
		favourite: all.some((row) => row.favourite === 1),
	};
}

/** The kept one gets what the others had, the others go to the trash. */
export function mergeDuplicates(
	kept: BookmarkRow,
	group: readonly BookmarkRow[],
	noteOf: (row: BookmarkRow) => string,
	now: number,
): Reversible {
	const merged = mergedFields(kept, group, noteOf);
	const others = group.filter((row) => row.id !== kept.id && row.readOnly === 0);
	const newTags = merged.tags.filter((tag) => !kept.tags.includes(tag));
	return together([
		setTo(kept.id, "rename", "title", kept.title, merged.title),
		...newTags.map((tag) => change(kept.id, "tag", { tag }, "untag", { tag })),
		setTo(kept.id, "set-note", "note", noteOf(kept), merged.note),
		setTo(kept.id, "set-to-read", "toRead", kept.detail.toRead, merged.toRead),
		setTo(kept.id, "set-favourite", "favourite", kept.favourite === 1, merged.favourite),
		...others.map((row) => change(row.id, "trash", { at: now }, "restore", {})),
	]);
}

/** Notes below one another; one that says nothing new is left out. */
function joinNotes(notes: readonly string[]): string {
	const kept: string[] = [];
	for (const note of notes) {
		const text = note.trim();
		if (text === "" || kept.some((other) => other.includes(text))) continue;
		kept.push(text);
	}
	const telling = kept.filter((text, index) => !kept.some((other, at) => at !== index && other.includes(text)));
	return telling.length === 1 && notes[0]?.trim() === telling[0] ? (notes[0] ?? "") : telling.join("\n\n");
}
