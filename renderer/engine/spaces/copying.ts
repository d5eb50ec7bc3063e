/** Makes items again in another space, with their history: the same changes under new ids, which are of that space. */
import { change, clone, type Doc, free, getAllChanges } from "@automerge/automerge/slim";
import { type Draft, type ItemId, type ItemKind, type ItemLane, type Row, readString, short } from "../../../shared/model/item";
import { itemKinds, modelOf } from "../../../shared/model/registry";
import { steadyBreath } from "../breathing";
import { EngineError } from "../contract";
import type { Documents } from "../documents/documents";
import type { Sealer, Unsealed } from "../documents/sealer";
import type { Exclusive } from "../exclusive";
import type { ItemPlaces } from "../item-places";
import type { KindRows } from "../library/catalogue";
import { type Projection, projectDocument } from "../library/projection";
import type { Projector } from "../projector";

export interface CopyingParts {
	readonly documents: Documents;
	readonly sealer: Sealer;
	readonly projector: Projector;
	readonly places: ItemPlaces;
	readonly exclusive: Exclusive;
	readonly rowsOf: (kind: ItemKind) => Promise<KindRows>;
	/** The files that a page shows, wherever they lie. */
	readonly embeddedIn: (page: ItemId) => Promise<readonly Pick<Row, "id">[]>;
	readonly now: () => number;
}

export interface Copied {
	/** New ids, those of the ones asked for first and in their order. */
	readonly ids: readonly ItemId[];
	/** The items asked for and all that lies in them: what goes when they are moved. */
	readonly originals: readonly ItemId[];
}

/**
 * Copies these items and all that lies in them, and the files that their pages show from elsewhere: whoever is in that space
 * has no other way to them.
 */
export async function copyToSpace(ids: readonly ItemId[], space: string, parts: CopyingParts): Promise<Copied> {
	const { documents, sealer, projector, places, exclusive, now } = parts;
	const time = now();
	const originals = await withContents(ids, parts);
	const all = [...originals, ...(await shownFromElsewhere(originals, parts))];
	const copies = new Map(all.map(({ id }) => [id, places.newId(space)]));
	const breath = steadyBreath();
	const batches: Unsealed[] = [];
	const projections: Projection[] = [];
	for (const { id, parent } of all) {
		const copyId = copies.get(id);
		if (copyId === undefined) continue;
		const newParent = ids.includes(id) ? null : (copies.get(parent) ?? null);
		await documents.use(id, ({ doc, updated }) => {
			const copy = placed(doc, newParent, sealer.freshActor(), time);
			batches.push({ space, lane: laneOf(copy), items: [{ id: copyId, changes: getAllChanges(copy) }] });
			const projection = projectDocument(copyId, space, copy, Math.max(updated, time));
			if (projection !== null) projections.push(projection);
			free(copy);
		});
		await breath();
	}
	await exclusive(async () => {
		const seqs = await sealer.append(batches, time);
		await projector.putMany(projections, Math.max(0, ...seqs), () => undefined);
	});
	return { ids: [...copies.values()], originals: originals.map(({ id }) => id) };
}

/** A copy that lies where it lies now. It may be written by an actor of its own: the first one goes on writing the original. */
function placed(doc: Doc<Draft>, parent: ItemId | null, actor: string, time: number): Doc<Draft> {
	return change(clone(doc, { actor }), { time: Math.floor(time / 1000) }, (draft) => {
		draft.parent = parent === null ? null : short(parent);
	});
}

function laneOf(doc: Doc<Draft>): ItemLane {
	const model = modelOf(readString(doc.kind));
	if (model === null) throw new EngineError("read-only", "a newer version of Commonplace wrote this item");
	return model.lane;
}

/** The files that pages among these show and that do not lie in any of them; each goes with the first page that shows it. */
async function shownFromElsewhere(
	originals: readonly Pick<Row, "id" | "parent">[],
	{ embeddedIn }: CopyingParts,
): Promise<readonly Pick<Row, "id" | "parent">[]> {
	const found = new Map<ItemId, Pick<Row, "id" | "parent">>();
	const inside = new Set(originals.map(({ id }) => id));
	for (const { id: page } of originals)
		for (const { id } of await embeddedIn(page)) if (!inside.has(id) && !found.has(id)) found.set(id, { id, parent: page });
	return [...found.values()];
}

/** The items, and after each everything in it that is not in the trash. */
async function withContents(ids: readonly ItemId[], { rowsOf }: CopyingParts): Promise<readonly Pick<Row, "id" | "parent">[]> {
	const kinds = await Promise.all(itemKinds.map(rowsOf));
	const rowOf = (id: ItemId): Row | undefined => kinds.map(({ rows }) => rows.get(id)).find((row) => row !== undefined);
	const found = new Map<ItemId, Pick<Row, "id" | "parent">>();
	for (const id of ids) {
		const row = rowOf(id);
		if (row === undefined) throw new EngineError("not-found", "there is no such item");
		found.set(id, row);
	}
	for (const id of found.keys()) {
		for (const { children } of kinds) {
			for (const child of children.get(id) ?? []) {
				const row = rowOf(child);
				if (row !== undefined && row.trashed === 0 && !found.has(child)) found.set(child, row);
			}
		}
	}
	return [...found.values()];
}
