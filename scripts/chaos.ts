import { runScript } from "./run-command";
import { prepareApp } from "./tests/prepared-app";
import { closingLine } from "./tests/report-counts";
import { runPlaywright } from "./tests/run-suites";

/** Kills the packaged app at 200 random moments. `--moments=N` and `--seed=S` choose others; `--reuse` takes the app in dist/. */
async function main(): Promise<number> {
	const args = process.argv.slice(2);
	const option = (name: string, otherwise: string): string =>
		args.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise;
	const seed = option("seed", String(Date.now() % 1_000_000));
	console.log(`chaos: seed ${seed}`);
	await prepareApp(args.includes("--reuse"));
	const counts = await runPlaywright("chaos", { CHAOS_MOMENTS: option("moments", "200"), CHAOS_SEED: seed });
	console.log(closingLine(counts));
	return counts.failed === 0 ? 0 : 1;
}

await runScript(main);
