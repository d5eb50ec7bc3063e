/** Long work: progress, cancel, and an end that always comes. */
import type { JobContext } from "../../../shared/formats/contract";
import { steadyBreath } from "../breathing";
import { EngineError, type Job, type JobName, type JobProgress, type Jobs } from "../contract";
import { asEngineError } from "../errors";

/** What a job is given while it runs. */
export interface RunningJob extends JobContext {
	/** Throws when it was cancelled. */
	check(): void;
	/** From now on it cannot be cancelled. Throws when it was, so that nothing is begun that must be finished. */
	commit(): void;
}

export type JobDefinitions = {
	readonly [Name in JobName]: (params: Jobs[Name]["params"], job: RunningJob) => Promise<Jobs[Name]["result"]>;
};

/** Milliseconds between two reports of progress within one step: nobody can read more, and each is a message. */
const REPORT_EVERY = 40;

export function startJob<Name extends JobName>(
	definitions: JobDefinitions,
	name: Name,
	params: Jobs[Name]["params"],
	now: () => number,
): Job<Jobs[Name]["result"]> {
	const listeners = new Set<(progress: JobProgress) => void>();
	let cancelled = false;
	let cancellable = true;
	let last: JobProgress | null = null;
	let lastReport = 0;
	const breathe = steadyBreath();

	function throwIfCancelled(): void {
		if (cancelled) throw new EngineError("cancelled", "cancelled: nothing was changed");
	}

	const running: RunningJob = {
		now: now(),
		async breathe() {
			throwIfCancelled();
			await breathe();
			throwIfCancelled();
		},
		progress(step, done, total) {
			const before = last;
			last = { step, done, total, cancellable };
			const isMore = before?.step === step && before.cancellable === cancellable && done < total;
			if (isMore && performance.now() - lastReport < REPORT_EVERY) return;
			lastReport = performance.now();
			for (const listener of listeners) listener(last);
		},
		check: throwIfCancelled,
		commit() {
			throwIfCancelled();
			cancellable = false;
		},
	};

	const work = async (): Promise<Jobs[Name]["result"]> => {
		if (!Object.hasOwn(definitions, name)) throw new EngineError("bad-request", `there is no job called ${name}`);
		return definitions[name](params, running);
	};
	const finished = work().catch((error: unknown) => {
		throw asEngineError(error);
	});
	return {
		finished,
		onProgress(listener) {
			listeners.add(listener);
			if (last !== null) listener(last);
			return () => listeners.delete(listener);
		},
		cancel() {
			if (cancellable) cancelled = true;
		},
	};
}
