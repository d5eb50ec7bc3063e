import { defineConfig } from "@playwright/test";

/** Everything here drives the packaged app: one at a time, and no second chance for a flaky test. */
export default defineConfig({
	workers: 1,
	retries: 0,
	fullyParallel: false,
	forbidOnly: process.env.CI === "true",
	timeout: 120_000,
	expect: { timeout: 15_000 },
	outputDir: "test-results/playwright",
	reporter: [["list"], ["json", { outputFile: process.env.PLAYWRIGHT_JSON_FILE ?? "test-results/playwright.json" }]],
	projects: [
		{ name: "e2e", testDir: "tests/e2e", testMatch: "**/*.spec.ts" },
		{ name: "chaos", testDir: "tests/chaos", testMatch: "**/*.spec.ts", timeout: 600_000 },
		{ name: "real", testDir: "tests/real", testMatch: "**/*.spec.ts", timeout: 600_000 },
	],
});
