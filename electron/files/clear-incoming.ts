import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "./host-failure";

/**
 * Removes what a sudden death left half written in a blob store: files in `incoming` that were last written before `started`
 * (milliseconds since 1970). Later ones are still coming in.
 */
export async function clearIncoming(blobFolder: string, started: number): Promise<void> {
	const incoming = join(blobFolder, "incoming");
	try {
		for (const name of await readdir(incoming)) {
			const path = join(incoming, name);
			if (await isOlder(path, started)) await rm(path, { force: true });
		}
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
}

/** Whether there is a file at the path that was last written before the moment (milliseconds since 1970). */
export async function isOlder(path: string, moment: number): Promise<boolean> {
	try {
		const found = await stat(path);
		return found.isFile() && found.mtimeMs < moment;
	} catch (error) {
		// It is gone, or came in whole meanwhile and has its name now.
		if (isMissing(error)) return false;
		throw error;
	}
}
