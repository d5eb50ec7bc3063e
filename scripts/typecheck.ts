import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { packageProgram, root, run, runScript } from "./run-command";

/** Checks each TypeScript project that the root tsconfig.json names, and goes on after a failure so that all errors show at once. */
async function typecheck(): Promise<number> {
	const { references } = JSON.parse(readFileSync(resolve(root, "tsconfig.json"), "utf8")) as { references: { path: string }[] };
	let failed = 0;
	for (const { path } of references) {
		if (!existsSync(resolve(root, path, "tsconfig.json"))) {
			console.error(`typecheck: ${path}/tsconfig.json is missing`);
			failed += 1;
			continue;
		}
		const code = await run(packageProgram("tsc"), ["--noEmit", "--project", path]);
		console.log(`typecheck: ${path} ${code === 0 ? "ok" : "FAILED"}`);
		if (code !== 0) failed += 1;
	}
	return failed === 0 ? 0 : 1;
}

await runScript(typecheck);
