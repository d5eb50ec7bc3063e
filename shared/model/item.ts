/**
 * What all items are: the fields they share, and what a model (one file per kind) must say about its kind.
 */
import { ImmutableString } from "@automerge/automerge/slim";
import { z } from "zod";

/** 26 lower-case characters of base 32: 128 random bits. */
export const ItemId = z.string().regex(/^[a-z2-7]{26}$/);
export type ItemId = z.infer<typeof ItemId>;

export type ItemKind = "page" | "bookmark" | "collection" | "file" | "cv";

/** What an envelope that carries this item's changes may contain (DESIGN §2). */
export type Lane = ItemLane | "membership";
/** The lanes that carry items. */
export type ItemLane = "content" | "annotation";

/** Plain values of the fields that every item has. */
export interface ItemFields {
	readonly kind: ItemKind;
	/** The version of the model that wrote it. A newer one than we know opens read-only. */
	readonly model: number;
	readonly title: string;
	readonly tags: readonly string[];
	/** The item it lies in: a page's parent page, a bookmark's collection. Null at the top. */
	readonly parent: ItemId | null;
	/** Position among siblings: a fractional index (`fractional-indexing`), compared as a string. */
	readonly order: string;
	readonly favourite: boolean;
	/** Milliseconds since 1970 when it went to the trash; 0 when it is not there. */
	readonly trashed: number;
	/** Milliseconds since 1970. */
	readonly created: number;
}

/** A reference from one item to another by name, as `[[Name]]` in a page. */
export interface ItemLink {
	readonly use: "link" | "embed" | "alias";
	/** What was written, as a path or a name: `Folder/Name`. For an alias, the alias. */
	readonly target: string;
	/** `nameKey` of the last segment of `target`, by which it is looked up. */
	readonly key: string;
	/** The heading or block after `#`, or "". */
	readonly heading: string;
}

/** What full-text search sees of an item. */
export interface Searchable {
	readonly title: string;
	readonly tags: readonly string[];
	readonly text: string;
}

/** One row of the library: what lists and previews need of an item. */
export interface Row<Detail = ItemDetail> {
	readonly id: ItemId;
	readonly kind: ItemKind;
	readonly space: string;
	readonly title: string;
	/** What the item is looked up by: `nameKey(title)` for what has a name, `urlKey(url)` for a bookmark. */
	readonly key: string;
	/** "" at the top. */
	readonly parent: ItemId | "";
	readonly order: string;
	readonly tags: readonly string[];
	readonly favourite: 0 | 1;
	readonly trashed: 0 | 1;
	readonly created: number;
	/** When its last change was made, by its author's clock. */
	readonly updated: number;
	/** `NEWEST_FIRST - updated`: ascending is newest first, which is what an index can do quickly. */
	readonly byUpdated: number;
	/** 1 when a newer version of the app wrote it: shown, never changed. */
	readonly readOnly: 0 | 1;
	readonly detail: Detail;
}

/** A row carries this much of a note (characters). A note that fills it is kept whole as the item's prose: from the row alone nobody can tell whether there is more. */
export const NOTE_IN_ROW = 2000;

export const NEWEST_FIRST = 10_000_000_000_000;

export interface PageDetail {
	readonly of: "page";
	/** The first 200 characters of readable text. */
	readonly excerpt: string;
	readonly words: number;
	readonly aliases: readonly string[];
	/** True for a folder of an imported vault: a page without text of its own. */
	readonly folder: boolean;
	readonly tasks: { readonly open: number; readonly done: number };
}

export interface BookmarkDetail {
	readonly of: "bookmark";
	readonly url: string;
	readonly host: string;
	readonly note: string;
	readonly toRead: boolean;
}

export interface CollectionDetail {
	readonly of: "collection";
	readonly note: string;
}

export interface FileDetail {
	readonly of: "file";
	/** SHA-256 of the bytes: its name in the blob store. */
	readonly hash: string;
	readonly size: number;
	readonly mediaType: string;
}

export interface CvDetail {
	readonly of: "cv";
	/** The person's name and what they call themselves, as the CV says. */
	readonly name: string;
	readonly label: string;
	readonly entries: number;
}

