/** Reading documents straight from IndexedDB, many with one request. */
import {
	type DexieStorageInternals,
	getPrimaryFieldOfPrimaryKey,
	getQueryMatcher,
	getSortComparator,
	type PreparedQuery,
	type RxDocumentData,
	type RxJsonSchema,
} from "rxdb/plugins/core";
import { DEXIE_DOCS_TABLE_NAME, getKeyRangeByQueryPlan } from "rxdb/plugins/storage-dexie";
import { asDocument, indexName, isKept, type Kept } from "./table";

/** Documents that one request reads. */
const AT_ONCE = 1000;

type Internals = Awaited<DexieStorageInternals>;
export type KeyRanges = Pick<typeof IDBKeyRange, "bound" | "lowerBound">;

/** The documents of these keys, in their order; those that are not there are left out. */
export async function documentsById<Stored>({ dexieDb, dexieTable }: Internals, ids: readonly string[]): Promise<RxDocumentData<Stored>[]> {
	if (ids.length === 0) return [];
	const found = await dexieDb.transaction("r", dexieTable, ({ idbtrans }) => {
		const store = idbtrans.objectStore(DEXIE_DOCS_TABLE_NAME);
		return resultsOf(ids.map((id): IDBRequest<Kept | undefined> => store.get(id)));
	});
	return found.flatMap((kept) => (kept === undefined ? [] : [asDocument<Stored>(kept)]));
}

/** What a query asks for, in its order. */
export async function documentsWhere<Stored>(
	{ dexieDb, dexieTable, booleanIndexes }: Internals,
	schema: RxJsonSchema<RxDocumentData<Stored>>,
	{ query, queryPlan }: PreparedQuery<Stored>,
	ranges: KeyRanges,
): Promise<RxDocumentData<Stored>[]> {
	const primary = String(getPrimaryFieldOfPrimaryKey(schema.primaryKey));
	// An index that is not made would not narrow anything down either: then all documents are looked at.
	const fields = isKept(queryPlan.index, primary) ? queryPlan.index : null;
	const isWanted = fields !== null && queryPlan.selectorSatisfiedByIndex ? null : getQueryMatcher(schema, query);
	const isSorted = fields !== null && queryPlan.sortSatisfiedByIndex;
	const end = query.skip + (query.limit ?? Number.POSITIVE_INFINITY);
	const found: RxDocumentData<Stored>[] = [];
	await dexieDb.transaction("r", dexieTable, async ({ idbtrans }) => {
		const store = idbtrans.objectStore(DEXIE_DOCS_TABLE_NAME);
		const place = fields === null ? store : store.index(indexName(fields));
		let range: IDBKeyRange | null = fields === null ? null : getKeyRangeByQueryPlan(booleanIndexes, queryPlan, ranges);
		for (;;) {
			const wanted = isSorted && isWanted === null ? Math.min(AT_ONCE, end - found.length) : AT_ONCE;
			const [batch = []] = await resultsOf<Kept[]>([place.getAll(range, wanted)]);
			const last = batch.at(-1);
			const lastKey = last === undefined ? null : fields === null ? last[primary] : fields.map((field) => last[field]);
			for (const kept of batch) {
				const document = asDocument<Stored>(kept);
				if (isWanted === null || isWanted(document)) found.push(document);
			}
			if (lastKey === null || batch.length < wanted || (isSorted && found.length >= end)) return;
			range = range === null ? ranges.lowerBound(lastKey, true) : ranges.bound(lastKey, range.upper, true, range.upperOpen);
		}
	});
	if (!isSorted) found.sort(getSortComparator(schema, query));
	return found.slice(query.skip, end);
}

/** The results of requests of one transaction, which are answered in the order of asking. */
function resultsOf<Result>(requests: readonly IDBRequest<Result>[]): Promise<Result[]> {
	return new Promise((resolve, reject) => {
		for (const request of requests) request.onerror = () => reject(request.error);
		const last = requests.at(-1);
		if (last === undefined) resolve([]);
		else last.onsuccess = () => resolve(requests.map(({ result }) => result));
	});
}
