import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { packageProgram, root, run, runScript } from "./run-command";
import { prepareApp } from "./tests/prepared-app";

/** Runs the benches in tests/bench (each `<name>.bench.ts` is a script of its own), or only those that are named. */
async function main(): Promise<number> {
	const folder = resolve(root, "tests/bench");
	const all = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".bench.ts")) : [];
	const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
	const chosen = wanted.length === 0 ? all : all.filter((name) => wanted.includes(name.replace(/\.bench\.ts$/, "")));
	if (chosen.length === 0)
		throw new Error(`There is no such bench. These exist: ${all.map((name) => name.replace(/\.bench\.ts$/, "")).join(", ") || "none"}`);
	await prepareApp(process.argv.includes("--reuse"));
	let failed = 0;
	for (const name of chosen) {
		const code = await run(packageProgram("tsx"), [resolve(folder, name)]);
		if (code !== 0) failed += 1;
	}
	return failed === 0 ? 0 : 1;
}

await runScript(main);
