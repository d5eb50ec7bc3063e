/** Taking a collection away: with all that lies in it, or only itself. */
import type { Row } from "../../../../shared/model/item";
import { placeOf } from "./bulk-change";
import { change, type Reversible, together } from "./reversible";

/** What lies directly in a collection goes up to where the collection was; order keys are kept. */
export function removeKeepingContents(collection: Row, children: readonly Row[], now: number): Reversible {
	const { parent } = placeOf(collection);
	return together([
		...children
			.filter((row) => row.readOnly === 0)
			.map((row) => change(row.id, "move", { parent, order: placeOf(row).order }, "move", placeOf(row))),
		change(collection.id, "trash", { at: now }, "restore", {}),
	]);
}

/** The collection and everything below it. All carry the same time, by which the trash shows that they went together. */
export function removeWithContents(collection: Row, below: readonly string[], now: number): Reversible {
	return together([...below, collection.id].map((id) => change(id, "trash", { at: now }, "restore", {})));
}
