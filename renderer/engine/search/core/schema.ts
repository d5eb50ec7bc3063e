/** The tables of the index. It is derived data: another version of the schema starts empty. */
import type { Database } from "@sqlite.org/sqlite-wasm";

/** Raise it whenever tables or what is put into them change. */
const SCHEMA_VERSION = 1;

/** Letters, digits, marks and our own filter marks make words. Case of ASCII is folded by SQLite, everything else by `folding.ts`. */
const TOKENIZE = `tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'"`;

/**
 * `names` and `words` keep no text of their own ("contentless"): deleting needs no old text, and an update of a long
 * page stays cheap. `names` has what `words` has of titles and tags, so that the best hits are found without reading
 * the long lists of texts. Row numbers only grow, so that "newest first" is the order of rows.
 */
const TABLES = `
	CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
	CREATE TABLE entries(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, parent TEXT NOT NULL,
		updated INTEGER NOT NULL, trashed INTEGER NOT NULL, title TEXT NOT NULL);
	CREATE TABLE texts(row INTEGER PRIMARY KEY, text TEXT NOT NULL);
	CREATE VIRTUAL TABLE names USING fts5(marks, title, tags, content='', contentless_delete=1, prefix='1 2 3', ${TOKENIZE});
	CREATE VIRTUAL TABLE words USING fts5(marks, title, tags, text, content='', contentless_delete=1, prefix='2 3 4', ${TOKENIZE});
`;

/** Merging is left to idle moments (`Upkeep`), so that no update has to wait for it; more than this many pieces never pile up. */
const MOST_PIECES = 500;
/** Bytes of new words held in memory before they are written. */
const BATCH_MEMORY = 6_000_000;

/** What is about to be put into the tables, on its way there. */
export const BATCH_COLUMNS = [
	"row INTEGER PRIMARY KEY",
	"id",
	"kind",
	"parent",
	"updated",
	"trashed",
	"title",
	"text",
	"marks",
	"indexed_title",
	"indexed_tags",
	"indexed_text",
] as const;

/** Makes the tables unless they are there in this version. Throws what SQLite throws on a damaged file. */
export function prepareSchema(db: Database): void {
	db.exec("PRAGMA cache_size=-16000; PRAGMA temp_store=memory;");
	if (readVersion(db) !== SCHEMA_VERSION) {
		db.transaction("IMMEDIATE", () => {
			db.exec(
				"DROP TABLE IF EXISTS names; DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS texts; DROP TABLE IF EXISTS entries; DROP TABLE IF EXISTS meta;",
			);
			db.exec(TABLES);
			for (const table of ["names", "words"]) {
				db.exec(`
					INSERT INTO ${table}(${table}, rank) VALUES('automerge', 0);
					INSERT INTO ${table}(${table}, rank) VALUES('crisismerge', ${MOST_PIECES});
					INSERT INTO ${table}(${table}, rank) VALUES('hashsize', ${BATCH_MEMORY});`);
			}
			db.exec(`INSERT INTO meta VALUES('version', ${SCHEMA_VERSION}), ('checkpoint', 0)`);
		});
	}
	db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'words', 'row')");
	db.exec(`CREATE TEMP TABLE IF NOT EXISTS batch(${BATCH_COLUMNS.join(", ")})`);
}

function readVersion(db: Database): unknown {
	const hasMeta = db.selectValue("SELECT 1 FROM sqlite_schema WHERE name = 'meta'") !== undefined;
	return hasMeta ? db.selectValue("SELECT value FROM meta WHERE key = 'version'") : undefined;
}
