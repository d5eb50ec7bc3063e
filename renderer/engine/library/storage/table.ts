/** How documents lie in IndexedDB. */
import { getPrimaryFieldOfPrimaryKey, type RxDocumentData, type RxJsonSchema } from "rxdb/plugins/core";
import { DEXIE_DOCS_TABLE_NAME } from "rxdb/plugins/storage-dexie";

/** A document as it lies there: what is kept was not removed, and IndexedDB has no index of booleans. */
export type Kept = Readonly<Record<string, unknown>> & { readonly _deleted: "0" };

/** What Dexie is to make of the table of documents, indexes included. */
export function tableOf<Stored>(schema: RxJsonSchema<RxDocumentData<Stored>>): Record<string, string> {
	const primary = getPrimaryFieldOfPrimaryKey(schema.primaryKey);
	const indexes = (schema.indexes ?? []).map((fields) => [fields].flat().map(String)).filter((fields) => isKept(fields, String(primary)));
	return { [DEXIE_DOCS_TABLE_NAME]: [String(primary), ...indexes.map(indexName)].join(", ") };
}

/** Whether an index of RxDB's is made: those for replication, and the one that has nothing but the key, are not. */
export function isKept(fields: readonly string[], primary: string): boolean {
	return fields[0] === "_deleted" && fields.length > 1 && fields[1] !== primary;
}

/** Dexie's name for an index of several fields. */
export function indexName(fields: readonly string[]): string {
	return `[${fields.join("+")}]`;
}

export function asKept<Stored>(document: RxDocumentData<Stored>): Kept {
	return { ...document, _deleted: "0" };
}

/** Makes a document that was just read into what RxDB expects. */
export function asDocument<Stored>(kept: Kept): RxDocumentData<Stored> {
	return Object.assign(kept, { _deleted: false }) as unknown as RxDocumentData<Stored>;
}
