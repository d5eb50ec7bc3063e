/** All collections as a forest: who lies in whom, the way to each, and how much is in it. */
import type { CollectionDetail, Row } from "../../../../shared/model/item";

export type CollectionRow = Row<CollectionDetail>;

export interface CollectionPlace {
	readonly row: CollectionRow;
	/** 0 at the top. */
	readonly depth: number;
	/** Titles from the top down to its own. */
	readonly path: readonly string[];
	/** Ids from the top down to its own. */
	readonly ids: readonly string[];
}

export interface CollectionForest {
	/** Every collection, each followed by those in it. */
	readonly places: readonly CollectionPlace[];
	readonly byId: ReadonlyMap<string, CollectionPlace>;
	/** Children in their order; null for the top. */
	readonly children: ReadonlyMap<string | null, readonly CollectionRow[]>;
}

/**
 * Builds the forest. A collection whose parent is gone, or which concurrent moves have put into itself, stands at
 * the top: it must never be out of reach.
 */
export function collectionForest(rows: readonly CollectionRow[]): CollectionForest {
	const known = new Map(rows.map((row) => [row.id, row]));
	const children = new Map<string | null, CollectionRow[]>();
	for (const row of [...rows].sort(byOrder)) {
		const parent = known.has(row.parent) && !inLoop(row, known) ? row.parent : null;
		const siblings = children.get(parent);
		if (siblings === undefined) children.set(parent, [row]);
		else siblings.push(row);
	}
	const places: CollectionPlace[] = [];
	const visit = (parent: CollectionPlace | null): void => {
		for (const row of children.get(parent?.row.id ?? null) ?? []) {
			const place: CollectionPlace = {
				row,
				depth: parent === null ? 0 : parent.depth + 1,
				path: [...(parent?.path ?? []), row.title],
				ids: [...(parent?.ids ?? []), row.id],
			};
			places.push(place);
			visit(place);
		}
	};
	visit(null);
	return { places, byId: new Map(places.map((place) => [place.row.id, place])), children };
}

/** What of it is in this space: only there can something of that space be put. Null: all of it. */
export function forestIn(forest: CollectionForest, space: string | null): CollectionForest {
	return space === null ? forest : collectionForest(forest.places.flatMap(({ row }) => (row.space === space ? [row] : [])));
}

/** How many bookmarks lie in each collection and those below it. `direct` counts what lies directly in it. */
export function countsBelow(forest: CollectionForest, direct: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
	const totals = new Map<string, number>();
	for (const { row, ids } of forest.places) {
		const own = direct[row.id] ?? 0;
		for (const id of ids) totals.set(id, (totals.get(id) ?? 0) + own);
	}
	return totals;
}

/** Collections whose name contains what was typed, those that begin with it first. */
export function matchingPlaces(forest: CollectionForest, typed: string, limit: number): readonly CollectionPlace[] {
	const wanted = typed.trim().toLocaleLowerCase();
	if (wanted === "") return forest.places.slice(0, limit);
	const hits = forest.places.filter(({ path }) => path.join(" / ").toLocaleLowerCase().includes(wanted));
	const begins = (place: CollectionPlace): number => (place.row.title.toLocaleLowerCase().startsWith(wanted) ? 0 : 1);
	return [...hits].sort((a, b) => begins(a) - begins(b)).slice(0, limit);
}

/** Whether the collection lies in itself by way of others. What hangs below such a loop does not. */
function inLoop(row: CollectionRow, known: ReadonlyMap<string, CollectionRow>): boolean {
	const seen = new Set<string>();
	for (let at = known.get(row.parent); at !== undefined && !seen.has(at.id); at = known.get(at.parent)) {
		if (at.id === row.id) return true;
		seen.add(at.id);
	}
	return false;
}

function byOrder(a: CollectionRow, b: CollectionRow): number {
	if (a.order !== b.order) return a.order < b.order ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}
