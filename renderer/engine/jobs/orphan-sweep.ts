/**
 * Removes files that a job kept and that no item refers to, because the app was killed before the job ended. Only what
 * is a day old, only when the whole log says so, and never what anybody has put since the app was started: the shell
 * sees to the first and the last.
 */
import type { Host } from "../../../shared/host";
import { steadyBreath } from "../breathing";
import type { Opener } from "../documents/sealer";
import { unmentioned } from "../documents/unmentioned";
import type { Library } from "../library/library";
import type { LogStore } from "../log/log-store";

export interface SweepParts {
	readonly host: Host;
	readonly log: LogStore;
	readonly library: () => Library;
	readonly sealer: () => Promise<Opener>;
}

/** Gives how many were removed. The library is asked first: usually it knows them all, and the log need not be read. */
export async function sweepOrphans({ host, log, library, sealer }: SweepParts): Promise<number> {
	const old = await host.call("blobs.old");
	if (old.length === 0) return 0;
	const known = new Set((await library().ofKind("file")).map((row) => (row.detail.of === "file" ? row.detail.hash : "")));
	const suspects = old.filter((hash) => !known.has(hash));
	if (suspects.length === 0) return 0;
	const orphans = await unmentioned(suspects, log, await sealer(), steadyBreath());
	return orphans.length === 0 ? 0 : host.call("blobs.sweep", orphans);
}

/** Milliseconds after which it is tried: nobody waits for it, and the start is over. */
const QUIET_AFTER = 2 * 60 * 1000;

/** Sweeps once when it has become quiet: at a moment when nothing is being written. Gives the function that gives it up. */
export function sweepWhenQuiet(parts: SweepParts, isBusy: () => boolean, onProblem: (error: unknown) => void): () => void {
	const wait = (): ReturnType<typeof setTimeout> =>
		setTimeout(() => {
			if (isBusy()) timer = wait();
			else sweepOrphans(parts).catch(onProblem);
		}, QUIET_AFTER);
	let timer = wait();
	return () => clearTimeout(timer);
}
