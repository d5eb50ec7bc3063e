/** Whole engines that meet: through a real server, and through lines in memory. */
import { onTestFinished } from "vitest";
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

/** A book that is closed when the test is over. */
export async function book(setting: BookSetting = {}): Promise<Book> {
	const made = await openBook(setting);
	onTestFinished(() => made.close());
	return made;
}

/** What is asked for, once it is so; fails with the last answer when it is not after 15 seconds. */
export async function eventually<Value>(ask: () => Promise<Value>, isIt: (value: Value) => boolean, what: string): Promise<Value> {
	const end = Date.now() + 15_000;
	for (;;) {
		const value = await ask();
		if (isIt(value)) return value;
		if (Date.now() > end) throw new Error(`never: ${what}; ${JSON.stringify(value)}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
