import type { Database } from "./database";
import { migrate } from "./migrations/migrate";
import { sqlBlobs } from "./sql-blobs";
import { sqlPeople } from "./sql-people";
import { sqlReading } from "./sql-reading";
import { type FirstSettings, makeSettings, sqlSettings } from "./sql-settings";
import { sqlSpaceWriting } from "./sql-space-writing";
import { sqlTelling } from "./sql-telling";
import type { ServerStore } from "./store";

/** The store on a database, its tables brought up to date; throws NewerTables. */
export async function openStore(database: Database, first: FirstSettings): Promise<ServerStore> {
	await migrate(database);
	await makeSettings(database, first);
	return {
		...sqlSettings(database),
		...sqlPeople(database),
		...sqlSpaceWriting(database),
		...sqlReading(database),
		...sqlBlobs(database),
		...sqlTelling(database),
		async check() {
			await database.query("SELECT 1");
		},
		close: () => database.close(),
	};
}
