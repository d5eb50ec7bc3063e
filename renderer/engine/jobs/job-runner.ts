/** Long work: progress, cancel, and an end that always comes. */
import type { JobContext } from "../../../shared/formats/contract";
import { EngineError, type Job, type JobName, type JobProgress, type Jobs } from "../contract";
import { asEngineError } from "../errors";
import { breathe } from "../write-path";

/** What a job is given while it runs. */
export interface RunningJob extends JobContext {
	/** From now on it cannot be cancelled. Throws when it was, so that nothing is begun that must be finished. */
	commit(): void;
}

export type JobDefinitions = {
	readonly [Name in JobName]: (params: Jobs[Name]["params"], job: RunningJob) => Promise<Jobs[Name]["result"]>;
};

/** Milliseconds of work after which other messages are let in. */
const SLICE = 12;

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
	let sliceStart = performance.now();

	function throwIfCancelled(): void {
		if (cancelled) throw new EngineError("cancelled", "cancelled: nothing was changed");
	}

	const running: RunningJob = {
		now: now(),
		async breathe() {
			throwIfCancelled();
			if (performance.now() - sliceStart < SLICE) return;
			await breathe();
			sliceStart = performance.now();
			throwIfCancelled();
		},
		progress(step, done, total) {
			last = { step, done, total, cancellable };
			for (const listener of listeners) listener(last);
		},
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
