import { Worker } from "node:worker_threads";

/** Milliseconds between two signs of life, and without one until the end. */
const BEAT = 1000;
const SILENCE = 90_000;

/** Runs beside the main thread, and ends the process when that one hangs. */
const WATCH = `
const { workerData } = require("node:worker_threads");
const beats = new Int32Array(workerData.beats);
let last = -1;
let quiet = 0;
setInterval(() => {
	const now = Atomics.load(beats, 0);
	quiet = now === last ? quiet + workerData.every : 0;
	last = now;
	if (quiet < workerData.silence) return;
	require("node:fs").writeSync(2, "The server hangs and is ended, so that it can be started anew. What was acknowledged is safe.\\n");
	process.kill(process.pid, "SIGKILL");
}, workerData.every);
`;

/** Ends the process when it hangs: the embedded PostgreSQL runs in our thread, and does so when its disk is full to the last byte. */
export function startWatchdog(): () => Promise<void> {
	const beats = new SharedArrayBuffer(4);
	const counter = new Int32Array(beats);
	const beating = setInterval(() => Atomics.add(counter, 0, 1), BEAT);
	const worker = new Worker(WATCH, { eval: true, workerData: { beats, every: BEAT, silence: SILENCE } });
	worker.unref();
	beating.unref();
	return async () => {
		clearInterval(beating);
		await worker.terminate();
	};
}
