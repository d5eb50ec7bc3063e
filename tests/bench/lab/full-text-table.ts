/** The library that our index is made with, alone: one full-text table in memory, asked for the twenty best with a passage each. */
import sqlite3InitModule from "@sqlite.org/sqlite-wasm";
import { type Experiment, readJson, type SearchedText } from "./experiments";

export const fullTextTable: Experiment<"full-text-table"> = async ({ file, words }) => {
	const entries = await readJson<readonly SearchedText[]>(file);
	const sqlite = await sqlite3InitModule();
	const db = new sqlite.oo1.DB(":memory:", "c");
	db.exec("CREATE VIRTUAL TABLE plain USING fts5(title, tags, text)");
	db.transaction(() => {
		const insert = db.prepare("INSERT INTO plain(title, tags, text) VALUES(?1, ?2, ?3)");
		for (const { title, tags, text } of entries) insert.bind([title, tags, text]).stepReset();
		insert.finalize();
	});
	db.exec("INSERT INTO plain(plain) VALUES('optimize')");
	const plain = db.prepare(
		"SELECT rowid, title, snippet(plain, 2, '[', ']', '…', 20) FROM plain WHERE plain MATCH ?1 ORDER BY rank LIMIT 20",
	);
	const times = words.map((word) => {
		const started = performance.now();
		plain.bind([`"${word}"`]);
		while (plain.step()) plain.get([]);
		plain.reset();
		return performance.now() - started;
	});
	plain.finalize();
	db.close();
	return times;
};
