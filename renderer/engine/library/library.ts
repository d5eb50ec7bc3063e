/** The library: RxDB over the rows of all items. Nothing here is the truth; everything can be made again from the log. */
import {
	createRxDatabase,
	type MangoQuery,
	normalizeMangoQuery,
	prepareQuery,
	type RxCollection,
	type RxDatabase,
	type RxStorage,
} from "rxdb/plugins/core";
import type { ItemId, ItemKind, ItemLink, Row } from "../../../shared/model/item";
import type { Projection } from "./projection";
import {
	itemSchema,
	type LinkRow,
	linkSchema,
	type MetaRow,
	metaSchema,
	PROJECTION,
	type StoredRow,
	type TextRow,
	textSchema,
} from "./schemas";

/** From this many items on, their links are found by one look through all of them. */
const LOOK_THROUGH_ALL = 20;

interface Collections {
	readonly items: RxCollection<StoredRow>;
	readonly texts: RxCollection<TextRow>;
	readonly links: RxCollection<LinkRow>;
	readonly meta: RxCollection<MetaRow>;
}

/** One item's row before and after; `before` is null for a new one. */
export interface RowChange {
	readonly before: Row | null;
	readonly after: Row;
	/** Whether its prose or its links changed too. */
	readonly prose: boolean;
}

