import { join } from "node:path";

/** Where the parts of the app lie, packaged or not: main.cjs is in out/electron/. */
export function appFolders(mainFolder: string) {
	const resources = join(mainFolder, "../../resources");
	return {
		renderer: join(mainFolder, "../renderer"),
		preload: join(mainFolder, "../preload/preload.cjs"),
		kitPreload: join(mainFolder, "../preload/kit-preload.cjs"),
		backupWorker: join(mainFolder, "backup-worker.cjs"),
		crash: join(resources, "crash"),
		kit: join(resources, "kit"),
		languages: join(resources, "languages"),
		sample: join(resources, "sample"),
	} as const;
}

export type AppFolders = ReturnType<typeof appFolders>;
