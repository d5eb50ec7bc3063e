/** How an item's plain fields lie in an Automerge document. */
import { type Draft, type ItemFields, type ItemModel, short } from "./item";

/**
 * The document of a new item. Strings become `ImmutableString` (which load about five times faster) but for the
 * model's text fields, which stay strings and so become collaborative text; tags and the
 * model's map fields become maps; other objects become JSON.
 */
export function toDocument<Fields extends ItemFields>(model: ItemModel<Fields>, fields: Fields): Draft {
	const text: readonly string[] = model.textFields;
	const maps: readonly string[] = model.mapFields ?? [];
	const document: Draft = {};
	for (const [name, value] of Object.entries(fields)) {
		if (name === "tags" && Array.isArray(value)) document.tags = Object.fromEntries(value.map((tag) => [tag, true]));
		else if (typeof value === "string") document[name] = text.includes(name) ? value : short(value);
		else if (Array.isArray(value)) document[name] = value.map((entry) => short(String(entry)));
		else if (maps.includes(name) && typeof value === "object" && value !== null)
			document[name] = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, short(String(entry))]));
		else if (typeof value === "object" && value !== null) document[name] = short(JSON.stringify(value));
		else document[name] = value;
	}
	return document;
}
