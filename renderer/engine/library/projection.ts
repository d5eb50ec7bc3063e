/** From an item's fields to what the library keeps of it. A pure function: the same document gives the same rows. */
import {
	type ItemFields,
	type ItemId,
	type ItemLink,
	type ItemModel,
	NEWEST_FIRST,
	type Row,
	readNumber,
	readString,
	type Searchable,
} from "../../../shared/model/item";
import { modelOf } from "../../../shared/model/registry";

export interface Projection {
	readonly row: Row;
	readonly text: string;
	readonly links: readonly ItemLink[];
	readonly searchable: Searchable;
}

/** What the library keeps of an item with these fields. `updated` in milliseconds. */
export function project<Fields extends ItemFields>(
	id: ItemId,
	space: string,
	model: ItemModel<Fields>,
	fields: Fields,
	updated: number,
): Projection {
	const { key, tags, detail, links, searchable, text } = model.describe(fields);
	return {
		row: {
			id,
			kind: fields.kind,
			space,
			title: fields.title,
			key,
			parent: fields.parent ?? "",
			order: fields.order,
			tags,
			favourite: fields.favourite ? 1 : 0,
			trashed: fields.trashed > 0 ? 1 : 0,
			created: fields.created,
			updated,
			byUpdated: NEWEST_FIRST - updated,
			readOnly: fields.model > model.version ? 1 : 0,
			detail,
		},
		text,
		links,
		searchable,
	};
}

/** The same from a document; null for a kind that this version does not know (it stays in the log, unharmed). */
export function projectDocument(
	id: ItemId,
	space: string,
	document: Readonly<Record<string, unknown>>,
	updated: number,
): Projection | null {
	const model = modelOf(readString(document.kind));
	if (model === null) return null;
	return project(id, space, model, { ...model.read(document), model: readNumber(document.model, 1) }, updated);
}