export interface Library {
	/** Log position up to which everything is in. */
	checkpoint(): Promise<number>;
	setCheckpoint(seq: number): Promise<void>;
	/** Puts rows, prose and links of these items; items of `fresh` are known not to be there yet. */
	put(projections: readonly Projection[], fresh: boolean): Promise<readonly RowChange[]>;
	row(id: ItemId): Promise<Row | null>;
	rows(ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, Row>>;
	/** Newest first, not trashed. */
	newest(kind: ItemKind, limit: number): Promise<readonly Row[]>;
	/** Newest first, not trashed. */
	favourites(kind: ItemKind, limit: number): Promise<readonly Row[]>;
	/** All rows of a kind, trashed ones too, in no particular order. */
	ofKind(kind: ItemKind): Promise<readonly Row[]>;
	/** Rows with this key, of any kind, trashed ones too. */
	byKey(key: string): Promise<readonly Row[]>;
	/** Rows whose key begins with this, in order of their keys. */
	keysStarting(beginning: string, limit: number): Promise<readonly Row[]>;
	count(kind: ItemKind): Promise<{ readonly kept: number; readonly trashed: number }>;
	text(id: ItemId): Promise<string | null>;
	linksFrom(id: ItemId): Promise<readonly LinkRow[]>;
	linksTo(keys: readonly string[]): Promise<readonly LinkRow[]>;
	/** Links and aliases whose key begins with this. */
	linksStarting(key: string, limit: number): Promise<readonly LinkRow[]>;
	/** Every row, by id: for comparing libraries. */
	dump(): Promise<{ readonly rows: readonly Row[]; readonly texts: readonly TextRow[]; readonly links: readonly LinkRow[] }>;
	close(): Promise<void>;
	/** Closes it and deletes everything. */
	remove(): Promise<void>;
}

/** Opens the library of that name, or makes an empty one. */
export async function openLibrary(name: string, storage: RxStorage<unknown, unknown>): Promise<Library> {
	const database: RxDatabase<Collections> = await createRxDatabase<Collections>({
		name: `${name}-${PROJECTION}`,
		storage,
		multiInstance: false,
		eventReduce: false,
		closeDuplicates: true,
	});
	const { items, texts, links, meta } = (await database.addCollections({
		items: { schema: itemSchema },
		texts: { schema: textSchema },
		links: { schema: linkSchema },
		meta: { schema: metaSchema },
	})) as unknown as Collections;

	/** Straight from the storage: a list wants rows, not documents with methods. */
	async function query<Stored>(collection: RxCollection<Stored>, mango: MangoQuery<Stored>): Promise<Stored[]> {
		const schema = collection.schema.jsonSchema;
		// Every index begins with `_deleted`: a query that leaves it open looks at all rows, and finds removed ones too.
		const standing = { ...mango, selector: { ...mango.selector, _deleted: { $eq: false } } } as MangoQuery<Stored>;
		const { documents } = await collection.storageInstance.query(prepareQuery(schema, normalizeMangoQuery(schema, standing)));
		return documents.map((stored) => {
			const { _rev, _meta, _deleted, _attachments, ...plain } = stored;
			return plain as Stored;
		});
	}

	async function byIds<Stored extends { readonly id: string }>(
		collection: RxCollection<Stored>,
		ids: readonly string[],
	): Promise<Stored[]> {
		const stored = await collection.storageInstance.findDocumentsById([...ids], false);
		return stored.map((document) => {
			const { _rev, _meta, _deleted, _attachments, ...plain } = document;
			return plain as unknown as Stored;
		});
	}

	const rowsWhere = async (mango: MangoQuery<StoredRow>): Promise<Row[]> => (await query(items, mango)).map(asRow);

	const onShelf = (kind: ItemKind, shelf: 0 | 1 | 2, limit: number): Promise<Row[]> =>
		rowsWhere({ selector: { kind, shelf }, sort: [{ kind: "asc" }, { shelf: "asc" }, { byUpdated: "asc" }], limit });

	/** The links that are kept of these items, by item. Many at once are found quicker by one look through all. */
	async function keptLinks(ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, readonly LinkRow[]>> {
		const kept = new Map<ItemId, LinkRow[]>(ids.map((id) => [id, []]));
		const found =
			ids.length > LOOK_THROUGH_ALL
				? await query(links, { selector: {} })
				: (await Promise.all(ids.map((from) => query(links, { selector: { from } as never })))).flat();
		for (const link of found) kept.get(link.from)?.push(link);
		return kept;
	}

	/** Gives the items whose links have changed. */
	async function putLinks(projections: readonly Projection[]): Promise<ReadonlySet<ItemId>> {
		const kept = await keptLinks(projections.map(({ row }) => row.id));
		const relinked = new Set<ItemId>();
		const put: LinkRow[] = [];
		const removed: string[] = [];
		for (const { row, links: found } of projections) {
			const stale = new Map(kept.get(row.id)?.map((link) => [link.id, link]));
			for (const link of linkRows(row.id, found)) {
				const old = stale.get(link.id);
				stale.delete(link.id);
				if (old !== undefined && sameLink(old, link)) continue;
				put.push(link);
				relinked.add(row.id);
			}
			if (stale.size > 0) relinked.add(row.id);
			removed.push(...stale.keys());
		}
		if (put.length > 0) await check(links.bulkUpsert(put));
		if (removed.length > 0) await check(links.bulkRemove(removed));
		return relinked;
	}

	/** `sure`: none of them has left anything here; else an earlier, interrupted write may have left a part. */
	async function putAdded(projections: readonly Projection[], sure: boolean): Promise<readonly RowChange[]> {
		const rows = projections.map(({ row }) => stored(row));
		const proses = projections.filter((projection) => projection.text !== "").map(({ row, text }) => ({ id: row.id, text }));
		const linked = projections.flatMap(({ row, links: found }) => linkRows(row.id, found));
		await Promise.all([add(items, rows, sure), add(texts, proses, sure), add(links, linked, sure)]);
		return projections.map(({ row }) => ({ before: null, after: row, prose: true }));
	}

	async function add<Stored>(collection: RxCollection<Stored>, rows: Stored[], sure: boolean): Promise<void> {
		if (rows.length > 0) await check(sure ? collection.bulkInsert(rows) : collection.bulkUpsert(rows));
	}

	return {
		checkpoint: async () => (await byIds(meta, ["checkpoint"]))[0]?.seq ?? 0,
		setCheckpoint: async (seq) => {
			await meta.upsert({ id: "checkpoint", seq });
		},
		async put(projections, fresh) {
			if (projections.length === 0) return [];
			if (fresh) return putAdded(projections, true);
			const before = new Map(
				(
					await byIds(
						items,
						projections.map(({ row }) => row.id),
					)
				).map((row) => [row.id, asRow(row)]),
			);
			const added = projections.filter(({ row }) => !before.has(row.id));
			const known = projections.filter(({ row }) => before.has(row.id));
			const changes = added.length > 0 ? [...(await putAdded(added, false))] : [];
			if (known.length === 0) return changes;
			const oldTexts = new Map(
				(
					await byIds(
						texts,
						known.map(({ row }) => row.id),
					)
				).map(({ id, text }) => [id, text]),
			);
			const changedTexts = known.filter(({ row, text }) => (oldTexts.get(row.id) ?? "") !== text);
			await check(items.bulkUpsert(known.map(({ row }) => stored(row))));
			if (changedTexts.length > 0) await check(texts.bulkUpsert(changedTexts.map(({ row, text }) => ({ id: row.id, text }))));
			const relinked = await putLinks(known);
			const reworded = new Set(changedTexts.map(({ row }) => row.id));
			for (const { row } of known)
				changes.push({ before: before.get(row.id) ?? null, after: row, prose: reworded.has(row.id) || relinked.has(row.id) });
			return changes;
		},
		row: async (id) => (await byIds(items, [id])).map(asRow)[0] ?? null,
		rows: async (ids) => new Map((await byIds(items, ids)).map((row) => [row.id, asRow(row)])),
		async newest(kind, limit) {
			const shelves = await Promise.all([onShelf(kind, 0, limit), onShelf(kind, 1, limit)]);
			return shelves
				.flat()
				.sort((a, b) => a.byUpdated - b.byUpdated)
				.slice(0, limit);
		},
		favourites: (kind, limit) => onShelf(kind, 1, limit),
		ofKind: (kind) => rowsWhere({ selector: { kind } }),
		byKey: (key) => rowsWhere({ selector: { key } }),
		keysStarting: (beginning, limit) =>
			rowsWhere({ selector: { key: { $gte: beginning, $lt: `${beginning}\uffff` } }, sort: [{ key: "asc" }], limit }),
		async count(kind) {
			const [ordinary, favourite, trashed] = await Promise.all(
				([0, 1, 2] as const).map((shelf) => items.count({ selector: { kind, shelf } }).exec()),
			);
			return { kept: (ordinary ?? 0) + (favourite ?? 0), trashed: trashed ?? 0 };
		},
		text: async (id) => (await byIds(texts, [id]))[0]?.text ?? null,
		linksFrom: (id) => query(links, { selector: { from: id } as never }),
		linksTo: async (keys) => (keys.length === 0 ? [] : query(links, { selector: { key: { $in: [...keys] } } as never })),
		linksStarting: (key, limit) =>
			query(links, { selector: { key: { $gte: key, $lt: `${key}\uffff` } } as never, sort: [{ key: "asc" }], limit }),
		async dump() {
			const everything = { selector: {}, sort: [{ id: "asc" }] } as const;
			return {
				rows: await rowsWhere(everything as unknown as MangoQuery<StoredRow>),
				texts: await query(texts, everything as unknown as MangoQuery<TextRow>),
				links: await query(links, everything as unknown as MangoQuery<LinkRow>),
			};
		},
		close: async () => {
			await database.close();
		},
		remove: async () => {
			await database.remove();
		},
	};
}

function stored(row: Row): StoredRow {
	return { ...row, shelf: row.trashed === 1 ? 2 : row.favourite };
}

function asRow({ shelf: _, ...row }: StoredRow): Row {
	return row;
}

function linkRows(from: ItemId, found: readonly ItemLink[]): LinkRow[] {
	return found.map((link, number) => ({ ...link, id: `${from}:${number}`, from }));
}

function sameLink(a: LinkRow, b: LinkRow): boolean {
	return a.target === b.target && a.use === b.use && a.heading === b.heading && a.key === b.key;
}

/** A bulk write reports what it could not write in its result; a library that misses rows must not pass for whole. */
async function check(writing: Promise<{ readonly error: readonly unknown[] }>): Promise<void> {
	const { error } = await writing;
	if (error.length > 0) throw new Error(`the library could not keep ${error.length} rows`, { cause: error[0] });
}
