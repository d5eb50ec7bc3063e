/** The library: RxDB over the rows of all items. Nothing here is the truth; everything can be made again from the log. */
import { createRxDatabase, type MangoQuery, type RxCollection, type RxDatabase } from "rxdb/plugins/core";
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
import { libraryStorage, type StorageSettings } from "./storage/library-storage";
import { byId, NOTHING, plain, type Stored, tableOver } from "./table";

/** Up to so many items, the links of each are asked for; those of more are found by one look through all. */
const LINKS_ONE_BY_ONE = 200;
/** Up to so many keys, each is looked up; RxDB answers for several by looking through all that lies between them. */
const KEYS_ONE_BY_ONE = 20;

interface Collections {
	readonly items: RxCollection<StoredRow>;
	readonly texts: RxCollection<TextRow>;
	readonly links: RxCollection<LinkRow>;
	readonly meta: RxCollection<MetaRow>;
}

/** What the library has of some items, by item (links) or by id. */
interface Before {
	readonly rows: ReadonlyMap<string, Stored<StoredRow>>;
	readonly texts: ReadonlyMap<string, Stored<TextRow>>;
	readonly links: ReadonlyMap<ItemId, readonly Stored<LinkRow>[]>;
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
	/** The program that has tried to read what is in quarantine; "" for none. */
	triedBy(): Promise<string>;
	setTriedBy(program: string): Promise<void>;
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
export async function openLibrary(name: string, settings: StorageSettings): Promise<Library> {
	const database: RxDatabase<Collections> = await createRxDatabase<Collections>({
		name: `${name}-${PROJECTION}`,
		storage: libraryStorage(settings),
		multiInstance: false,
		eventReduce: false,
		closeDuplicates: true,
	});
	const collections = (await database.addCollections({
		items: { schema: itemSchema },
		texts: { schema: textSchema },
		links: { schema: linkSchema },
		meta: { schema: metaSchema },
	})) as unknown as Collections;

	const items = tableOver(collections.items);
	const texts = tableOver(collections.texts);
	const links = tableOver(collections.links);
	const meta = tableOver(collections.meta);

	const rowsWhere = async (query: MangoQuery<StoredRow>): Promise<Row[]> => (await items.where(query)).map(asRow);
	const linksWhere = async (query: MangoQuery<LinkRow>): Promise<LinkRow[]> => (await links.where(query)).map(plain);

	const onShelf = (kind: ItemKind, shelf: 0 | 1 | 2, limit: number): Promise<Row[]> =>
		rowsWhere({ selector: { kind, shelf }, sort: [{ kind: "asc" }, { shelf: "asc" }, { byUpdated: "asc" }], limit });

	/** The links that are kept of these items, by item. */
	async function keptLinks(ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, readonly Stored<LinkRow>[]>> {
		const kept = new Map<ItemId, Stored<LinkRow>[]>(ids.map((id) => [id, []]));
		const found =
			ids.length > LINKS_ONE_BY_ONE
				? await links.where({ selector: {} })
				: (await Promise.all(ids.map((from) => links.where({ selector: { from } })))).flat();
		for (const link of found) kept.get(link.from)?.push(link);
		return kept;
	}

	/** What is there of these items: also what an earlier, interrupted write has left of one without a row. */
	async function before(ids: readonly ItemId[], fresh: boolean): Promise<Before> {
		if (fresh) return { rows: NOTHING, texts: NOTHING, links: NOTHING };
		const [rows, proses, linked] = await Promise.all([items.get(ids), texts.get(ids), keptLinks(ids)]);
		return { rows: byId(rows), texts: byId(proses), links: linked };
	}

	async function put(projections: readonly Projection[], fresh: boolean): Promise<readonly RowChange[]> {
		if (projections.length === 0) return [];
		const old = await before(
			projections.map(({ row }) => row.id),
			fresh,
		);
		const reworded = projections.filter(({ row, text }) => (old.texts.get(row.id)?.text ?? "") !== text);
		const relinked = projections.map(({ row, links: found }) => changedLinks(linkRows(row.id, found), old.links.get(row.id) ?? []));
		await Promise.all([
			items.write(
				projections.map(({ row }) => stored(row)),
				old.rows,
			),
			texts.write(
				reworded.filter(({ text }) => text !== "").map(({ row, text }) => ({ id: row.id, text })),
				old.texts,
			),
			texts.remove(reworded.flatMap(({ row, text }) => (text === "" ? (old.texts.get(row.id) ?? []) : []))),
			links.write(
				relinked.flatMap(({ put }) => put),
				byId([...old.links.values()].flat()),
			),
			links.remove(relinked.flatMap(({ removed }) => removed)),
		]);
		const prose = new Set(reworded.map(({ row }) => row.id));
		return projections.map(({ row }, index) => {
			const known = old.rows.get(row.id);
			const isRelinked = relinked[index]?.isChanged === true;
			return {
				before: known === undefined ? null : asRow(known),
				after: row,
				prose: known === undefined || prose.has(row.id) || isRelinked,
			};
		});
	}

	const remember = async (row: MetaRow): Promise<void> => meta.write([row], byId(await meta.get([row.id])));

	return {
		checkpoint: async () => (await meta.get(["checkpoint"]))[0]?.seq ?? 0,
		setCheckpoint: (seq) => remember({ id: "checkpoint", seq }),
		triedBy: async () => (await meta.get(["tried"]))[0]?.program ?? "",
		setTriedBy: (program) => remember({ id: "tried", program }),
		put,
		row: async (id) => (await items.get([id])).map(asRow)[0] ?? null,
		rows: async (ids) => new Map((await items.get(ids)).map((row) => [row.id, asRow(row)])),
		async newest(kind, limit) {
			const shelves = await Promise.all([onShelf(kind, 0, limit), onShelf(kind, 1, limit)]);
			return shelves
				.flat()
				.sort((a, b) => a.byUpdated - b.byUpdated || (a.id < b.id ? -1 : 1))
				.slice(0, limit);
		},
		favourites: (kind, limit) => onShelf(kind, 1, limit),
		ofKind: (kind) => rowsWhere({ selector: { kind } }),
		byKey: (key) => rowsWhere({ selector: { key } }),
		keysStarting: (beginning, limit) =>
			rowsWhere({ selector: { key: { $gte: beginning, $lt: `${beginning}\uffff` } }, sort: [{ key: "asc" }], limit }),
		async count(kind) {
			const [ordinary, favourite, trashed] = await Promise.all(([0, 1, 2] as const).map((shelf) => items.count({ kind, shelf })));
			return { kept: (ordinary ?? 0) + (favourite ?? 0), trashed: trashed ?? 0 };
		},
		text: async (id) => (await texts.get([id]))[0]?.text ?? null,
		linksFrom: (id) => linksWhere({ selector: { from: id } }),
		async linksTo(keys) {
			if (keys.length > KEYS_ONE_BY_ONE) return linksWhere({ selector: { key: { $in: [...keys] } } });
			return (await Promise.all(keys.map((key) => linksWhere({ selector: { key } })))).flat();
		},
		linksStarting: (key, limit) => linksWhere({ selector: { key: { $gte: key, $lt: `${key}\uffff` } }, sort: [{ key: "asc" }], limit }),
		async dump() {
			const everything = { selector: {}, sort: [{ id: "asc" }] } as const;
			return {
				rows: await rowsWhere(everything as unknown as MangoQuery<StoredRow>),
				texts: (await texts.where(everything as unknown as MangoQuery<TextRow>)).map(plain),
				links: await linksWhere(everything as unknown as MangoQuery<LinkRow>),
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

function asRow(row: Stored<StoredRow>): Row {
	const { shelf: _, ...rest } = plain(row);
	return rest;
}

function linkRows(from: ItemId, found: readonly ItemLink[]): LinkRow[] {
	return found.map((link, number) => ({ ...link, id: `${from}:${number}`, from }));
}

function sameLink(a: LinkRow, b: LinkRow): boolean {
	return a.target === b.target && a.use === b.use && a.heading === b.heading && a.key === b.key;
}

/** What must be written and removed so that these links are the ones that are kept. */
function changedLinks(
	wanted: readonly LinkRow[],
	kept: readonly Stored<LinkRow>[],
): { readonly put: readonly LinkRow[]; readonly removed: readonly Stored<LinkRow>[]; readonly isChanged: boolean } {
	const old = byId(kept);
	const put = wanted.filter((link) => {
		const known = old.get(link.id);
		old.delete(link.id);
		return known === undefined || !sameLink(known, link);
	});
	const removed = [...old.values()];
	return { put, removed, isChanged: put.length > 0 || removed.length > 0 };
}
