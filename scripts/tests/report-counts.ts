import { existsSync, readFileSync } from "node:fs";

export interface Counts {
	readonly passed: number;
	readonly failed: number;
}

/** Reads a Vitest JSON report. No report means that the run itself broke, which counts as one failure. */
export function vitestCounts(file: string): Counts {
	const report = readReport(file) as { numPassedTests?: number; numFailedTests?: number; numFailedTestSuites?: number } | null;
	if (report === null) return { passed: 0, failed: 1 };
	// A file that could not even be loaded has no failed test, only a failed suite.
	const failed = Math.max(report.numFailedTests ?? 0, (report.numFailedTestSuites ?? 0) > 0 ? 1 : 0);
	return { passed: report.numPassedTests ?? 0, failed };
}

/** Reads a Playwright JSON report; a flaky test counts as failed, because there are no second chances. */
export function playwrightCounts(file: string): Counts {
	const report = readReport(file) as { stats?: { expected: number; unexpected: number; flaky: number }; errors?: unknown[] } | null;
	if (report?.stats === undefined) return { passed: 0, failed: 1 };
	return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky + (report.errors?.length ?? 0) };
}

export function addCounts(all: readonly Counts[]): Counts {
	return all.reduce((sum, counts) => ({ passed: sum.passed + counts.passed, failed: sum.failed + counts.failed }), {
		passed: 0,
		failed: 0,
	});
}

/** The closing line of every test command, alone on its line. */
export function closingLine(counts: Counts): string {
	return `${counts.passed} passed, ${counts.failed} failed`;
}

function readReport(file: string): unknown {
	return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
