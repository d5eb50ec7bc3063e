import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "./atomic-write";

/**
 * Opens (and makes where there are none) folders below `parent`, which itself may not be there yet.
 * What is put into one of them can only be found after a sudden death when the folder's own entry is on the disk,
 * so that is seen to the first time each is opened, also where the folder was there: who made it may have died too early.
 */
export function createDurableFolders(parent: string): (name: string) => Promise<string> {
	const synced = new Map<string, Promise<void>>();
	const sync = (name: string): Promise<void> => {
		const running = synced.get(name);
		if (running !== undefined) return running;
		const started = Promise.all([syncFolder(parent), syncFolder(dirname(parent))]).then(
			() => undefined,
			(error: unknown) => {
				synced.delete(name);
				throw error;
			},
		);
		synced.set(name, started);
		return started;
	};
	return async (name) => {
		const path = join(parent, name);
		// Made anew means that its entry is new too, whatever was synced before.
		if ((await mkdir(path, { recursive: true })) !== undefined) synced.delete(name);
		await sync(name);
		return path;
	};
}
