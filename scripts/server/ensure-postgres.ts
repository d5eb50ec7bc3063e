import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run-command";

/** Where Debian and Ubuntu keep the programs, one folder for each version. */
const VERSIONS = "/usr/lib/postgresql";

/**
 * The folder of PostgreSQL's programs, for tests on a real one. On Debian and Ubuntu it is installed when it is missing
 * and we are root; otherwise this fails with the exact line to run.
 */
export async function ensurePostgres(): Promise<string> {
	const found = findPrograms();
	if (found !== null) return found;
	const packages = "postgresql";
	if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
		throw new Error(`The tests need PostgreSQL's programs. Install them, then start again:\n  sudo apt-get install -y ${packages}`);
	}
	console.log(`Installing for the tests of the server: ${packages}`);
	const quiet = { environment: { DEBIAN_FRONTEND: "noninteractive" } };
	// Several runs of tests may come here together.
	const wait = ["-o", "DPkg::Lock::Timeout=300"];
	await run("apt-get", [...wait, "update", "-qq"], quiet);
	const code = await run("apt-get", [...wait, "install", "-y", "-qq", "--no-install-recommends", packages], quiet);
	const installed = findPrograms();
	if (code !== 0 || installed === null)
		throw new Error(`PostgreSQL could not be installed. This is what failed:\n  apt-get install -y ${packages}`);
	return installed;
}

function findPrograms(): string | null {
	const folders = [process.env.POSTGRES_PROGRAMS, ...versionFolders()].filter((folder) => folder !== undefined);
	return folders.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

/** Newest first. */
function versionFolders(): readonly string[] {
	if (!existsSync(VERSIONS)) return [];
	const versions = readdirSync(VERSIONS).sort((one, other) => Number(other) - Number(one));
	return versions.map((version) => join(VERSIONS, version, "bin"));
}
