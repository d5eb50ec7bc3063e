/** Writing documents straight into IndexedDB, in one transaction. */
import type { BulkWriteRow, DexieStorageInternals, RxDocumentData } from "rxdb/plugins/core";
import { DEXIE_DOCS_TABLE_NAME } from "rxdb/plugins/storage-dexie";
import { asDocument, asKept, type Kept } from "./table";

/**
 * Writes rows: those without a previous document are new, the others replace it, removed ones go. Gives what was there
 * before by key: for a new row whose key is taken and which was therefore not written, what stands in its place.
 */
export async function writeDocuments<Stored>(
	{ dexieDb, dexieTable }: Awaited<DexieStorageInternals>,
	primary: string,
	rows: readonly BulkWriteRow<Stored>[],
): Promise<Map<string, RxDocumentData<Stored>>> {
	const known = new Map<string, RxDocumentData<Stored>>();
	let failure: DOMException | null = null;
	const fail = (error: DOMException | null): void => {
		failure ??= error;
	};
	const writeOne = (store: IDBObjectStore, { previous, document }: BulkWriteRow<Stored>): void => {
		const key = String(Reflect.get(document, primary));
		if (previous !== undefined) known.set(key, previous);
		if (document._deleted) onError(store.delete(key), fail);
		else if (previous === undefined) addNew(store, key, asKept(document), (taken) => known.set(key, asDocument(taken)), fail);
		else onError(store.put(asKept(document)), fail);
	};
	try {
		await dexieDb.transaction("rw", dexieTable, ({ idbtrans }) => {
			const store = idbtrans.objectStore(DEXIE_DOCS_TABLE_NAME);
			for (const row of rows) writeOne(store, row);
		});
	} catch (error) {
		throw failure ?? error;
	}
	return known;
}

type Fail = (error: DOMException | null) => void;

function onError(request: IDBRequest, fail: Fail): void {
	request.onerror = () => fail(request.error);
}

/** A key that is taken must not undo the other rows. */
function addNew(store: IDBObjectStore, key: string, document: Kept, onTaken: (taken: Kept) => void, fail: Fail): void {
	const adding = store.add(document);
	adding.onerror = (event) => {
		if (adding.error?.name !== "ConstraintError") return fail(adding.error);
		event.preventDefault();
		event.stopPropagation();
		const finding: IDBRequest<Kept> = store.get(key);
		finding.onsuccess = () => onTaken(finding.result);
		onError(finding, fail);
	};
}
