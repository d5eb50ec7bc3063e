/** A whole engine without a window: real log, real library, real search, a shell in memory. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initializeWasm, isWasmInitialized } from "@automerge/automerge/slim";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import sodium from "libsodium-wrappers-sumo";
import { openEngine, type RunningEngine } from "../../renderer/engine/engine";
import { type Library, openLibrary } from "../../renderer/engine/library/library";
import { eraseLibraries } from "../../renderer/engine/library/on-disk";
import { openDexieLog } from "../../renderer/engine/log/dexie-log";
import type { LogStore } from "../../renderer/engine/log/log-store";
import type { EnginePorts } from "../../renderer/engine/ports";
import { openMemoryIndex } from "../../renderer/engine/search/in-process";
import type { SearchIndex } from "../../renderer/engine/search/search-index";
import { type MemoryHost, memoryHost } from "./memory-host";

/** The disk of a test: what stays when the engine is opened again. */
export interface TestDisk {
	/** Ends the names of its databases: of two books that are open at a time, each has another. */
	readonly name: string;
	readonly host: MemoryHost;
	readonly indexedDB: IDBFactory;
	readonly problems: unknown[];
	/** Replaces the log on its way to the engine, to make it fail. */
	wrapLog(log: LogStore): LogStore;
	/** Replaces the library on its way to the engine, to make it fail. */
	wrapLibrary(library: Library): Library;
	clock: () => number;
	/** The program that opens the book. */
	program: string;
	openSearch: () => Promise<SearchIndex>;
	/** Set for a book whose shell keeps a journal. */
	readonly journalDelay?: number;
}

export async function testDisk(name = ""): Promise<TestDisk> {
	return {
		name,
		host: await memoryHost(),
		indexedDB: new IDBFactory(),
		problems: [],
		wrapLog: (log) => log,
		wrapLibrary: (library) => library,
		clock: Date.now,
		program: "tests",
		openSearch: openMemoryIndex,
	};
}

export async function loadAutomerge(): Promise<void> {
	if (isWasmInitialized()) return;
	await initializeWasm(readFileSync(createRequire(import.meta.url).resolve("@automerge/automerge/automerge.wasm")));
}

/** Opens the book on this disk. */
export async function openTestBook(disk: TestDisk, more: Partial<EnginePorts> = {}): Promise<RunningEngine> {
	const engine = await openEngine({
		host: disk.host.host,
		openLog: async () => disk.wrapLog(await openDexieLog(`log${disk.name}`, { indexedDB: disk.indexedDB, IDBKeyRange })),
		openLibrary: async () => disk.wrapLibrary(await openLibrary(`library${disk.name}`, { indexedDB: disk.indexedDB, IDBKeyRange })),
		eraseLibraries: (which) => eraseLibraries(disk.indexedDB, `library${disk.name}`, which),
		openSearch: () => disk.openSearch(),
		async loadSodium() {
			await sodium.ready;
			return sodium;
		},
		loadAutomerge,
		random: (bytes) => crypto.getRandomValues(bytes),
		program: disk.program,
		now: () => disk.clock(),
		projectionDelay: 20,
		...(disk.journalDelay === undefined ? {} : { journalDelay: disk.journalDelay }),
		onProblem: (problem) => disk.problems.push(problem),
		...more,
	});
	await engine.settle();
	return engine;
}
