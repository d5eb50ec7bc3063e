import { existsSync } from "node:fs";
import { join } from "node:path";

/** Long enough after the start that looking for updates never delays the first screen. */
const wait = 30_000;

export interface UpdateParts {
	readonly isPackaged: boolean;
	readonly resources: string;
	readonly note: (line: string) => void;
}

/**
 * Looks for updates in an app that was built with a place to get them from (electron-builder then writes app-update.yml);
 * does nothing in any other. Being offline is normal and only noted. An update is installed when the person quits.
 */
export function startUpdates({ isPackaged, resources, note }: UpdateParts): void {
	if (!isPackaged || !existsSync(join(resources, "app-update.yml"))) return;
	setTimeout(() => {
		look(note).catch((error: unknown) => note(`no update could be looked for: ${String(error)}`));
	}, wait).unref();
}

async function look(note: (line: string) => void): Promise<void> {
	const { autoUpdater } = await import("electron-updater");
	autoUpdater.autoDownload = true;
	autoUpdater.autoInstallOnAppQuit = true;
	autoUpdater.on("error", (error) => note(`update: ${error.message}`));
	autoUpdater.on("update-downloaded", ({ version }) => note(`update ${version} will be installed on quitting`));
	await autoUpdater.checkForUpdates();
}
