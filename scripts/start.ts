import { findElectron } from "./electron/find-electron";
import { openApp } from "./electron/run-electron";
import { ensureSystemLibraries } from "./electron/system-libraries";
import { packageProgram, run, runScript } from "./run-command";

/** Builds the app and opens it. What stands after `--` goes to the app: `--sample` opens the sample library. */
async function start(): Promise<number> {
	const electron = await findElectron();
	await ensureSystemLibraries();
	console.log("Building the app: a moment.");
	const built = await run(packageProgram("electron-vite"), ["build", "--logLevel", "warn"]);
	if (built !== 0) return built;
	if (electron.developmentOnly) console.log(`Opening with Electron ${electron.version}: an old one, for development and tests only.`);
	return openApp(
		electron,
		// Chromium reads nothing behind a bare `--`.
		process.argv.slice(2).filter((argument) => argument !== "--"),
	);
}

await runScript(start);
