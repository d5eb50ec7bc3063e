import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addCounts, closingLine, playwrightCounts, vitestCounts } from "../../scripts/tests/report-counts";
import { temporaryFolder } from "../shell/temporary-folder";

async function report(content: object): Promise<string> {
	const file = join(await temporaryFolder(), "report.json");
	await writeFile(file, JSON.stringify(content));
	return file;
}

test("a run without a report is a failure", () => {
	expect(vitestCounts("/nowhere.json")).toEqual({ passed: 0, failed: 1 });
	expect(playwrightCounts("/nowhere.json")).toEqual({ passed: 0, failed: 1 });
});

test("a test file that could not be loaded is a failure", async () => {
	expect(vitestCounts(await report({ numPassedTests: 3, numFailedTests: 0, numFailedTestSuites: 1 }))).toEqual({ passed: 3, failed: 1 });
});

test("a flaky test is a failure", async () => {
	expect(playwrightCounts(await report({ stats: { expected: 4, unexpected: 1, flaky: 1 }, errors: [] }))).toEqual({ passed: 4, failed: 2 });
});

test("the closing line counts everything", () => {
	expect(
		closingLine(
			addCounts([
				{ passed: 1, failed: 0 },
				{ passed: 2, failed: 3 },
			]),
		),
	).toBe("3 passed, 3 failed");
});
