import { runScript } from "./run-command";
import { prepareApp } from "./tests/prepared-app";
import { closingLine } from "./tests/report-counts";
import { runPlaywright } from "./tests/run-suites";

/** The end-to-end tests on the packaged app. `--reuse` takes the app that is in dist/; the rest goes to Playwright. */
async function main(): Promise<number> {
	const args = process.argv.slice(2);
	await prepareApp(args.includes("--reuse"));
	const counts = await runPlaywright(
		"e2e",
		{},
		args.filter((argument) => argument !== "--reuse"),
	);
	console.log(closingLine(counts));
	return counts.failed === 0 ? 0 : 1;
}

await runScript(main);
