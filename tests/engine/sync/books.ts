/** Whole engines that meet: through a real server, and through lines in memory. */
import { openLine } from "../../../electron/carriers/open-line";
import type { RunningEngine } from "../../../renderer/engine/engine";
import { memoryStore } from "../../../renderer/engine/sync/alone";
import type { SyncStore } from "../../../renderer/engine/sync/ports";
import type { Sync } from "../../../renderer/engine/sync/sync";
import type { Lines } from "../../../renderer/engine/worker/lines";
import type { After } from "../../../shared/protocol/conversation/ports";
import { openTestBook, type TestDisk, testDisk } from "../test-book";

export interface Book {
	readonly engine: RunningEngine;
	readonly disk: TestDisk;
	readonly sync: Sync;
	readonly store: SyncStore;
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

export interface BookSetting {
	readonly lines?: Lines;
	readonly disk?: TestDisk;
	readonly store?: SyncStore;
	readonly after?: After;
}

export async function openBook({ lines = linesToServers(), disk, store = memoryStore(), after }: BookSetting = {}): Promise<Book> {
	const used = disk ?? (await testDisk(crypto.randomUUID()));
	const engine = await openTestBook(used, {
		sync: { lines, openStore: async () => store, onOnline: () => () => undefined, ...(after === undefined ? {} : { after }) },
	});
	const { sync } = await engine.desk();
	return { engine, disk: used, sync: await sync, store, close: () => engine.close() };
}
