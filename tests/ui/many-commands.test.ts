import { afterEach, expect, it } from "vitest";
import { type Command, EngineError, type JobProgress } from "../../renderer/engine/contract";
import { runCommands, useJobs } from "../../renderer/ui/jobs";
import { fakeEngine } from "./fake-engine";

const commands = (count: number): readonly Command[] =>
	Array.from({ length: count }, (_, n) => ({ do: "tag", id: String(n).padStart(26, "a"), params: { tag: "all" } }));

afterEach(() => useJobs.setState({ jobs: [] }));

/** An engine whose job ends when it is told to. */
function slowEngine() {
	const given: unknown[] = [];
	const end = { well: (_: { ids: readonly string[] }): void => undefined, badly: (_: EngineError): void => undefined };
	const listeners: ((progress: JobProgress) => void)[] = [];
	const job = (name: string, params: unknown) => {
		given.push([name, params]);
		const finished = new Promise<{ ids: readonly string[] }>((resolve, reject) => {
			end.well = resolve;
			end.badly = reject;
		});
		return {
			finished: finished as Promise<never>,
			onProgress(listener: (progress: JobProgress) => void) {
				listeners.push(listener);
				return () => undefined;
			},
			cancel: () => end.badly(new EngineError("cancelled", "cancelled")),
		};
	};
	return { engine: { ...fakeEngine(), job }, given, end, listeners };
}

it("runs a few at once, without a job", async () => {
	const engine = fakeEngine();
	await runCommands(engine, commands(3));
	expect(engine.ran).toEqual([commands(3)]);
	expect(useJobs.getState().jobs).toEqual([]);
});

it("shows how far many are while it goes on, and nothing afterwards", async () => {
	const { engine, given, end, listeners } = slowEngine();
	const all = commands(10_000);
	const running = runCommands(engine, all);
	expect(given).toEqual([["change-many", { commands: all }]]);
	for (const tell of listeners) tell({ step: "changing", done: 4000, total: 10_000, cancellable: true });
	expect(useJobs.getState().jobs.map(({ name, progress }) => [name, progress.done])).toEqual([["change-many", 4000]]);
	end.well({ ids: ["one"] });
	expect(await running).toEqual({ ids: ["one"] });
	expect(useJobs.getState().jobs).toEqual([]);
});

it("can be given up, which whoever asked for it is told", async () => {
	const { engine } = slowEngine();
	const running = runCommands(engine, commands(10_000));
	useJobs.getState().jobs[0]?.cancel();
	await expect(running).rejects.toMatchObject({ code: "cancelled" });
	expect(useJobs.getState().jobs).toEqual([]);
});
