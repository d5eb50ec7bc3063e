/** The index itself, on an open database: everything at once and in order. Where the database lies is not its concern. */
import type { Database } from "@sqlite.org/sqlite-wasm";
import type { ParsedQuery } from "../query-language";
import type { IndexAnswer, IndexMention, SearchBatch, SearchEntry, SearchOptions } from "../search-index";
import { mentions, search } from "./index-reader";
import { orderBatch, removeEntries, writeEntries } from "./index-writer";
import { prepareSchema } from "./schema";
import { Statements } from "./statements";
import { VocabularyKeeper } from "./vocabulary-keeper";

/** Batches up to this size are taken for editing: their words can be offered as spellings at once. */
const SMALL_BATCH = 32;
/** So many entries changed since, and the vocabulary is read anew. */
const STALE_AFTER = 500;
/** Pages that one step of merging may write: about two milliseconds. */
const MERGE_STEP = 16;
/** When there are more pieces than this because there was never an idle moment, each batch merges a little. */
const MANY_PIECES = 100;

export class IndexCore {
	private readonly statements: Statements;
	private readonly vocabulary: VocabularyKeeper;
	private nextRow: number;
	private changed = 0;
	private merging: ("names" | "words")[] = ["words", "names"];
	private written = true;
	/** How many pieces the index is in: each batch adds one, merging makes few of many. */
	private pieces: number;

	/** Takes over the database; throws what SQLite throws when it is damaged. */
	constructor(private readonly db: Database) {
		prepareSchema(db);
		this.statements = new Statements(db);
		this.vocabulary = new VocabularyKeeper(db);
		this.nextRow = Number(this.statements.first("SELECT max(row) FROM entries")?.[0] ?? 0) + 1;
		this.pieces = this.countPieces();
	}

	apply(batch: SearchBatch): void {
		const entries = orderBatch(batch);
		const firstRow = this.nextRow;
		this.db.transaction("IMMEDIATE", () => {
			removeEntries(this.statements, [...batch.remove, ...entries.map((entry) => entry.id)]);
			writeEntries(this.statements, firstRow, entries);
			this.statements.run("UPDATE meta SET value = ?1 WHERE key = 'checkpoint'", [batch.checkpoint]);
		});
		this.nextRow += entries.length;
		this.noteChange(entries.length + batch.remove.length);
		if (this.pieces > MANY_PIECES) this.mergeAsWritten(entries);
		if (entries.length > SMALL_BATCH) return;
		for (const entry of entries) this.vocabulary.learn(`${entry.title} ${entry.tags.join(" ")} ${entry.text}`);
	}

	checkpoint(): number {
		return Number(this.statements.first("SELECT value FROM meta WHERE key = 'checkpoint'")?.[0] ?? 0);
	}

	search(query: ParsedQuery, options: SearchOptions, now: number): IndexAnswer {
		return search(this.statements, this.vocabulary, query, options, now);
	}

	mentions(phrase: string, limit: number): IndexMention[] {
		return mentions(this.statements, phrase, limit);
	}

	entries(): number {
		return Number(this.statements.first("SELECT count(*) FROM entries")?.[0] ?? 0);
	}

	/** Some milliseconds of what need not be done at once. True when there is more of it. */
	upkeep(): boolean {
		if (this.vocabulary.read()) return true;
		const table = this.merging.at(-1);
		if (table !== undefined) {
			if (!this.merge(table, MERGE_STEP)) this.merging.pop();
			return true;
		}
		this.pieces = this.countPieces();
		if (this.written) this.db.exec("PRAGMA wal_checkpoint(PASSIVE)");
		this.written = false;
		return false;
	}

	close(): void {
		this.statements.close();
		this.db.close();
	}

	/** Merges by about as much as a batch wrote, and by more the more pieces there are. */
	private mergeAsWritten(entries: readonly SearchEntry[]): void {
		const characters = entries.reduce((sum, entry) => sum + entry.text.length, 0);
		const pages = Math.ceil((Math.max(64, characters / 1000) * this.pieces) / MANY_PIECES);
		const words = this.merge("words", pages);
		const names = this.merge("names", pages);
		if (!words && !names) this.pieces = this.countPieces();
	}

	/** True when there was something to merge. */
	private merge(table: "names" | "words", pages: number): boolean {
		const before = this.db.changes(true);
		this.statements.run(`INSERT INTO ${table}(${table}, rank) VALUES('merge', ?1)`, [pages]);
		// SQLite's own sign that there was nothing left to do.
		return this.db.changes(true) - before >= 2;
	}

	private countPieces(): number {
		return Number(this.statements.first("SELECT count(DISTINCT segid) FROM words_idx")?.[0] ?? 0);
	}

	private noteChange(entries: number): void {
		this.pieces += 1;
		this.merging = ["words", "names"];
		this.written = true;
		this.changed += entries;
		if (this.changed < STALE_AFTER) return;
		this.changed = 0;
		this.vocabulary.reread();
	}
}
