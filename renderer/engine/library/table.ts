/** A collection of the library, read and written as plain rows: nobody needs RxDB's documents with their methods. */
import {
	type MangoQuery,
	normalizeMangoQuery,
	prepareQuery,
	type RxCollection,
	type RxDocumentData,
	registerMutableWriteContext,
} from "rxdb/plugins/core";

/** A row with what RxDB keeps beside it, as it was read: for saying what a write replaces. */
export type Stored<Row> = RxDocumentData<Row>;

export interface Table<Row extends { readonly id: string }> {
	/** The rows of these ids; those that are not there are left out. */
	get(ids: readonly string[]): Promise<readonly Stored<Row>[]>;
	where(query: MangoQuery<Row>): Promise<readonly Stored<Row>[]>;
	count(selector: MangoQuery<Row>["selector"]): Promise<number>;
	/** Writes rows. `before`: those of them that are there already, by id. Rejects when one of the others is there too. */
	write(rows: readonly Row[], before: ReadonlyMap<string, Stored<Row>>): Promise<void>;
	remove(rows: readonly Stored<Row>[]): Promise<void>;
}

/** Nothing that is written was there before. */
export const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const WRITER = "library";
const WRITER_OF_NEW = "library, new rows";
// They are made for being written, and nobody else holds them: RxDB need not copy them.
registerMutableWriteContext(WRITER_OF_NEW);

export function tableOver<Row extends { readonly id: string }>(collection: RxCollection<Row>): Table<Row> {
	const { storageInstance } = collection;
	const schema = collection.schema.jsonSchema;

	async function write(rows: Parameters<typeof storageInstance.bulkWrite>[0]): Promise<void> {
		if (rows.length === 0) return;
		const isAllNew = rows.every(({ previous }) => previous === undefined);
		const { error } = await storageInstance.bulkWrite(rows, isAllNew ? WRITER_OF_NEW : WRITER);
		// What could not be written is told in the result; a library that misses rows must not pass for whole.
		if (error.length > 0) throw new Error(`the library could not keep ${error.length} rows`, { cause: error[0] });
	}

	return {
		get: (ids) => storageInstance.findDocumentsById([...ids], false),
		async where(query) {
			// Every index begins with `_deleted`: a query that leaves it open looks at all rows.
			const standing = { ...query, selector: { ...query.selector, _deleted: { $eq: false } } } as MangoQuery<Row>;
			return (await storageInstance.query(prepareQuery(schema, normalizeMangoQuery(schema, standing)))).documents;
		},
		count: (selector) => collection.count({ selector: selector ?? {} }).exec(),
		write: (rows, before) =>
			write(
				rows.map((row) => {
					const previous = before.get(row.id);
					const { _rev, _meta } = previous ?? { _rev: "", _meta: { lwt: 1 } };
					const document = { ...row, _deleted: false, _attachments: {}, _rev, _meta };
					return previous === undefined ? { document } : { previous, document };
				}),
			),
		remove: (rows) => write(rows.map((previous) => ({ previous, document: { ...previous, _deleted: true } }))),
	};
}

/** A row without what RxDB keeps beside it. */
export function plain<Row>(stored: Stored<Row>): Row {
	const { _rev, _meta, _deleted, _attachments, ...row } = stored;
	return row as unknown as Row;
}

/** Rows by their id. */
export function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
	return new Map(rows.map((row) => [row.id, row]));
}
