/** Answers queries from the tables. The work of one query is bounded, however often its words occur. */
import type { ItemId, ItemKind } from "../../../../shared/model/item";
import { queryText } from "../folding";
import { highlight, makePattern, snippet } from "../highlighting";
import type { ParsedQuery } from "../query-language";
import type { IndexAnswer, IndexHit, IndexMention, SearchOptions } from "../search-index";
import { type Attempt, attempts, respelt, type Spellings } from "./match-expression";
import type { Statements } from "./statements";
import type { VocabularyKeeper } from "./vocabulary-keeper";

/** So many of the newest entries that match are ranked; what is older follows by age. */
const RANKED = 500;
const MOST_HITS = 1000;
/** Milliseconds for finding other spellings. */
const SPELLING_TIME = 15;
const SPELLINGS_EACH = 6;
/** A word in fewer entries than this may be a misspelling. */
const RARE = 3;

/** Weights of marks, title, tags, text. */
const RANK = { names: "bm25(names, 0.0, 10.0, 5.0)", words: "bm25(words, 0.0, 10.0, 5.0, 1.0)" } as const;
/** What was changed just now counts up to a fifth more; half of that after half a year. */
const FRESHNESS = "(1.0 + 0.2 / (1.0 + max(0, ?2 - entries.updated) / 1.5552e10))";

interface Found {
	readonly row: number;
	readonly attempt: Attempt;
}

export function search(
	statements: Statements,
	vocabulary: VocabularyKeeper,
	query: ParsedQuery,
	options: SearchOptions,
	now: number,
): IndexAnswer {
	const limit = Math.min(MOST_HITS, Math.max(0, Math.floor(options.limit)));
	const offset = Math.max(0, Math.floor(options.offset));
	const needed = offset + limit + 1;
	if (query.inside.length > 0 && (options.inside ?? []).length === 0) return { hits: [], more: false };
	const found: Found[] = [];
	const seen = new Set<number>();
	const look = (attempt: Attempt): void => {
		for (const row of rowsOf(statements, attempt, query, options, now, needed, seen)) {
			seen.add(row);
			found.push({ row, attempt });
		}
	};
	for (const attempt of attempts(query, options)) {
		if (found.length >= needed) break;
		look(attempt);
	}
	if (found.length < needed) {
		const spellings = otherSpellings(vocabulary, query);
		const attempt = spellings.size > 0 ? respelt(query, options, spellings) : null;
		if (attempt !== null) look(attempt);
	}
	const hits = found.slice(offset, offset + limit).flatMap((one) => readHit(statements, one) ?? []);
	return { hits, more: found.length > offset + limit };
}

export function mentions(statements: Statements, phrase: string, limit: number): IndexMention[] {
	const { text, open } = queryText(phrase.slice(0, 1000));
	if (text === "") return [];
	const patterns = [makePattern(phrase.slice(0, 1000), false)];
	const found: IndexMention[] = [];
	statements.each(
		`SELECT entries.id, entries.kind, texts.text FROM words
			CROSS JOIN entries ON entries.row = words.rowid CROSS JOIN texts ON texts.row = words.rowid
			WHERE words MATCH ?1 AND entries.trashed = 0 ORDER BY words.rowid DESC LIMIT ?2`,
		[`text : "${text}"${open ? "*" : ""}`, Math.min(MOST_HITS, Math.max(0, Math.floor(limit)))],
		([id, kind, body]) => {
			found.push({ id: String(id) as ItemId, kind: String(kind) as ItemKind, snippet: snippet(String(body), patterns) });
			return true;
		},
	);
	return found;
}

/** Rows not seen before, until `needed` are seen: the newest ranked, then the others by age. */
function rowsOf(
	statements: Statements,
	attempt: Attempt,
	query: ParsedQuery,
	options: SearchOptions,
	now: number,
	needed: number,
	seen: ReadonlySet<number>,
): number[] {
	const { table } = attempt;
	const inside = query.inside.length > 0 ? JSON.stringify(options.inside ?? []) : null;
	const outside = query.outside.length > 0 ? JSON.stringify(options.outside ?? []) : null;
	const from = `FROM ${table} CROSS JOIN entries ON entries.row = ${table}.rowid
		WHERE ${table} MATCH ?1 AND entries.trashed = ?3
		${inside === null ? "AND ?4 IS NULL" : "AND entries.parent IN (SELECT value FROM json_each(?4))"}
		${outside === null ? "AND ?5 IS NULL" : "AND entries.parent NOT IN (SELECT value FROM json_each(?5))"}
		ORDER BY ${table}.rowid DESC`;
	const values = [attempt.expression, now, query.trashed ? 1 : 0, inside, outside];
	const rows: number[] = [];
	let passed = 0;
	const take = ([row]: readonly unknown[]): boolean => {
		passed += 1;
		if (!seen.has(Number(row))) rows.push(Number(row));
		return seen.size + rows.length < needed;
	};
	const score = query.terms.length > 0 ? `${RANK[table]} * ${FRESHNESS}` : "-entries.updated + 0 * ?2";
	statements.each(`SELECT row FROM (SELECT entries.row AS row, ${score} AS score ${from} LIMIT ${RANKED}) ORDER BY score`, values, take);
	if (passed < RANKED || seen.size + rows.length >= needed) return rows;
	statements.each(`SELECT entries.row, ?2 ${from} LIMIT -1 OFFSET ${RANKED}`, values, take);
	return rows;
}

/** Other spellings of the words that hardly occur; of all words when each of them occurs. */
function otherSpellings(vocabulary: VocabularyKeeper, query: ParsedQuery): Spellings {
	const words = query.terms.filter((term) => !term.phrase).map((term) => ({ typed: term.text, folded: queryText(term.text).text }));
	const rare = words.filter((word) => vocabulary.count(word.folded) < RARE);
	const deadline = performance.now() + SPELLING_TIME;
	const spellings = new Map<string, readonly string[]>();
	for (const word of rare.length > 0 ? rare : words) {
		const near = vocabulary.near(word.folded, SPELLINGS_EACH, deadline).map((spelling) => spelling.word);
		if (near.length > 0) spellings.set(word.typed, near);
	}
	return spellings;
}

function readHit(statements: Statements, found: Found): IndexHit | null {
	const row = statements.first(
		"SELECT entries.id, entries.kind, entries.title, texts.text FROM entries JOIN texts ON texts.row = entries.row WHERE entries.row = ?1",
		[found.row],
	);
	if (row === null) return null;
	const [id, kind, title, text] = row;
	return {
		id: String(id) as ItemId,
		kind: String(kind) as ItemKind,
		title: highlight(String(title), found.attempt.patterns),
		snippet: snippet(String(text), found.attempt.patterns),
	};
}
