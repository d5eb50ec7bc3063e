/**
 * The library's tables. Derived from the log, so there are no migrations: a new PROJECTION makes a new database,
 * filled from the log. At most ten collections (RxDB refuses a fourteenth).
 */
import type { RxJsonSchema } from "rxdb";
import type { ItemId, ItemLink, Row } from "../../../shared/model/item";

/** Raise it whenever rows are computed differently. */
export const PROJECTION = 1;

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
	readonly seq: number;
}

const flag = { type: "integer", minimum: 0, maximum: 1, multipleOf: 1 } as const;
const key = { type: "string", maxLength: 400 } as const;
const id = { type: "string", maxLength: 26 } as const;

export const itemSchema: RxJsonSchema<Row> = {
	version: 0,
	primaryKey: "id",
	type: "object",
	properties: {
		id,
		kind: { type: "string", maxLength: 16 },
		space: { type: "string" },
		title: { type: "string" },
		key,
		parent: id,
		order: key,
		tags: { type: "array", items: { type: "string" } },
		favourite: flag,
		trashed: flag,
		created: { type: "number" },
		updated: { type: "number" },
		byUpdated: { type: "integer", minimum: 0, maximum: 10_000_000_000_000, multipleOf: 1 },
		readOnly: flag,
		detail: { type: "object" },
	},
	required: ["id", "kind", "key", "parent", "order", "favourite", "trashed", "byUpdated"],
	// What lists ask most: newest of a kind, the children of a place, by name, the favourites.
	indexes: [["kind", "trashed", "byUpdated"], ["parent", "order"], ["key"], ["favourite", "byUpdated"]],
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
	properties: { id: { type: "string", maxLength: 40 }, seq: { type: "number" } },
	required: ["id", "seq"],
};
