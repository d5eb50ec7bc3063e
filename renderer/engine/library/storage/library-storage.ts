/**
 * RxDB's storage on Dexie, as a library needs it. A library has one writer, who says what was there before; it is made
 * again from the log when it is lost, and it is never replicated. So nothing is looked up before it is written, what is
 * removed is gone, and only the indexes that queries use are kept: each of them makes an import noticeably slower.
 */
import {
	type BulkWriteRow,
	categorizeBulkWriteRows,
	type DexieSettings,
	type DexieStorageInternals,
	type EventBulk,
	type RxDocumentData,
	type RxStorage,
	type RxStorageChangeEvent,
	type RxStorageDefaultCheckpoint,
	type RxStorageInstance,
	type RxStorageInstanceCreationParams,
} from "rxdb/plugins/core";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";
import { Subject } from "rxjs";
import { documentsById, documentsWhere, type KeyRanges } from "./reading";
import { tableOf } from "./table";
import { writeDocuments } from "./writing";

/** Dexie's own settings, and `onCreate`, which is told of every database that is made. */
export type StorageSettings = DexieSettings;

type Events<Stored> = EventBulk<RxStorageChangeEvent<Stored>, RxStorageDefaultCheckpoint>;

/** A storage for `createRxDatabase`. */
export function libraryStorage(settings: StorageSettings): RxStorage<DexieStorageInternals, StorageSettings> {
	const { name, rxdbVersion } = getRxStorageDexie();
	return {
		name,
		rxdbVersion,
		createStorageInstance: <Stored>(params: RxStorageInstanceCreationParams<Stored, DexieSettings>) => openInstance(params, settings),
	};
}

async function openInstance<Stored>(
	params: RxStorageInstanceCreationParams<Stored, DexieSettings>,
	settings: DexieSettings,
): Promise<RxStorageInstance<Stored, DexieStorageInternals, DexieSettings>> {
	const storage = getRxStorageDexie({
		...settings,
		async onCreate(database, databaseName) {
			// Of a higher version than what RxDB declares, so that this is what is made.
			database.version(2).stores(tableOf(params.schema));
			await settings.onCreate?.(database, databaseName);
		},
	});
	const dexie = await storage.createStorageInstance(params);
	const changes = new Subject<Events<Stored>>();
	const ranges = settings.IDBKeyRange === undefined ? IDBKeyRange : (settings.IDBKeyRange as unknown as KeyRanges);

	async function bulkWrite(rows: BulkWriteRow<Stored>[], context: string): ReturnType<typeof dexie.bulkWrite> {
		const known = await writeDocuments(await dexie.internals, dexie.primaryPath, rows);
		const { errors, eventBulk, newestRow } = categorizeBulkWriteRows<Stored>(dexie, dexie.primaryPath as never, known, rows, context);
		if (newestRow !== undefined && eventBulk.events.length > 0)
			changes.next({ ...eventBulk, checkpoint: checkpointOf(newestRow.document) });
		return { error: errors };
	}

	function checkpointOf(document: RxDocumentData<Stored>): RxStorageDefaultCheckpoint {
		return { id: String(document[dexie.primaryPath]), lwt: document._meta.lwt };
	}

	return {
		databaseName: dexie.databaseName,
		collectionName: dexie.collectionName,
		schema: dexie.schema,
		internals: dexie.internals,
		options: dexie.options,
		bulkWrite,
		findDocumentsById: async (ids) => documentsById(await dexie.internals, ids),
		query: async (query) => ({ documents: await documentsWhere(await dexie.internals, dexie.schema, query, ranges) }),
		count: (query) => dexie.count(query),
		getAttachmentData: (...wanted) => dexie.getAttachmentData(...wanted),
		changeStream: () => changes.asObservable(),
		// What was removed is gone at once.
		cleanup: async () => true,
		remove() {
			changes.complete();
			return dexie.remove();
		},
		close() {
			changes.complete();
			return dexie.close();
		},
	};
}
