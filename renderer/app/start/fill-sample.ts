/** The sample library is a book of its own that begins empty: the first time it is opened, what belongs in it is brought in. */
import type { Engine } from "../../engine/contract";
import { startJob, useJobs } from "../../ui/jobs";

/** Fills the sample book unless there is, or was, something in it. Never rejects: a failure is listed with the jobs. */
export async function fillSample(engine: Engine): Promise<void> {
	const counts = await engine.ask("counts", {}).catch(() => null);
	if (counts === null || Object.values(counts).some((count) => count > 0)) return;
	const report = await startJob(engine, "import-sample", {}, "");
	// Nobody asked for this import, so nobody waits for its report.
	if (report !== null) useJobs.setState(({ jobs }) => ({ jobs: jobs.filter(({ name }) => name !== "import-sample") }));
}
