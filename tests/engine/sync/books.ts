/** Whole engines that meet: through a real server, and through lines in memory. */
import { openLine } from "../../../electron/carriers/open-line";
import type { RunningEngine } from "../../../renderer/engine/engine";
import { startEngineSync } from "../../../renderer/engine/sync/engine-sync";
import type { Sync } from "../../../renderer/engine/sync/sync";
import type { Lines } from "../../../renderer/engine/worker/lines";
import { openTestBook, type TestDisk, testDisk } from "../test-book";
import { memoryStore } from "./memory-spaces";

export interface Book {
	readonly engine: RunningEngine;
	readonly disk: TestDisk;
	readonly sync: Sync;
	close(): Promise<void>;
}

/** Lines that lead to real servers, and to nobody else. */
export function linesToServers(): Lines {
	return {
		open: openLine,
		listen: async () => null,
		onCall: () => undefined,
		onFound: () => undefined,
	};
}

export async function openBook(lines: Lines = linesToServers(), disk?: TestDisk): Promise<Book> {
	const used = disk ?? (await testDisk(crypto.randomUUID()));
	const engine = await openTestBook(used);
	const { held, spaces, spacesParts, summaries } = await engine.desk();
	const sync = await startEngineSync({
		outside: { lines, openStore: async () => memoryStore(), onOnline: () => () => undefined },
		host: used.host.host,
		sodium: spacesParts.sodium,
		log: engine.log,
		held,
		spaces,
		summaries,
		random: (bytes) => crypto.getRandomValues(bytes),
		now: Date.now,
		onProblem: (problem) => used.problems.push(problem),
	});
	return {
		engine,
		disk: used,
		sync,
		async close() {
			sync.close();
			await engine.close();
		},
	};
}
