import { resolve } from "node:path";
import { findElectron } from "./electron/find-electron";
import { packageApp } from "./packaging/package-app";
import { packageProgram, root, run, runScript } from "./run-command";

/**
 * Makes an unpacked app in dist/. `--prebuilt` takes out/ as it is; `--release` makes the installers of this system
 * with the Electron of package.json.
 */
async function main(): Promise<number> {
	const release = process.argv.includes("--release");
	if (!process.argv.includes("--prebuilt")) {
		const built = await run(packageProgram("electron-vite"), ["build", "--logLevel", "warn"]);
		if (built !== 0) return built;
	}
	const electron = await findElectron();
	if (release && electron.developmentOnly) {
		throw new Error(
			`Electron ${electron.version} is for development and tests only and is never shipped. Build a release where the Electron of package.json can be downloaded.`,
		);
	}
	const app = await packageApp(electron, release);
	console.log(`Packaged: ${resolve(root, app.folder)}`);
	return 0;
}

await runScript(main);
