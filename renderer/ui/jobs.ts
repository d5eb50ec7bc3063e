/** Long work that goes on while the person does something else. Its progress and its end are kept until they are looked at. */
import { create } from "zustand";
import type { Engine, Job, JobName, JobProgress, Jobs } from "../engine/contract";

export type JobOutcome =
	| { readonly is: "running" }
	| { readonly is: "done"; readonly result: Jobs[JobName]["result"] }
	| { readonly is: "cancelled" }
	| { readonly is: "failed"; readonly error: unknown };

export interface JobRecord {
	readonly id: number;
	readonly name: JobName;
	/** The file or folder it is about, as the person knows it. */
	readonly subject: string;
	readonly progress: JobProgress;
	readonly outcome: JobOutcome;
	/** True once cancel was pressed. */
	readonly cancelling: boolean;
	cancel(): void;
}

interface JobsState {
	/** Oldest first. */
	readonly jobs: readonly JobRecord[];
	dismiss(id: number): void;
}

const FIRST: JobProgress = { step: "starting", done: 0, total: 0, cancellable: true };

export const useJobs = create<JobsState>((set) => ({
	jobs: [],
	dismiss: (id) => set((now) => ({ jobs: now.jobs.filter((job) => job.id !== id) })),
}));

function change(id: number, part: Partial<JobRecord>): void {
	useJobs.setState((now) => ({ jobs: now.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)) }));
}

function isCancelled(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "cancelled";
}

/** Starts a job and follows it. Resolves with its result, or null when it failed or was cancelled; it is listed either way. */
export async function startJob<Name extends JobName>(
	engine: Engine,
	name: Name,
	params: Jobs[Name]["params"],
	subject: string,
): Promise<Jobs[Name]["result"] | null> {
	const id = (useJobs.getState().jobs.at(-1)?.id ?? 0) + 1;
	const job: Job<Jobs[Name]["result"]> = engine.job(name, params);
	const cancel = (): void => {
		change(id, { cancelling: true });
		job.cancel();
	};
	const record: JobRecord = { id, name, subject, progress: FIRST, outcome: { is: "running" }, cancelling: false, cancel };
	useJobs.setState((now) => ({ jobs: [...now.jobs, record] }));
	const stop = job.onProgress((progress) => change(id, { progress }));
	try {
		const result = await job.finished;
		change(id, { outcome: { is: "done", result } });
		return result;
	} catch (error) {
		change(id, { outcome: isCancelled(error) ? { is: "cancelled" } : { is: "failed", error } });
		return null;
	} finally {
		stop();
	}
}
