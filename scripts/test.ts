import { runScript } from "./run-command";
import { ensurePostgres } from "./server/ensure-postgres";
import { prepareApp } from "./tests/prepared-app";
import { addCounts, type Counts, closingLine } from "./tests/report-counts";
import { runPlaywright, runVitest } from "./tests/run-suites";

/**
 * Every test: units, then the packaged app end to end, then 20 sudden deaths. All parts run even when one fails,
 * and the last line counts them all.
 */
async function main(): Promise<number> {
	await ensurePostgres();
	const counts: Counts[] = [await runVitest(["node", "dom"])];
	try {
		await prepareApp(false);
		counts.push(await runPlaywright("e2e"));
		const seed = process.env.CHAOS_SEED ?? String(Date.now() % 1_000_000);
		console.log(`chaos: seed ${seed}`);
		counts.push(await runPlaywright("chaos", { CHAOS_MOMENTS: "20", CHAOS_SEED: seed }));
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		counts.push({ passed: 0, failed: 1 });
	}
	const all = addCounts(counts);
	console.log(closingLine(all));
	return all.failed === 0 ? 0 : 1;
}

await runScript(main);
