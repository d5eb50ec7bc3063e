/** A bookmark: an address somebody wants to find again, with what they think of it. */
import { z } from "zod";
import { defineCommand } from "./commands";
import {
	CommandRefused,
	type ItemFields,
	type ItemModel,
	NOTE_IN_ROW,
	newItemShape,
	readItem,
	readNumber,
	readString,
	short,
} from "./item";
import { cleanTag, cleanTitle, isSafeAddress, readAddress } from "./names";

const LONGEST_URL = 16_000;
const LONGEST_NOTE = 100_000;

export interface BookmarkFields extends ItemFields {
	readonly kind: "bookmark";
	readonly url: string;
	readonly note: string;
	readonly toRead: boolean;
	/** Kept from browsers, so that an export gives back what an import took. */
	readonly keyword: string;
	readonly private: boolean;
	/** Milliseconds since 1970 when the browser last changed it; 0 when it did not say. */
	readonly modified: number;
}

const NewBookmark = z.object({
	...newItemShape,
	url: z.string().max(LONGEST_URL),
	note: z.string().max(LONGEST_NOTE).default(""),
	toRead: z.boolean().default(false),
	keyword: z.string().max(200).default(""),
	private: z.boolean().default(false),
	modified: z.number().int().nonnegative().default(0),
});

function safeAddress(url: string): string {
	const trimmed = url.trim();
	if (!isSafeAddress(trimmed)) throw new CommandRefused("not-a-web-address");
	return trimmed;
}

export const bookmarkModel: ItemModel<BookmarkFields> = {
	kind: "bookmark",
	version: 1,
	lane: "content",
	textFields: [],
	make(input, now) {
		const { created, ...given } = NewBookmark.parse(input);
		const url = safeAddress(given.url);
		return {
			...given,
			kind: "bookmark",
			model: 1,
			url,
			title: cleanTitle(given.title) || cleanTitle(url),
			tags: [...new Set(given.tags.map(cleanTag).filter((tag) => tag !== ""))].sort(),
			trashed: 0,
			created: created ?? now,
		};
	},
	read(document) {
		return {
			...readItem(document),
			kind: "bookmark",
			url: readString(document.url),
			note: readString(document.note),
			toRead: document.toRead === true,
			keyword: readString(document.keyword),
			private: document.private === true,
			modified: readNumber(document.modified),
		};
	},
	commands: {
		"set-url": defineCommand(z.object({ url: z.string().max(LONGEST_URL) }), (draft, { url }) => {
			draft.url = short(safeAddress(url));
		}),
		"set-note": defineCommand(z.object({ note: z.string().max(LONGEST_NOTE) }), (draft, { note }) => {
			draft.note = short(note);
		}),
		"set-to-read": defineCommand(z.object({ toRead: z.boolean() }), (draft, { toRead }) => {
			draft.toRead = toRead;
		}),
	},
	describe({ url, title, tags, note, toRead }) {
		const { key, host } = readAddress(url);
		return {
			key,
			tags,
			detail: { of: "bookmark", url, host, note: note.slice(0, NOTE_IN_ROW), toRead },
			links: [],
			searchable: { title, tags, text: `${note}\n${url}` },
			text: note.length >= NOTE_IN_ROW ? note : "",
		};
	},
};
