/** The programs that are measured: the packaged app, and a bare app on the same Electron. */
import { cpSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageProgram, run } from "../../../scripts/run-command";
import { benchFolder, onceInRun } from "./bench-folder";
import { copyByLinks } from "./linked-copy";

const DIST = resolve(import.meta.dirname, "../../../dist");
const BARE = resolve(import.meta.dirname, "../bare");

/** `shipped` is what a person gets; `driven` differs in one fuse, which lets the test driver attach. */
export type Build = "shipped" | "driven";

const folderOf: Readonly<Record<Build, string>> = { shipped: "linux-unpacked", driven: "testing" };

/** The packaged app as it was when the run began: a build meanwhile must not change what is measured. */
export async function appProgram(build: Build): Promise<string> {
	const source = process.env.COMMONPLACE_BENCH_DIST ?? DIST;
	const from = join(source, folderOf[build]);
	if (!existsSync(from)) throw new Error(`There is no packaged app in ${from}: run \`npm run package\` first.`);
	const folder = await onceInRun(`app-${build}`, async (made) => copyByLinks(from, made));
	return join(folder, "commonplace");
}

/** An app with nothing in it but a window and a page, on the same Electron, packaged in the same way. */
export async function bareProgram(build: Build): Promise<string> {
	const from = join(await appProgram(build), "..");
	const folder = await onceInRun(`bare-${build}`, async (made) => {
		copyByLinks(from, made, (path) => !path.startsWith("resources/app"));
		cpSync(BARE, join(benchFolder(), "bare-source"), { recursive: true });
		const code = await run(packageProgram("asar"), ["pack", join(benchFolder(), "bare-source"), join(made, "resources/app.asar")]);
		if (code !== 0) throw new Error("the bare app could not be packed");
	});
	return join(folder, "commonplace");
}
