import { describe, expect, test } from "vitest";
import { IndexCore } from "../../../renderer/engine/search/core/index-core";
import { loadSqlite, memoryStorage, type Storage } from "../../../renderer/engine/search/core/storage";
import { openIndex } from "../../../renderer/engine/search/in-process";
import { parseQuery } from "../../../renderer/engine/search/query-language";
import { type IndexWorker, indexOver } from "../../../renderer/engine/search/worker-client";
import { entry } from "../../contract/search-index";

const lamp = parseQuery("lamp");
const options = { limit: 10, offset: 0, typing: false };

/** A storage that gives a damaged database first, and says what is done with it. */
async function damagedStorage(damage: readonly string[]): Promise<Storage & { discarded: number }> {
	const sqlite = await loadSqlite();
	const sound = memoryStorage(sqlite);
	const storage: Storage & { discarded: number } = {
		...sound,
		discarded: 0,
		open() {
			const db = sound.open();
			if (storage.discarded > 0) return db;
			for (const sql of damage) db.exec(sql);
			return db;
		},
		discard() {
			storage.discarded += 1;
		},
	};
	return storage;
}

const UNREADABLE = [
	"CREATE TABLE meta(key)",
	"PRAGMA writable_schema=on",
	"UPDATE sqlite_schema SET rootpage = 999",
	"PRAGMA writable_schema=reset",
];

describe("a damaged search index", () => {
	test("that cannot be opened is thrown away, and the new one says it has nothing", async () => {
		const storage = await damagedStorage(UNREADABLE);
		const index = openIndex(storage);
		expect(storage.discarded).toBe(1);
		expect(await index.checkpoint()).toBe(0);
		await index.apply({ put: [entry("Lamp")], remove: [], checkpoint: 7 });
		expect((await index.search(lamp, options)).hits).toHaveLength(1);
		await index.close();
	});

	test("of an older version starts empty", async () => {
		const storage = await damagedStorage([
			"CREATE TABLE meta(key TEXT PRIMARY KEY, value)",
			"INSERT INTO meta VALUES('version', -1), ('checkpoint', 99)",
		]);
		const index = openIndex(storage);
		expect(await index.checkpoint()).toBe(0);
		await index.close();
	});

	test("found while at work asks to be filled again, and takes no batch until that is known", async () => {
		const sqlite = await loadSqlite();
		const sound = memoryStorage(sqlite);
		const databases: ReturnType<Storage["open"]>[] = [];
		const index = openIndex({
			...sound,
			open() {
				const db = sound.open();
				databases.push(db);
				return db;
			},
		});
		await index.apply({ put: [entry("Lamp", { text: "light" })], remove: [], checkpoint: 5 });
		databases[0]?.exec("UPDATE words_data SET block = x'ffffffffffffffff' WHERE id > 10");
		await expect(index.search(parseQuery("light"), options)).rejects.toMatchObject({ code: "needs-rebuild" });
		await expect(index.apply({ put: [entry("Later")], remove: [], checkpoint: 6 })).rejects.toMatchObject({ code: "needs-rebuild" });
		expect(await index.checkpoint()).toBe(0);
		await index.apply({ put: [entry("Lamp", { text: "light" })], remove: [], checkpoint: 6 });
		expect((await index.search(parseQuery("light"), options)).hits).toHaveLength(1);
		await index.close();
	});

	test("a batch that fails half way leaves nothing behind", async () => {
		const index = openIndex(memoryStorage(await loadSqlite()));
		await index.apply({ put: [entry("Lamp", { text: "first" })], remove: [], checkpoint: 1 });
		const broken = {
			...entry("Broken"),
			get text(): string {
				throw new Error("cannot be read");
			},
		};
		await expect(index.apply({ put: [entry("Lamp", { text: "second" }), broken], remove: [], checkpoint: 2 })).rejects.toMatchObject({
			code: "failed",
		});
		expect(await index.checkpoint()).toBe(1);
		expect((await index.search(parseQuery("first"), options)).hits).toHaveLength(1);
		expect((await index.search(parseQuery("second"), options)).hits).toHaveLength(0);
		await index.apply({ put: [entry("Lamp", { text: "third" })], remove: [], checkpoint: 3 });
		expect((await index.search(parseQuery("third"), options)).hits).toHaveLength(1);
		await index.close();
	});
});

describe("a search worker that dies", () => {
	function silentWorker(): IndexWorker & { die(why: string): void; ended: boolean } {
		let tell: (why: string) => void = () => {};
		return {
			ended: false,
			send: () => {},
			onReply: () => {},
			onEnd(listener) {
				tell = listener;
			},
			end() {
				this.ended = true;
			},
			die: (why) => tell(why),
		};
	}

	test("every call under way and every later one is refused", async () => {
		const worker = silentWorker();
		const index = indexOver(worker);
		const asked = index.search(lamp, options);
		worker.die("out of memory");
		await expect(asked).rejects.toMatchObject({ code: "stopped", message: "out of memory" });
		await expect(index.checkpoint()).rejects.toMatchObject({ code: "stopped" });
		await index.close();
	});

	test("one that only falls silent is given up after a while", async () => {
		const worker = silentWorker();
		const index = indexOver(worker, 30);
		await expect(index.checkpoint()).rejects.toMatchObject({ code: "stopped" });
		expect(worker.ended).toBe(true);
	});
});

describe("an index that never has an idle moment", () => {
	test("does not fall into ever more pieces", async () => {
		const sqlite = await loadSqlite();
		const db = memoryStorage(sqlite).open();
		const core = new IndexCore(db);
		for (let batch = 1; batch <= 450; batch += 1)
			core.apply({ put: [entry(`Lamp ${batch}`, { text: "light" })], remove: [], checkpoint: batch });
		expect(Number(db.selectValue("SELECT count(DISTINCT segid) FROM words_idx"))).toBeLessThan(150);
		expect(Number(db.selectValue("SELECT count(DISTINCT segid) FROM names_idx"))).toBeLessThan(150);
		expect(core.search(parseQuery("light"), { ...options, limit: 1000 }, 0).hits).toHaveLength(450);
		core.close();
	});
});
