/** Chromium's own record of what the page's main thread did, key by key. */
import type { CDPSession, Page } from "@playwright/test";

interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly pid: number;
	readonly tid: number;
	/** Microseconds. */
	readonly ts: number;
	readonly dur?: number;
	readonly tdur?: number;
	readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } };
}

/** What one key cost the main thread, from its first event until the frame that shows it was handed over. Milliseconds. */
export interface KeyCost {
	/** Time by the clock. */
	readonly time: number;
	/** Time that the processor worked for it: not touched by what else runs on the machine. */
	readonly worked: number;
}

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata", "toplevel"];
/** Names of one task of a thread, by version of Chromium. */
const TASKS: ReadonlySet<string> = new Set(["RunTask", "ThreadControllerImpl::RunTask"]);
/** A frame ends with one of these. */
const FRAME_ENDS: ReadonlySet<string> = new Set(["Commit", "Layerize", "Paint"]);

export interface MainThreadTrace {
	stop(): Promise<readonly KeyCost[]>;
}

export async function traceMainThread(page: Page): Promise<MainThreadTrace> {
	const session: CDPSession = await page.context().newCDPSession(page);
	const events: TraceEvent[] = [];
	session.on("Tracing.dataCollected", ({ value }) => {
		events.push(...(value as unknown as TraceEvent[]));
	});
	await session.send("Tracing.start", { traceConfig: { includedCategories: CATEGORIES }, transferMode: "ReportEvents" });
	return {
		async stop() {
			const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
			await session.send("Tracing.end");
			await complete;
			await session.detach();
			return keyCosts(events);
		},
	};
}

function keyCosts(events: readonly TraceEvent[]): KeyCost[] {
	const isKey = (event: TraceEvent): boolean => event.name === "EventDispatch" && event.args?.data?.type === "keydown";
	const first = events.find(isKey);
	if (first === undefined) return [];
	const mine = events.filter(({ pid, tid }) => pid === first.pid && tid === first.tid).sort((a, b) => a.ts - b.ts);
	const tasks = outermost(mine.filter(({ name, ph }) => ph === "X" && TASKS.has(name)));
	const ends = mine.filter(({ name }) => FRAME_ENDS.has(name));
	return mine.filter(isKey).flatMap((key): KeyCost[] => {
		const begun = tasks.findLastIndex(({ ts, dur = 0 }) => ts <= key.ts && ts + dur >= key.ts);
		const drawn = ends.find(({ ts }) => ts >= key.ts);
		if (begun === -1 || drawn === undefined) return [];
		const ended = tasks.findLastIndex(({ ts }) => ts <= drawn.ts);
		const during = tasks.slice(begun, ended + 1);
		return [{ time: sum(during, "dur"), worked: sum(during, "tdur") }];
	});
}

/** A task within a task is counted with the outer one. */
function outermost(tasks: readonly TraceEvent[]): TraceEvent[] {
	let end = 0;
	return tasks.filter(({ ts, dur = 0 }) => {
		if (ts < end) return false;
		end = ts + dur;
		return true;
	});
}

function sum(tasks: readonly TraceEvent[], field: "dur" | "tdur"): number {
	return tasks.reduce((total, task) => total + (task[field] ?? 0), 0) / 1000;
}
