/** IndexedDB with nothing around it: all rows in one transaction, through the Dexie that we use. */
import { Dexie } from "dexie";
import { type Experiment, readJson } from "./experiments";

export const bulkAdd: Experiment<"bulk-add"> = async ({ file, indexes }) => {
	const rows = await readJson<readonly object[]>(file);
	const database = new Dexie(`bulk-add-${crypto.randomUUID()}`, { chromeTransactionDurability: "strict" });
	database.version(1).stores({ rows: indexes });
	await database.open();
	const started = performance.now();
	await database.table("rows").bulkAdd(rows);
	const time = performance.now() - started;
	await database.delete();
	return time;
};
