/** A collection: a place for bookmarks, nested like folders. */
import { z } from "zod";
import { defineCommand } from "./commands";
import { type ItemFields, type ItemModel, NOTE_IN_ROW, newItemShape, readItem, readString, short } from "./item";
import { cleanTag, cleanTitle, nameKey } from "./names";

const LONGEST_NOTE = 100_000;

export interface CollectionFields extends ItemFields {
	readonly kind: "collection";
	readonly note: string;
}

const NewCollection = z.object({ ...newItemShape, note: z.string().max(LONGEST_NOTE).default("") });

export const collectionModel: ItemModel<CollectionFields> = {
	kind: "collection",
	version: 1,
	lane: "content",
	textFields: [],
	make(input, now) {
		const { created, ...given } = NewCollection.parse(input);
		return {
			...given,
			kind: "collection",
			model: 1,
			title: cleanTitle(given.title),
			tags: [...new Set(given.tags.map(cleanTag).filter((tag) => tag !== ""))].sort(),
			trashed: 0,
			created: created ?? now,
		};
	},
	read: (document) => ({ ...readItem(document), kind: "collection", note: readString(document.note) }),
	commands: {
		"set-note": defineCommand(z.object({ note: z.string().max(LONGEST_NOTE) }), (draft, { note }) => {
			draft.note = short(note);
		}),
	},
	describe: ({ title, tags, note }) => ({
		key: nameKey(title),
		tags,
		detail: { of: "collection", note: note.slice(0, NOTE_IN_ROW) },
		links: [],
		searchable: { title, tags, text: note },
		text: note.length >= NOTE_IN_ROW ? note : "",
	}),
};
