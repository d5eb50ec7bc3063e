/** The programs that ours is measured beside. They are installed by the benches, never with the project. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const PEERS = resolve(import.meta.dirname, ".peers");

const wanted = {
	joplin: "3.5.1",
	tiddlywiki: "5.4.1",
	yjs: "13.6.33",
	"y-indexeddb": "9.0.12",
	minisearch: "7.2.0",
} as const;

export type Peer = keyof typeof wanted;

/** Installs what is missing, and gives the folder that holds their node_modules. */
export function installPeers(): string {
	const missing = Object.entries(wanted).filter(([name, version]) => installedVersion(name) !== version);
	const hasStorage = existsSync(join(PEERS, "node_modules/sqlite3/lib/binding"));
	if (missing.length === 0 && hasStorage) return PEERS;
	mkdirSync(PEERS, { recursive: true });
	console.log(`Installing what is measured beside ours: ${missing.map(([name, version]) => `${name} ${version}`).join(", ")}`);
	const npm = (...args: string[]): void => {
		execFileSync("npm", [...args, "--prefix", PEERS, "--no-audit", "--no-fund"], { stdio: ["ignore", "ignore", "inherit"] });
	};
	// Joplin's optional parts want system libraries when they are built; only its database is needed here.
	npm("install", "--save-exact", "--ignore-scripts", ...Object.entries(wanted).map(([name, version]) => `${name}@${version}`));
	npm("rebuild", "sqlite3");
	return PEERS;
}

/** The file that starts a peer's command. */
export function peerProgram(name: "joplin" | "tiddlywiki"): string {
	return join(installPeers(), "node_modules/.bin", name);
}

function installedVersion(name: string): string | null {
	const manifest = join(PEERS, "node_modules", name, "package.json");
	return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version : null;
}
