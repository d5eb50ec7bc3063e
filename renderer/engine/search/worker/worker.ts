/** The search index's own worker: SQLite works in one thread, and neither the interface nor the engine waits for it. */

import { showLife } from "../../worker/life";
import { loadSqlite, memoryStorage } from "../core/storage";
import { openIndex } from "../in-process";
import type { SearchIndex } from "../search-index";
import type { IndexAlive, IndexRequest } from "./messages";
import { openOpfsStorage } from "./opfs-storage";
import { serveIndex } from "./serve-index";

/** SQLite's other ways to the disk: they need headers or storage that we do not have, and complain about it. */
const UNUSED = { vfs: { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-wl": true } };

async function open(): Promise<SearchIndex> {
	Object.assign(self, { sqlite3ApiConfig: { disable: UNUSED } });
	const sqlite = await loadSqlite();
	try {
		return openIndex(await openOpfsStorage(sqlite));
	} catch {
		// A disk that takes nothing (a full one): search works from memory until the next start.
		return openIndex(memoryStorage(sqlite));
	}
}

const alive = (lock: string): void => self.postMessage({ alive: lock } satisfies IndexAlive);
// Without the lock, only silence tells that this worker is gone.
showLife("commonplace-search", alive, () => undefined);

const serve = serveIndex(open(), (reply) => self.postMessage(reply));
self.onmessage = ({ data }: MessageEvent<IndexRequest>) => serve(data);
