/** Puts entries into the tables and takes them out again. */
import { entryMarks } from "../filter-marks";
import { indexedText } from "../folding";
import { LONGEST_TEXT, type SearchBatch, type SearchEntry } from "../search-index";
import { BATCH_COLUMNS } from "./schema";
import type { Statements } from "./statements";

/** Entries and characters that are given to SQLite at once: each time the index gets a piece, which is to be merged. */
const MOST_AT_ONCE = 2000;
const MOST_CHARACTERS = 4_000_000;

/** The newest of each id, without those that are removed as well, oldest first: later rows are taken for newer. */
export function orderBatch(batch: SearchBatch): SearchEntry[] {
	const removed = new Set(batch.remove);
	const newest = new Map(batch.put.map((entry) => [entry.id, entry]));
	return [...newest.values()].filter((entry) => !removed.has(entry.id)).sort((a, b) => a.updated - b.updated);
}

/** Takes out whatever these ids stand for now. */
export function removeEntries(statements: Statements, ids: readonly string[]): void {
	if (ids.length === 0) return;
	const given = [JSON.stringify(ids)];
	const rows = "SELECT row FROM entries WHERE id IN (SELECT value FROM json_each(?1))";
	if (statements.first(`${rows} LIMIT 1`, given) === null) return;
	for (const [table, key] of [
		["texts", "row"],
		["names", "rowid"],
		["words", "rowid"],
		["entries", "row"],
	])
		statements.run(`DELETE FROM ${table} WHERE ${key} IN (${rows})`, given);
}

/** Puts entries into rows of their own, from the first on. Their ids are not in the tables. */
export function writeEntries(statements: Statements, firstRow: number, entries: readonly SearchEntry[]): void {
	let slice: unknown[][] = [];
	let characters = 0;
	for (const [index, entry] of entries.entries()) {
		const row = rowOf(firstRow + index, entry);
		slice.push(row);
		characters += entry.title.length + Math.min(entry.text.length, LONGEST_TEXT);
		if (slice.length < MOST_AT_ONCE && characters < MOST_CHARACTERS) continue;
		writeSlice(statements, slice);
		slice = [];
		characters = 0;
	}
	if (slice.length > 0) writeSlice(statements, slice);
}

/** All of them in one text that SQLite takes apart: giving it value by value takes longer than indexing them. */
function writeSlice(statements: Statements, rows: readonly unknown[][]): void {
	const values = BATCH_COLUMNS.map((_, column) => `value ->> ${column}`).join(", ");
	statements.run(`INSERT INTO batch SELECT ${values} FROM json_each(?1)`, [JSON.stringify(rows)]);
	statements.run(
		"INSERT INTO entries(row, id, kind, parent, updated, trashed, title) SELECT row, id, kind, parent, updated, trashed, title FROM batch",
	);
	statements.run("INSERT INTO texts(row, text) SELECT row, text FROM batch");
	statements.run("INSERT INTO names(rowid, marks, title, tags) SELECT row, marks, indexed_title, indexed_tags FROM batch");
	statements.run(
		"INSERT INTO words(rowid, marks, title, tags, text) SELECT row, marks, indexed_title, indexed_tags, indexed_text FROM batch",
	);
	statements.run("DELETE FROM batch");
}

/** Values of BATCH_COLUMNS. */
function rowOf(row: number, entry: SearchEntry): unknown[] {
	const title = plainText(entry.title);
	const text = plainText(entry.text.slice(0, LONGEST_TEXT));
	return [
		row,
		entry.id,
		entry.kind,
		entry.parent,
		entry.updated,
		entry.trashed ? 1 : 0,
		title,
		text,
		entryMarks(entry),
		indexedText(title),
		indexedText(plainText(entry.tags.join(" "))),
		indexedText(text),
	];
}

/** In composed form, without NUL, which ends a text for SQLite, halves of characters, and the characters that mark filters. */
function plainText(text: string): string {
	return text.normalize("NFC").replace(/[\0\ud800-\udfff\ue000-\uf8ff]/gu, " ");
}
