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
	readonly now: () => number;
}

/** Copies these items and all that lies in them; gives all first ids and the new one of each, those of `ids` first and in their order. */
export async function copyToSpace(ids: readonly ItemId[], space: string, parts: CopyingParts): Promise<ReadonlyMap<ItemId, ItemId>> {
	const { documents, sealer, projector, places, exclusive, now } = parts;
	const time = now();
	const originals = await withContents(ids, parts);
	const copies = new Map(originals.map(({ id }) => [id, places.newId(space)]));
	const breath = steadyBreath();
	const batches: Unsealed[] = [];
	const projections: Projection[] = [];
	for (const { id, parent } of originals) {
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
	return copies;
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
