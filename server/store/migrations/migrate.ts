import type { Database, Queries } from "../database";
import { FIRST_TABLES } from "./0001-first-tables";
import { COPIES_OF_BLOBS } from "./0002-copies-of-blobs";

/** The steps from nothing to the tables of today. A step that was delivered is never changed; a new one is added. */
const STEPS: readonly (readonly string[])[] = [FIRST_TABLES, COPIES_OF_BLOBS];

/** Held while the tables are changed, so that of several processes that start together one does it. Any number nobody else uses. */
const ADVISORY_LOCK = 7_026_180_315;

/** The database is of a newer version of the server than this one. */
export class NewerTables extends Error {
	constructor(found: number) {
		super(`The database was made by a newer server (tables ${found}, this one knows ${STEPS.length}). Start that version or a later one.`);
	}
}

/** Brings the tables up to date, all steps or none; throws NewerTables. */
export function migrate(database: Database): Promise<void> {
	return database.transaction(async (queries) => {
		await queries.query("SELECT pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
		const found = await versionOf(queries);
		if (found > STEPS.length) throw new NewerTables(found);
		for (const statement of STEPS.slice(found).flat()) await queries.query(statement);
		await queries.query("UPDATE tables_version SET version = $1", [STEPS.length]);
		return { commit: true, value: undefined };
	});
}

async function versionOf(queries: Queries): Promise<number> {
	await queries.query("CREATE TABLE IF NOT EXISTS tables_version (version integer NOT NULL)");
	const [row] = await queries.query("SELECT version FROM tables_version");
	if (row === undefined) await queries.query("INSERT INTO tables_version VALUES (0)");
	return row === undefined ? 0 : Number(row.version);
}
