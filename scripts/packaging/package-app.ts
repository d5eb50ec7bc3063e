import { existsSync } from "node:fs";
import { cp, link, mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";
import type { ElectronBuild } from "../electron/electron-build";
import { packageProgram, root, run } from "../run-command";

export interface PackagedApp {
	readonly folder: string;
	readonly executable: string;
}

const output = resolve(root, "dist");

/** Packs out/ and resources/ with the Electron into an app; into installers too when it is a release. */
export async function packageApp(electron: ElectronBuild, release: boolean): Promise<PackagedApp> {
	if (!existsSync(resolve(root, "out/electron/main.cjs"))) throw new Error("There is nothing to package yet: run `npm run build` first.");
	const electronFolder = electron.developmentOnly ? await withoutLoader(electron) : electron.folder;
	const options = [
		...(release ? [] : ["--dir"]),
		"--config",
		"electron-builder.yml",
		`--config.electronVersion=${electron.version}`,
		`--config.electronDist=${electronFolder}`,
		// Electrons before 29 do not have this fuse, and refuse the whole set for it.
		...(Number.parseInt(electron.version, 10) < 29 ? [] : ["--config.electronFuses.grantFileProtocolExtraPrivileges=false"]),
		...(release ? releaseOptions() : []),
		"--publish=never",
	];
	const code = await run(packageProgram("electron-builder"), options);
	if (code !== 0) throw new Error("electron-builder could not package the app; its message stands above.");
	const app = unpackedApp();
	await makeTestingCopy(app);
	return app;
}

/** What a release says of itself is not ours to invent: who builds one names it in the environment. */
function releaseOptions(): readonly string[] {
	const { COMMONPLACE_UPDATES: updates, COMMONPLACE_HOMEPAGE: homepage, COMMONPLACE_MAINTAINER: maintainer } = process.env;
	if (process.platform === "linux" && (!homepage || !maintainer)) {
		throw new Error(
			"A release for Linux names its home page and who maintains it: set COMMONPLACE_HOMEPAGE and COMMONPLACE_MAINTAINER (name <address>).",
		);
	}
	return [
		...(updates ? ["--config.publish.provider=generic", `--config.publish.url=${updates}`] : []),
		...(homepage ? [`--config.extraMetadata.homepage=${homepage}`] : []),
		...(maintainer ? [`--config.linux.maintainer=${maintainer}`] : []),
	];
}

/** Where the unpacked app of this system lies. */
function unpackedApp(): PackagedApp {
	if (process.platform === "darwin") {
		const folder = join(output, process.arch === "arm64" ? "mac-arm64" : "mac");
		return { folder, executable: join(folder, "Commonplace.app/Contents/MacOS/Commonplace") };
	}
	if (process.platform === "win32")
		return { folder: join(output, "win-unpacked"), executable: join(output, "win-unpacked", "Commonplace.exe") };
	const folder = join(output, process.arch === "arm64" ? "linux-arm64-unpacked" : "linux-unpacked");
	return { folder, executable: join(folder, "commonplace") };
}

/** The registry's Electron carries a loader for `electron .`, which has no place in a packaged app. */
async function withoutLoader(electron: ElectronBuild): Promise<string> {
	const folder = join(output, ".electron");
	await rm(folder, { recursive: true, force: true });
	await cp(electron.folder, folder, { recursive: true, filter: (path) => path !== join(electron.folder, "resources", "app") });
	return folder;
}

/**
 * A copy of the app in dist/testing that differs in one fuse: it lets the test driver attach.
 * Its files are links to the app's own, so it is the same app to the byte otherwise.
 */
async function makeTestingCopy(app: PackagedApp): Promise<void> {
	if (process.platform !== "linux") return;
	const folder = join(output, "testing");
	await rm(folder, { recursive: true, force: true });
	await linkFolder(app.folder, folder, app.executable);
	const executable = join(folder, "commonplace");
	await cp(app.executable, executable);
	await flipFuses(executable, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
}

async function linkFolder(from: string, to: string, except: string): Promise<void> {
	await mkdir(to, { recursive: true });
	for (const entry of await readdir(from, { withFileTypes: true })) {
		const source = join(from, entry.name);
		if (entry.isDirectory()) await linkFolder(source, join(to, entry.name), except);
		else if (source !== except) await link(source, join(to, entry.name));
	}
}
