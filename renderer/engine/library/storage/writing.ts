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
	const added = new Map<EventTarget, string>();
	const failures: unknown[] = [];

	function write(store: IDBObjectStore, { previous, document }: BulkWriteRow<Stored>): void {
		const key = String(Reflect.get(document, primary));
		if (previous !== undefined) known.set(key, previous);
		if (document._deleted) store.delete(key);
		else if (previous !== undefined) store.put(asKept(document));
		else added.set(store.add(asKept(document)), key);
	}

	/** A key that is taken must not undo the other rows. */
	function onError(store: IDBObjectStore, event: Event): void {
		const request = event.target as IDBRequest;
		const key = added.get(request);
		if (key === undefined || request.error?.name !== "ConstraintError") {
			failures.push(request.error);
			return;
		}
		event.preventDefault();
		event.stopPropagation();
		const taken: IDBRequest<Kept> = store.get(key);
		taken.onsuccess = () => known.set(key, asDocument(taken.result));
	}

	try {
		await dexieDb.transaction("rw", dexieTable, ({ idbtrans }) => {
			const store = idbtrans.objectStore(DEXIE_DOCS_TABLE_NAME);
			// One listener, on the way down to the request: thousands of them take longer than the writing.
			idbtrans.addEventListener("error", (event) => onError(store, event), { capture: true });
			for (const row of rows) write(store, row);
		});
	} catch (error) {
		throw failures[0] ?? error;
	}
	return known;
}
