/** Long work that goes on while the person does something else. Its progress and its end are kept until they are looked at. */
import { create } from "zustand";
import type { Command, Engine, Job, JobName, JobProgress, Jobs, RunResult } from "../engine/contract";

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

/** Whether it failed because the person gave it up. */
export function isCancelled(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "cancelled";
}

interface Begun<Result> {
	readonly id: number;
	readonly finished: Promise<Result>;
}

/** Starts a job that is listed with its progress from now on. */
function begin<Name extends JobName>(
	engine: Engine,
	name: Name,
	params: Jobs[Name]["params"],
	subject: string,
): Begun<Jobs[Name]["result"]> {
	const id = (useJobs.getState().jobs.at(-1)?.id ?? 0) + 1;
	const job: Job<Jobs[Name]["result"]> = engine.job(name, params);
	const cancel = (): void => {
		change(id, { cancelling: true });
		job.cancel();
	};
	const record: JobRecord = { id, name, subject, progress: FIRST, outcome: { is: "running" }, cancelling: false, cancel };
	useJobs.setState((now) => ({ jobs: [...now.jobs, record] }));
	const stop = job.onProgress((progress) => change(id, { progress }));
	return { id, finished: job.finished.finally(stop) };
}

/** Starts a job and follows it. Resolves with its result, or null when it failed or was cancelled; it is listed either way. */
export async function startJob<Name extends JobName>(
	engine: Engine,
	name: Name,
	params: Jobs[Name]["params"],
	subject: string,
): Promise<Jobs[Name]["result"] | null> {
	const { id, finished } = begin(engine, name, params, subject);
	try {
		const result = await finished;
		change(id, { outcome: { is: "done", result } });
		return result;
	} catch (error) {
		change(id, { outcome: isCancelled(error) ? { is: "cancelled" } : { is: "failed", error } });
		return null;
	}
}

/** From so many commands on, a change takes so long that one wants to see how far it is, and to give it up. */
const MANY = 500;

/** Runs commands; many of them as a job that is listed while it goes on. Throws what the engine throws, `cancelled` when it was given up. */
export async function runCommands(engine: Engine, commands: readonly Command[]): Promise<RunResult> {
	if (commands.length < MANY) return engine.run(commands);
	const { id, finished } = begin(engine, "change-many", { commands }, "");
	try {
		return await finished;
	} finally {
		useJobs.getState().dismiss(id);
	}
}
