import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { findElectron } from "../electron/find-electron";
import { ensureSystemLibraries } from "../electron/system-libraries";
import { packageApp } from "../packaging/package-app";
import { packageProgram, root, run } from "../run-command";

/** Builds and packages the app for the tests that drive it, or takes the one in dist/ when `reuse` is set and it is there. */
export async function prepareApp(reuse: boolean): Promise<void> {
	const electron = await findElectron();
	await ensureSystemLibraries();
	if (reuse && existsSync(resolve(root, "dist/testing/commonplace"))) return;
	const code = await run(packageProgram("electron-vite"), ["build", "--logLevel", "warn"]);
	if (code !== 0) throw new Error("The app could not be built; the messages stand above.");
	await packageApp(electron, false);
}
