import { mkdir, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { runInDisplay } from "../electron/run-electron";
import { packageProgram, root, run } from "../run-command";
import { type Counts, playwrightCounts, vitestCounts } from "./report-counts";

/** Runs Vitest projects and counts what passed. */
export async function runVitest(projects: readonly string[], more: readonly string[] = []): Promise<Counts> {
	const file = await reportFile(`vitest-${projects.join("-")}.json`);
	const choose = projects.flatMap((project) => ["--project", project]);
	const code = await run(packageProgram("vitest"), [
		"run",
		...choose,
		"--reporter=default",
		"--reporter=json",
		`--outputFile.json=${file}`,
		...more,
	]);
	return honest(vitestCounts(file), code);
}

/** Runs a Playwright project on the packaged app and counts what passed. */
export async function runPlaywright(
	project: string,
	environment: Readonly<Record<string, string>> = {},
	more: readonly string[] = [],
): Promise<Counts> {
	const file = await reportFile(`playwright-${project}.json`);
	const code = await runInDisplay(packageProgram("playwright"), ["test", `--project=${project}`, ...more], {
		...environment,
		PLAYWRIGHT_JSON_FILE: file,
	});
	return honest(playwrightCounts(file), code);
}

/** A run that failed without a failed test (it crashed, or found no test) is a failure all the same. */
function honest(counts: Counts, code: number): Counts {
	return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function reportFile(name: string): Promise<string> {
	const folder = resolve(root, "test-results");
	await mkdir(folder, { recursive: true });
	const file = resolve(folder, name);
	await rm(file, { force: true });
	return file;
}
