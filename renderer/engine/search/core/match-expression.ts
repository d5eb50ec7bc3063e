/** A parsed query as expressions of FTS5. Every word is quoted and made of letters and digits alone, so no input is a syntax error. */
import { containerMark, kindMark, openTagMark, tagMark } from "../filter-marks";
import { queryText } from "../folding";
import { makePattern, type Pattern } from "../highlighting";
import type { ParsedQuery, QueryTerm } from "../query-language";
import type { SearchOptions } from "../search-index";

/** One way to look: in which table, for what, and what to mark in what it finds. */
export interface Attempt {
	readonly table: "names" | "words";
	readonly expression: string;
	readonly patterns: readonly Pattern[];
}

/** Other spellings by the word as it was typed. */
export type Spellings = ReadonlyMap<string, readonly string[]>;

type Reading = "whole" | "typing" | "begins";

/** From how many letters on the beginning of a word is looked up, by table. */
const SHORTEST_BEGINNING = { names: 1, words: 2 } as const;
/** Containers up to this many are met inside the index, more of them row by row. */
const MOST_CONTAINER_MARKS = 64;

/** What to try, one after the other, until there are hits enough: whole words first, titles first. */
export function attempts(query: ParsedQuery, options: SearchOptions): Attempt[] {
	const readings: Reading[] = options.typing && query.unfinished === "term" ? ["whole", "typing", "begins"] : ["whole", "begins"];
	const all: Attempt[] = [];
	const add = (table: Attempt["table"], reading: Reading): void => {
		const attempt = makeAttempt(table, reading, query, options);
		if (attempt !== null && !all.some((one) => one.table === table && one.expression === attempt.expression)) all.push(attempt);
	};
	// What a title leaves out may be in the text, so exclusions can only be met where the text is.
	const titles = query.terms.length > 0 && query.excluded.length === 0;
	if (titles) add("names", "whole");
	if (titles && readings.includes("typing")) add("names", "typing");
	add("words", "whole");
	if (readings.includes("typing")) add("words", "typing");
	if (titles) add("names", "begins");
	if (query.terms.length > 0) add("words", "begins");
	return all;
}

/** The last resort: words that look like what was typed. */
export function respelt(query: ParsedQuery, options: SearchOptions, spellings: Spellings): Attempt | null {
	const patterns: Pattern[] = [];
	const terms = query.terms.map((term) => {
		const others = term.phrase ? [] : (spellings.get(term.text) ?? []);
		patterns.push(makePattern(term.text, !term.phrase), ...others.map((other) => makePattern(other, false)));
		const own = termExpression(term, "words", term.phrase ? "whole" : "begins", false);
		return [own, ...others.map((other) => `"${other}"`)].join(" OR ");
	});
	return compose("words", terms, patterns, query, options);
}

function makeAttempt(table: Attempt["table"], reading: Reading, query: ParsedQuery, options: SearchOptions): Attempt | null {
	const patterns: Pattern[] = [];
	const terms = query.terms.map((term, index) => {
		const isLast = index === query.terms.length - 1;
		const unfinished = isLast && options.typing && query.unfinished === "term";
		patterns.push(makePattern(term.text, reading === "begins" ? !term.phrase || unfinished : reading === "typing" && unfinished));
		return termExpression(term, table, reading, unfinished);
	});
	return compose(table, terms, patterns, query, options);
}

function termExpression(term: QueryTerm, table: Attempt["table"], reading: Reading, unfinished: boolean): string {
	const { text, open, letters } = queryText(term.text);
	const mayGoOn = (reading === "typing" && unfinished) || (reading === "begins" && (unfinished || !term.phrase));
	return `"${text}"${open || (mayGoOn && letters >= SHORTEST_BEGINNING[table]) ? "*" : ""}`;
}

function compose(
	table: Attempt["table"],
	terms: readonly string[],
	patterns: readonly Pattern[],
	query: ParsedQuery,
	options: SearchOptions,
): Attempt | null {
	const wanted = [...terms, ...filters(query, options)];
	if (wanted.length === 0) wanted.push('"\uE000"*');
	const unwanted = [
		...query.excluded.map((term) => termExpression(term, table, "whole", false)),
		...query.excludedTags.map((tag) => `"${tagMark(tag)}"`),
		...query.excludedKinds.map((kind) => `"${kindMark(kind)}"`),
	];
	const positive = wanted.map((part) => `(${part})`).join(" AND ");
	const expression = unwanted.length === 0 ? positive : `(${positive}) NOT (${unwanted.join(" OR ")})`;
	return { table, expression, patterns };
}

function filters(query: ParsedQuery, options: SearchOptions): string[] {
	const growing = options.typing && query.unfinished === "tag" ? query.tags.length - 1 : -1;
	const parts = query.tags.map((tag, index) => (index === growing ? `"${openTagMark(tag)}"*` : `"${tagMark(tag)}"`));
	if (query.kinds.length > 0) parts.push(query.kinds.map((kind) => `"${kindMark(kind)}"`).join(" OR "));
	const inside = query.inside.length > 0 ? (options.inside ?? []) : [];
	if (inside.length > 0 && inside.length <= MOST_CONTAINER_MARKS) parts.push(inside.map((id) => `"${containerMark(id)}"`).join(" OR "));
	return parts;
}
