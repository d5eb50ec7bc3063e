/** automerge-repo with its WebSocket server and its storage in files: installed by the bench, in processes of its own. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PEERS } from "../peers";
import { type ChildProgram, childProgram } from "./child-program";

const VERSION = "2.5.6";
const FOLDER = join(PEERS, "automerge-repo");
const PROGRAM = "repo-program.mjs";

function install(): void {
	if (!existsSync(join(FOLDER, "node_modules/@automerge/automerge-repo"))) {
		mkdirSync(FOLDER, { recursive: true });
		const wanted = ["automerge-repo", "automerge-repo-network-websocket", "automerge-repo-storage-nodefs"];
		const packages = [...wanted.map((name) => `@automerge/${name}@${VERSION}`), "ws@8.18.3"];
		execFileSync("npm", ["install", "--prefix", FOLDER, "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", ...packages], {
			stdio: ["ignore", "ignore", "inherit"],
		});
	}
	copyFileSync(join(import.meta.dirname, PROGRAM), join(FOLDER, PROGRAM));
}

/** One side of automerge-repo, with its files in `folder`. */
export function repoProgram(side: "server" | "client", folder: string, port: number): ChildProgram {
	install();
	return childProgram(process.execPath, ["--max-old-space-size=12000", join(FOLDER, PROGRAM), side, folder, String(port)], FOLDER);
}
