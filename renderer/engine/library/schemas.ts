/**
 * The library's tables. Derived from the log, so there are no migrations: a new PROJECTION makes a new database,
 * filled from the log. At most ten collections (RxDB refuses a fourteenth).
 */
import type { RxJsonSchema } from "rxdb";
import type { ItemId, ItemLink, Row } from "../../../shared/model/item";

/** Raise it whenever rows are computed differently. */
export const PROJECTION = 6;

/**
 * A row as it is stored. `shelf` (0 ordinary, 1 favourite, 2 trash) lets one index answer newest, favourites and counts:
 * every further index makes an import of thousands noticeably slower.
 */
export interface StoredRow extends Row {
	readonly shelf: 0 | 1 | 2;
}

export interface TextRow {
	readonly id: ItemId;
	readonly text: string;
}

export interface LinkRow extends ItemLink {
	/** `<from>:<number>` */
	readonly id: string;
	readonly from: ItemId;
}

export interface MetaRow {
	readonly id: string;
	/** The log position up to which the library is complete. */
	readonly seq?: number;
	/** The program that has tried to read what is in quarantine. */
	readonly program?: string;
}

const key = { type: "string", maxLength: 400 } as const;
const id = { type: "string", maxLength: 26 } as const;

export const itemSchema: RxJsonSchema<StoredRow> = {
	version: 0,
	primaryKey: "id",
	type: "object",
	properties: {
		id,
		kind: { type: "string", maxLength: 16 },
		space: { type: "string" },
		title: { type: "string" },
		key,
		parent: { type: "string" },
		order: { type: "string" },
		tags: { type: "array", items: { type: "string" } },
		favourite: { type: "number" },
		trashed: { type: "number" },
		shelf: { type: "integer", minimum: 0, maximum: 2, multipleOf: 1 },
		created: { type: "number" },
		updated: { type: "number" },
		byUpdated: { type: "integer", minimum: 0, maximum: 10_000_000_000_000, multipleOf: 1 },
		readOnly: { type: "number" },
		detail: { type: "object" },
	},
	required: ["id", "kind", "key", "shelf", "byUpdated"],
	indexes: [["kind", "shelf", "byUpdated"], ["key"]],
};

export const textSchema: RxJsonSchema<TextRow> = {
	version: 0,
	primaryKey: "id",
	type: "object",
	properties: { id, text: { type: "string" } },
	required: ["id", "text"],
};

export const linkSchema: RxJsonSchema<LinkRow> = {
	version: 0,
	primaryKey: "id",
	type: "object",
	properties: {
		id: { type: "string", maxLength: 40 },
		from: id,
		use: { type: "string" },
		target: { type: "string" },
		key,
		heading: { type: "string" },
	},
	required: ["id", "from", "key"],
	indexes: [["key"], ["from"]],
};

export const metaSchema: RxJsonSchema<MetaRow> = {
	version: 0,
	primaryKey: "id",
	type: "object",
	properties: { id: { type: "string", maxLength: 40 }, seq: { type: "number" }, program: { type: "string" } },
	required: ["id"],
};
