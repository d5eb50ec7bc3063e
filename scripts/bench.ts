import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runInDisplay } from "./electron/run-electron";
import { packageProgram, root, runScript } from "./run-command";
import { prepareApp } from "./tests/prepared-app";

const folder = resolve(root, "tests/bench");
const ending = ".bench.ts";

/**
 * Runs the benches in tests/bench (each `<name>.bench.ts` is a script of its own), or only those that are named.
 * `--quick`: fewer runs, no results kept. `--reuse`: the app that is in dist/.
 */
async function main(): Promise<number> {
	const args = process.argv.slice(2);
	const all = readdirSync(folder)
		.filter((name) => name.endsWith(ending))
		.map((name) => name.slice(0, -ending.length));
	const wanted = args.filter((argument) => !argument.startsWith("--"));
	const unknown = wanted.filter((name) => !all.includes(name));
	if (unknown.length > 0) throw new Error(`There is no bench called ${unknown.join(", ")}. These exist: ${all.join(", ")}`);
	await prepareApp(args.includes("--reuse"));
	// One folder for all, so that what one bench prepared serves the next.
	const given = process.env.COMMONPLACE_BENCH_FOLDER;
	const runFolder = given === undefined || given === "" ? mkdtempSync(join(tmpdir(), "commonplace-bench-")) : given;
	let failed = 0;
	try {
		for (const name of wanted.length === 0 ? all : wanted) {
			console.log(`\n${name}`);
			const options = args.includes("--quick") ? ["--quick"] : [];
			const code = await runInDisplay(packageProgram("tsx"), [resolve(folder, `${name}${ending}`), ...options], {
				COMMONPLACE_BENCH_FOLDER: runFolder,
			});
			if (code !== 0) failed += 1;
		}
	} finally {
		if (runFolder !== given) rmSync(runFolder, { recursive: true, force: true });
	}
	return failed === 0 ? 0 : 1;
}

await runScript(main);
