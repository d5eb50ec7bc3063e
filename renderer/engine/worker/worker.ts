/** The engine's worker: puts the real parts together and opens the book. */

import automergeWasm from "@automerge/automerge/automerge.wasm?url";
import { initializeWasm } from "@automerge/automerge/slim";
import { openEngine } from "../engine";
import { asEngineError } from "../errors";
import { eraseLibraries } from "../library/on-disk";
import { openReopeningLibrary } from "../library/reopening-library";
import { roomyLibrary } from "../library/roomy-library";
import { openDexieLog } from "../log/dexie-log";
import { openWorkerSearch } from "../search/worker-client";
import type { FromEngine, ToEngine } from "../wire";
import { hostOver } from "./host-port";
import { showLife } from "./life";
import { serveEngine } from "./serve";

const LOG = "commonplace-log";
const LIBRARY = "commonplace-library";
const SYNC = "commonplace-sync";
/** Typed words reach lists and search this many milliseconds later. */
const PROJECTION_DELAY = 600;
/** What writing needs takes both processors for a while: the first screen gets its answers before that. */
const DESK_DELAY = 300;
/** What is durable is gathered for so many milliseconds before it goes to the journal: many small writes become one. */
const JOURNAL_DELAY = 1000;

function send(message: FromEngine): void {
	self.postMessage(message);
}

function onProblem(error: unknown): void {
	const { code, message } = asEngineError(error);
	send({ type: "problem", message: `${code}: ${message}` });
}

async function start(port: MessagePort): Promise<(message: ToEngine) => void> {
	const { host, lines } = hostOver(port);
	const engine = await openEngine({
		host,
		sync: {
			lines,
			openStore: async () => (await import("../sync/dexie-store")).openSyncStore(SYNC),
			onOnline(listener) {
				self.addEventListener("online", listener);
				return () => self.removeEventListener("online", listener);
			},
		},
		openLog: () => openDexieLog(LOG),
		// Relaxed: what the library loses in a crash is made again from the log, so it need not wait for the disk.
		openLibrary: async () => roomyLibrary(await openReopeningLibrary(LIBRARY, { chromeTransactionDurability: "relaxed" }), host),
		eraseLibraries: (which) => eraseLibraries(indexedDB, LIBRARY, which),
		openSearch: openWorkerSearch,
		async loadSodium() {
			const { default: sodium } = await import("libsodium-wrappers-sumo");
			await sodium.ready;
			return sodium;
		},
		loadAutomerge: () => initializeWasm(new Request(new URL(automergeWasm, self.location.href))),
		random: (bytes) => crypto.getRandomValues(bytes),
		// Its file is named by what is in it.
		program: self.location.pathname,
		now: () => Date.now(),
		projectionDelay: PROJECTION_DELAY,
		deskDelay: DESK_DELAY,
		journalDelay: JOURNAL_DELAY,
		onProblem,
	});
	return serveEngine(engine, send);
}

/** Takes messages from the first on; those that come before the book is open wait. */
function listen(): void {
	const early: ToEngine[] = [];
	let take = (message: ToEngine): void => {
		early.push(message);
	};
	self.onmessage = ({ data, ports }: MessageEvent<ToEngine>) => {
		const [port] = ports;
		if (data.type !== "host" || port === undefined) return take(data);
		start(port).then(
			(ready) => {
				take = ready;
				for (const message of early.splice(0)) ready(message);
			},
			(error: unknown) => {
				const { code, message } = asEngineError(error);
				send({ type: "state", state: { is: "stopped", code, message } });
			},
		);
	};
}

showLife("commonplace-engine", (lock) => send({ type: "alive", lock }), onProblem);
listen();
