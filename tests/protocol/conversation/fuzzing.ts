import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "vitest";
import { type Random, seededRandom } from "../../convergence/random";

/** `FUZZ_INPUTS=1000000 FUZZ_SEED=7 npx vitest run tests/protocol/conversation/fuzz` for a long run. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 6000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Longest that the processor may work on one input, in milliseconds; by the clock it may be longer, because others use the machine. */
const LONGEST = 1000;
/** Memory that may be in use more at the end than after the first quarter: 48 MB. */
const GROWTH = 48 * 1024 * 1024;
/** Time for one test of the suite. */
export const TIME = Math.max(120_000, INPUTS * 3);

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
const memory = (): number => {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};

/** Feeds so many inputs; a failure names the seed and the input. */
export async function fuzz(share: number, feed: (random: Random) => unknown): Promise<void> {
	const count = Math.ceil(INPUTS * share);
	let before = 0;
	for (let input = 0; input < count; input++) {
		if (input === Math.floor(count / 4)) before = memory();
		const start = process.cpuUsage();
		try {
			await feed(seededRandom(SEED * 1_000_003 + input));
		} catch (error) {
			throw new Error(`input ${input} of seed ${SEED}: ${String(error)}`, { cause: error });
		}
		const { user, system } = process.cpuUsage(start);
		const took = (user + system) / 1000;
		if (took > LONGEST) throw new Error(`input ${input} of seed ${SEED} took ${Math.round(took)} ms of the processor`);
	}
	expect(memory() - before).toBeLessThan(GROWTH);
}

/** Whether it threw nothing but this. */
export function only(kind: new (...args: never[]) => Error, work: () => unknown): void {
	try {
		work();
	} catch (error) {
		if (!(error instanceof kind)) throw error;
	}
}
