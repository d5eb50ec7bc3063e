/** What is done to a store while no server works on it. */
import type { Configuration } from "../configuration/settings";
import { openDatabase } from "../open-database";
import { hashToken, newToken } from "../secrets";
import { FIRST_SETTINGS } from "../store/sql-settings";
import { openStore } from "../store/sql-store";
import type { ServerStore } from "../store/store";

/** Makes a new admin token and ends the old one. */
export function giveNewAdminToken(configuration: Configuration): Promise<string> {
	return withStore(configuration, async (store) => {
		const token = newToken();
		await store.changeSettings({ adminTokenHash: hashToken(token) });
		return token;
	});
}

/** Gives the numbering another name: positions that apps remember from before a restored backup are forgotten (R15). */
export function renameNumbering(configuration: Configuration): Promise<void> {
	return withStore(configuration, (store) => store.renameNumbering());
}

async function withStore<Value>(configuration: Configuration, work: (store: ServerStore) => Promise<Value>): Promise<Value> {
	const database = await openDatabase(configuration, () => undefined);
	try {
		return await work(await openStore(database, FIRST_SETTINGS));
	} finally {
		await database.close();
	}
}
