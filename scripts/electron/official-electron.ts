import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { root, run } from "../run-command";
import type { ElectronBuild } from "./electron-build";

const packageFolder = resolve(root, "node_modules", "electron");
const patience = 6_000;

/** The Electron that package.json names, if it was downloaded before. */
export function officialElectron(): ElectronBuild | null {
	const pathFile = resolve(packageFolder, "path.txt");
	if (!existsSync(pathFile)) return null;
	const executable = resolve(packageFolder, "dist", readFileSync(pathFile, "utf8").trim());
	if (!existsSync(executable)) return null;
	const folder = process.platform === "darwin" ? resolve(packageFolder, "dist") : dirname(executable);
	return { folder, executable, version: packageVersion(), developmentOnly: false };
}

/**
 * Lets the electron package download its own program, which takes as long as it takes once the download
 * place answers; a place that does not answer within a few seconds is given up. Null when it did not work.
 */
export async function downloadOfficialElectron(): Promise<ElectronBuild | null> {
	const reason = await whyUnreachable();
	if (reason !== null) {
		console.log(`Electron ${packageVersion()}: its download place does not answer here (${reason}).`);
		return null;
	}
	console.log(`Electron ${packageVersion()}: downloading…`);
	const code = await run(process.execPath, [resolve(packageFolder, "install.js")]);
	if (code !== 0)
		console.log(
			`Electron ${packageVersion()}: the package's own download failed (it wants Node 22.12 or later; this is ${process.version}).`,
		);
	return officialElectron();
}

function packageVersion(): string {
	return (JSON.parse(readFileSync(resolve(packageFolder, "package.json"), "utf8")) as { version: string }).version;
}

/** Null when the download place answers, or when a proxy stands between and only the downloader knows the way. */
async function whyUnreachable(): Promise<string | null> {
	if (process.env.ELECTRON_GET_USE_PROXY !== undefined) return null;
	const mirror =
		process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? "https://github.com/electron/electron/releases/download/";
	try {
		const answer = await fetch(`${mirror}v${packageVersion()}/SHASUMS256.txt`, { method: "HEAD", signal: AbortSignal.timeout(patience) });
		return answer.ok ? null : `it says ${answer.status}`;
	} catch (error) {
		if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${patience / 1000} seconds`;
		const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
		return cause?.code ?? String(error);
	}
}
