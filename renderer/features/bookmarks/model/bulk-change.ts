/** One change to many bookmarks at once. */
import { generateNKeysBetween } from "fractional-indexing";
import type { BookmarkRow } from "./bookmark-row";
import { change, type Reversible, setTo, together } from "./reversible";
import { writtenTags } from "./written-tags";

export type BulkChange =
	| { readonly do: "add-tags"; readonly tags: readonly string[] }
	| { readonly do: "remove-tags"; readonly tags: readonly string[] }
	/** `after` is the last order key in that collection; null when it is empty. */
	| { readonly do: "move"; readonly to: string | null; readonly after: string | null }
	| { readonly do: "to-read"; readonly toRead: boolean }
	| { readonly do: "favourite"; readonly favourite: boolean }
	| { readonly do: "trash"; readonly at: number };

/** What the change does to these bookmarks and what undoes exactly that. Those that are so already, or read-only, are left alone. */
export function bulkChange(rows: readonly BookmarkRow[], wanted: BulkChange): Reversible {
	const open = rows.filter((row) => row.readOnly === 0);
	switch (wanted.do) {
		case "add-tags": {
			const tags = writtenTags(wanted.tags);
			return together(open.flatMap((row) => tags.filter((tag) => !row.tags.includes(tag)).map((tag) => tagged(row.id, tag))));
		}
		case "remove-tags":
			return together(
				open.flatMap((row) =>
					row.tags.filter((tag) => wanted.tags.includes(tag)).map((tag) => change(row.id, "untag", { tag }, "tag", { tag })),
				),
			);
		case "move": {
			const moving = open.filter((row) => row.parent !== (wanted.to ?? ""));
			const orders = ordersAfter(wanted.after, moving.length);
			return together(
				moving.map((row, index) => change(row.id, "move", { parent: wanted.to, order: orders[index] ?? "a0" }, "move", placeOf(row))),
			);
		}
		case "to-read":
			return together(open.map((row) => setTo(row.id, "set-to-read", "toRead", row.detail.toRead, wanted.toRead)));
		case "favourite":
			return together(open.map((row) => setTo(row.id, "set-favourite", "favourite", row.favourite === 1, wanted.favourite)));
		case "trash":
			return together(open.filter((row) => row.trashed === 0).map((row) => change(row.id, "trash", { at: wanted.at }, "restore", {})));
	}
}

/** How many of the bookmarks a change touches: what the message about it counts. */
export function touched(reversible: Reversible): number {
	return new Set(reversible.commands.map((command) => command.id)).size;
}

/** Where a row lies, as `move` takes it. */
export function placeOf(row: { readonly parent: string; readonly order: string }): {
	readonly parent: string | null;
	readonly order: string;
} {
	return { parent: row.parent === "" ? null : row.parent, order: row.order === "" ? "a0" : row.order };
}

/** Order keys behind the given one. A key that is not one (from elsewhere) starts the numbering anew. */
export function ordersAfter(last: string | null, count: number): readonly string[] {
	try {
		return generateNKeysBetween(last, null, count);
	} catch {
		return generateNKeysBetween(null, null, count);
	}
}

function tagged(id: string, tag: string): Reversible {
	return change(id, "tag", { tag }, "untag", { tag });
}
