/** The index's database in the origin's private file system. */
import type { Database, SAHPoolUtil, Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { memoryStorage, type Storage } from "../core/storage";

const FILE = "/index.sqlite3";
const DIRECTORY = ".search-index";
/** A worker that was killed lets go of its files a moment later. */
const TRIES = 25;
const PAUSE = 120;

/** The library's types leave out the last of these: without it, a failure would be remembered and repeated. */
const POOL = { directory: DIRECTORY, name: "search-index", initialCapacity: 6, forceReinitIfPreviouslyFailed: true };

/**
 * Opens the place on disk. When it stays locked or there is none, a place in memory: search then works as ever,
 * but starts empty, and so it will after the next start.
 */
export async function openOpfsStorage(sqlite: Sqlite3Static): Promise<Storage> {
	let removed = false;
	for (let attempt = 0; attempt < TRIES; attempt += 1) {
		try {
			return poolStorage(await sqlite.installOpfsSAHPoolVfs(POOL));
		} catch (error) {
			const locked = error instanceof DOMException && error.name === "NoModificationAllowedError";
			if (locked) await new Promise((resolve) => setTimeout(resolve, PAUSE));
			else if (removed || !(await removeDirectory())) break;
			else removed = true;
		}
	}
	return memoryStorage(sqlite);
}

/** Removes what cannot be opened and is not in use. False when that fails too. */
async function removeDirectory(): Promise<boolean> {
	try {
		const root = await navigator.storage.getDirectory();
		await root.removeEntry(DIRECTORY, { recursive: true });
		return true;
	} catch {
		return false;
	}
}

function poolStorage(pool: SAHPoolUtil): Storage {
	return {
		kept: "disk",
		open: () => openDatabase(pool),
		discard() {
			for (const file of [FILE, `${FILE}-wal`, `${FILE}-journal`]) pool.unlink(file);
		},
		release() {
			pool.pauseVfs();
		},
	};
}

/**
 * A write-ahead log, kept without shared memory because the file has one user: a batch is all there or not at all after
 * any death, even that of the machine, and no batch waits for the disk.
 */
function openDatabase(pool: SAHPoolUtil): Database {
	const db = new pool.OpfsSAHPoolDb(FILE);
	try {
		db.exec(
			"PRAGMA locking_mode=exclusive; PRAGMA page_size=8192; PRAGMA journal_mode=wal; PRAGMA synchronous=normal; PRAGMA wal_autocheckpoint=2000;",
		);
		return db;
	} catch (error) {
		db.close();
		throw error;
	}
}
