/** Puts entries into the tables and takes them out again. */
import type { SqlValue } from "@sqlite.org/sqlite-wasm";
import { entryMarks } from "../filter-marks";
import { indexedText } from "../folding";
import { LONGEST_TEXT, type SearchBatch, type SearchEntry } from "../search-index";
import type { Statements } from "./statements";

/** The newest of each id, without those that are removed as well, oldest first: later rows are taken for newer. */
export function orderBatch(batch: SearchBatch): SearchEntry[] {
	const removed = new Set(batch.remove);
	const newest = new Map(batch.put.map((entry) => [entry.id, entry]));
	return [...newest.values()].filter((entry) => !removed.has(entry.id)).sort((a, b) => a.updated - b.updated);
}

/** Takes out whatever these ids stand for now. */
export function removeEntries(statements: Statements, ids: readonly string[]): void {
	const rows: SqlValue[] = [];
	statements.each("SELECT row FROM entries WHERE id IN (SELECT value FROM json_each(?1))", [JSON.stringify(ids)], ([row]) => {
		rows.push(row ?? null);
		return true;
	});
	for (const row of rows) {
		statements.run("DELETE FROM entries WHERE row = ?1", [row]);
		statements.run("DELETE FROM texts WHERE row = ?1", [row]);
		statements.run("DELETE FROM names WHERE rowid = ?1", [row]);
		statements.run("DELETE FROM words WHERE rowid = ?1", [row]);
	}
}

/** Puts an entry into a row of its own. Its id is not in the tables. */
export function writeEntry(statements: Statements, row: number, entry: SearchEntry): void {
	const title = plainText(entry.title);
	const text = plainText(entry.text.slice(0, LONGEST_TEXT));
	const marks = entryMarks(entry);
	const indexedTitle = indexedText(title);
	const indexedTags = indexedText(plainText(entry.tags.join(" ")));
	statements.run("INSERT INTO entries(row, id, kind, parent, updated, trashed, title) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)", [
		row,
		entry.id,
		entry.kind,
		entry.parent,
		entry.updated,
		entry.trashed ? 1 : 0,
		title,
	]);
	statements.run("INSERT INTO texts(row, text) VALUES(?1, ?2)", [row, text]);
	statements.run("INSERT INTO names(rowid, marks, title, tags) VALUES(?1, ?2, ?3, ?4)", [row, marks, indexedTitle, indexedTags]);
	statements.run("INSERT INTO words(rowid, marks, title, tags, text) VALUES(?1, ?2, ?3, ?4, ?5)", [
		row,
		marks,
		indexedTitle,
		indexedTags,
		indexedText(text),
	]);
}

/** In composed form, without NUL, which ends a text for SQLite, and without the characters that mark filters. */
function plainText(text: string): string {
	return text.normalize("NFC").replace(/[\0\ue000-\uf8ff]/g, " ");
}
