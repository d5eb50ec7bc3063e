import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { root, runScript } from "./run-command";
import { prepareApp } from "./tests/prepared-app";
import { addCounts, type Counts, closingLine } from "./tests/report-counts";
import { runPlaywright, runVitest } from "./tests/run-suites";

const realInput = resolve(root, "../shared/real-input");

/** The tests on the real input beside the checkout. Without it there is nothing to test, which only a CI run may not accept. */
async function main(): Promise<number> {
	if (!existsSync(realInput)) {
		console.log(`The real input is not here (looked in ${realInput}), so nothing was tested on it.`);
		const failed = process.env.CI === "true" ? 1 : 0;
		console.log(closingLine({ passed: 0, failed }));
		return failed;
	}
	const counts: Counts[] = [];
	if (has(".test.ts")) counts.push(await runVitest(["real"]));
	if (has(".spec.ts")) {
		await prepareApp(true);
		counts.push(await runPlaywright("real", { REAL_INPUT: realInput }));
	}
	const all = addCounts(counts);
	console.log(closingLine(all));
	return all.failed === 0 && all.passed > 0 ? 0 : 1;
}

function has(ending: string): boolean {
	const folder = resolve(root, "tests/real");
	return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith(ending));
}

await runScript(main);
