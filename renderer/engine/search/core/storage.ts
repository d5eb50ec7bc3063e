/** Where a database comes from. */
import sqlite3InitModule, { type Database, type Sqlite3Static } from "@sqlite.org/sqlite-wasm";

/** A place for the database. */
export interface Storage {
	readonly kept: "disk" | "memory";
	/** Opens or makes it; throws what SQLite throws when it is damaged. */
	open(): Database;
	/** Throws away what is there, so that `open` makes a new one. The database is closed before. */
	discard(): void;
	/** Lets go of the place. */
	release(): void;
}

export async function loadSqlite(): Promise<Sqlite3Static> {
	return await sqlite3InitModule();
}

export function memoryStorage(sqlite: Sqlite3Static): Storage {
	return { kept: "memory", open: () => new sqlite.oo1.DB(":memory:", "c"), discard: () => {}, release: () => {} };
}