export type ItemDetail = PageDetail | BookmarkDetail | CollectionDetail | FileDetail | CvDetail;

/** What the library and search keep of an item. */
export interface Description {
	/** `Row.key` */
	readonly key: string;
	/** All tags: those of the item and those written in its text. */
	readonly tags: readonly string[];
	readonly detail: ItemDetail;
	readonly links: readonly ItemLink[];
	readonly searchable: Searchable;
	/** The prose to show before the document itself is loaded; "" where there is none. */
	readonly text: string;
}

/** The mutable document inside an Automerge change. Short strings are `ImmutableString`; only prose is text. */
export type Draft = Record<string, unknown>;

/** A command: a pure function on a document. It may refuse by throwing `CommandRefused`. */
export interface ItemCommand<Params> {
	readonly params: z.ZodType<Params>;
	apply(draft: Draft, params: Params): void;
}

/** Why a command would not do it, in words a person can be shown after translation by code. */
export class CommandRefused extends Error {
	constructor(readonly code: "not-a-web-address" | "empty-title" | "bad-value") {
		super(code);
	}
}

/**
 * Everything the engine needs to know about one kind of item. The engine itself knows no kind by name:
 * it finds models in `registry.ts`.
 */
export interface ItemModel<Fields extends ItemFields = ItemFields> {
	readonly kind: Fields["kind"];
	readonly version: number;
	readonly lane: ItemLane;
	/** Fields that are collaborative text; all other strings are written as `ImmutableString`. */
	readonly textFields: readonly (keyof Fields & string)[];
	/** Fields that are maps of strings in which every value merges by itself; all other objects are written as JSON. */
	readonly mapFields?: readonly (keyof Fields & string)[];
	/** The initial fields of a new item: input is checked, defaults are filled in. */
	make(input: unknown, now: number): Fields;
	/** The fields of a document of this or an older version (upcast). Tolerates what is missing or odd. */
	read(document: Readonly<Record<string, unknown>>): Fields;
	/** Commands beyond those that all items share (`commands.ts`). */
	readonly commands: Readonly<Record<string, ItemCommand<never>>>;
	/** What the library and search keep of it. Pure: the same fields give the same description. */
	describe(fields: Fields): Description;
}

/** A short string as it lies in a document: last writer wins, loads quickly. */
export function short(value: string): ImmutableString {
	return new ImmutableString(value);
}

/** Reads a string field written as either kind of string; anything else gives the fallback. */
export function readString(value: unknown, fallback = ""): string {
	if (typeof value === "string") return value;
	if (value instanceof ImmutableString) return value.toString();
	return fallback;
}

/** Reads a finite number; anything else gives the fallback. */
export function readNumber(value: unknown, fallback = 0): number {
	if (value instanceof Date) return value.getTime();
	return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

/** Reads tags, which lie in a document as a map `{ [tag]: true }` so that concurrent tagging merges. */
export function readTags(value: unknown): string[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.keys(value).sort();
}

/** Reads a list of strings. */
export function readStrings(value: unknown): string[] {
	return Array.isArray(value) ? value.map((entry) => readString(entry)).filter((entry) => entry !== "") : [];
}

/** Reads what every item has. Kind and model are the caller's. */
export function readItem(document: Readonly<Record<string, unknown>>): Omit<ItemFields, "kind"> {
	const parent = readString(document.parent);
	return {
		model: readNumber(document.model, 1),
		title: readString(document.title),
		tags: readTags(document.tags),
		parent: parent === "" ? null : parent,
		order: readString(document.order, "a0"),
		favourite: document.favourite === true,
		trashed: readNumber(document.trashed),
		created: readNumber(document.created),
	};
}

/** The part of a new item's input that every kind accepts. */
export const newItemShape = {
	title: z.string().max(2000).default(""),
	tags: z.array(z.string().min(1).max(200)).max(1000).default([]),
	parent: ItemId.nullable().default(null),
	order: z.string().max(400).default("a0"),
	favourite: z.boolean().default(false),
	created: z.number().int().nonnegative().optional(),
};
