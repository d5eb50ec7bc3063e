/** What the command line asks of a bench. */
export interface BenchOptions {
	/** Fewer runs, nothing kept: for a look while working. */
	readonly quick: boolean;
}

export function readBenchOptions(args: readonly string[] = process.argv.slice(2)): BenchOptions {
	return { quick: args.includes("--quick") };
}

/** How often to run: `usual` times, or fewer on a quick look. */
export function runsOf({ quick }: BenchOptions, usual: number): number {
	return quick ? Math.min(usual, 2) : usual;
}

/** Runs both by turns, so that what else happens on the machine touches both alike. */
export async function byTurns<Result>(
	runs: number,
	ours: (run: number) => Promise<Result>,
	against: (run: number) => Promise<Result>,
): Promise<{ ours: Result[]; against: Result[] }> {
	const results = { ours: [] as Result[], against: [] as Result[] };
	for (let run = 0; run < runs; run += 1) {
		results.ours.push(await ours(run));
		results.against.push(await against(run));
	}
	return results;
}
