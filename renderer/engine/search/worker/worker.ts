/** The search index's own worker: SQLite works in one thread, and neither the interface nor the engine waits for it. */
import { loadSqlite } from "../core/storage";
import { openIndex } from "../in-process";
import type { SearchIndex } from "../search-index";
import type { IndexRequest } from "./messages";
import { openOpfsStorage } from "./opfs-storage";
import { serveIndex } from "./serve-index";

/** SQLite's other ways to the disk: they need headers or storage that we do not have, and complain about it. */
const UNUSED = { vfs: { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-wl": true } };

async function open(): Promise<SearchIndex> {
	Object.assign(self, { sqlite3ApiConfig: { disable: UNUSED } });
	return openIndex(await openOpfsStorage(await loadSqlite()));
}

const serve = serveIndex(open(), (reply) => self.postMessage(reply));
self.onmessage = ({ data }: MessageEvent<IndexRequest>) => serve(data);
