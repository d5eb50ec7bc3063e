import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** Somebody else works in the folder. */
export class FolderInUse extends Error {}

/** Takes a data folder for this process alone, and gives what frees it; throws FolderInUse. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const path = join(folder, "server.lock");
	for (let tries = 0; tries < 3; tries++) {
		try {
			const file = await open(path, "wx", 0o600);
			await file.writeFile(String(process.pid));
			await file.close();
			return () => rm(path, { force: true });
		} catch (error) {
			if (!isCode(error, "EEXIST")) throw error;
		}
		const holder = Number(await readFile(path, "utf8").catch(() => ""));
		if (holder > 0 && holder !== process.pid && isAlive(holder)) {
			throw new FolderInUse(`Another server (process ${holder}) works in ${folder}. Stop it, or choose another folder with --data.`);
		}
		// Its owner is gone without having said goodbye.
		await rm(path, { force: true });
	}
	throw new FolderInUse(`Another server is just starting in ${folder}.`);
}

function isAlive(process_: number): boolean {
	try {
		process.kill(process_, 0);
		return true;
	} catch (error) {
		return isCode(error, "EPERM");
	}
}

function isCode(error: unknown, code: string): boolean {
	return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
