/** Full-text search beside its peers, in one process on the same items: `npx tsx tests/bench/search.ts` runs it alone. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import sqlite3InitModule, { type Database } from "@sqlite.org/sqlite-wasm";
import { type InProcessIndex, openMemoryIndex } from "../../renderer/engine/search/in-process";
import { parseQuery } from "../../renderer/engine/search/query-language";
import { type Corpus, makeCorpus, seededRandom } from "./search-corpus";

/** One line of a bench's result. */
export interface SearchBenchRow {
	readonly work: string;
	readonly ours: number;
	readonly against: number;
	readonly unit: string;
	/** ours / against */
	readonly ratio: number;
	readonly reach: string;
	readonly better: "lower";
}

const PEERS = resolve(import.meta.dirname, ".peers");
const MINISEARCH = "minisearch@7.2.0";
const RUNS = 3;
const QUERIES = 200;
const HITS = 20;

/** What we use of MiniSearch. */
interface MiniSearchIndex {
	addAll(documents: readonly object[]): void;
	replace(document: object): void;
	search(text: string, options: { prefix: boolean }): readonly { readonly id: string }[];
}
interface MiniSearchModule {
	readonly default: new (options: { fields: string[]; storeFields: string[] }) => MiniSearchIndex;
}

export async function searchBench(): Promise<SearchBenchRow[]> {
	return [...(await prefixesAgainstMiniSearch()), await wholeWordsAgainstSqlite()];
}

async function prefixesAgainstMiniSearch(): Promise<SearchBenchRow[]> {
	const notes = makeCorpus({ seed: 11, count: 10_000, characters: 1680, kind: "page" });
	const miniSearch = await openMiniSearch();
	miniSearch.addAll(notes.entries);
	const index = await fill(notes);
	const typed = pickWords(notes, 3).map((word) => word.slice(0, 3));
	const prefixes = await sideBySide(
		typed,
		(text) => index.search(parseQuery(text), { limit: HITS, offset: 0, typing: true }),
		(text) => miniSearch.search(text, { prefix: true }).slice(0, HITS),
	);
	const changed = notes.entries.slice(0, QUERIES).map((entry, at) => ({ ...entry, title: `${entry.title} ${notes.words[at] ?? ""}` }));
	const updates = await sideBySide(
		changed,
		(entry) => index.apply({ put: [entry], remove: [], checkpoint: 1 }),
		(entry) => miniSearch.replace(entry),
	);
	await index.close();
	return [
		row("search as you type, three-letter prefix, 10,000 notes of 17 MB, p95, against MiniSearch", prefixes, "≤ 0.25×"),
		row("update one of these notes, p95, against MiniSearch", updates, "≤ 5 ms"),
	];
}

async function wholeWordsAgainstSqlite(): Promise<SearchBenchRow> {
	const items = makeCorpus({ seed: 12, count: 100_000, characters: 120, kind: "bookmark" });
	const sqlite = await sqlite3InitModule();
	const db = new sqlite.oo1.DB(":memory:", "c");
	fillPlainTable(db, items);
	const index = await fill(items);
	const plain = db.prepare(
		"SELECT rowid, title, snippet(plain, 2, '[', ']', '…', 20) FROM plain WHERE plain MATCH ?1 ORDER BY rank LIMIT 20",
	);
	const words = await sideBySide(
		pickWords(items, 4),
		(text) => index.search(parseQuery(text), { limit: HITS, offset: 0, typing: false }),
		(text) => {
			plain.bind([`"${text}"`]);
			while (plain.step()) plain.get([]);
			plain.reset();
		},
	);
	plain.finalize();
	db.close();
	await index.close();
	return row("search whole words, 100,000 items, p95, against the SQLite full-text table alone", words, "≤ 1.5×");
}

async function fill(corpus: Corpus): Promise<InProcessIndex> {
	const index = await openMemoryIndex();
	for (let at = 0; at < corpus.entries.length; at += 500) {
		await index.apply({ put: corpus.entries.slice(at, at + 500), remove: [], checkpoint: at });
	}
	await index.settled();
	return index;
}

function fillPlainTable(db: Database, corpus: Corpus): void {
	db.exec("CREATE VIRTUAL TABLE plain USING fts5(title, tags, text)");
	db.transaction(() => {
		const insert = db.prepare("INSERT INTO plain(title, tags, text) VALUES(?1, ?2, ?3)");
		for (const entry of corpus.entries) insert.bind([entry.title, entry.tags.join(" "), entry.text]).stepReset();
		insert.finalize();
	});
	db.exec("INSERT INTO plain(plain) VALUES('optimize')");
}

/** Words as often as they are used, so that common ones are asked for more often. */
function pickWords(corpus: Corpus, shortest: number): string[] {
	const random = seededRandom(99);
	const words: string[] = [];
	while (words.length < QUERIES) {
		const text = corpus.entries[Math.floor(random() * corpus.entries.length)]?.text ?? "";
		const long = text.split(/\W+/).filter((word) => word.length >= shortest);
		const word = long[Math.floor(random() * long.length)];
		if (word !== undefined) words.push(word);
	}
	return words;
}

/** The median of several runs' p95, in milliseconds; the two take turns. */
async function sideBySide<Question>(
	questions: readonly Question[],
	ours: (question: Question) => unknown,
	against: (question: Question) => unknown,
): Promise<{ ours: number; against: number }> {
	const one = async (ask: (question: Question) => unknown): Promise<number> => {
		const times: number[] = [];
		for (const question of questions) {
			const started = performance.now();
			await ask(question);
			times.push(performance.now() - started);
		}
		return rank(times, 0.95);
	};
	const figures = { ours: [] as number[], against: [] as number[] };
	for (let run = 0; run < RUNS; run += 1) {
		figures.ours.push(await one(ours));
		figures.against.push(await one(against));
	}
	return { ours: rank(figures.ours, 0.5), against: rank(figures.against, 0.5) };
}

function rank(times: readonly number[], part: number): number {
	const sorted = [...times].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function row(work: string, figures: { ours: number; against: number }, reach: string): SearchBenchRow {
	const round = (figure: number): number => Number(figure.toPrecision(3));
	const ratio = round(figures.ours / figures.against);
	return { work, ours: round(figures.ours), against: round(figures.against), unit: "ms", ratio, reach, better: "lower" };
}

/** The peer is installed by the bench itself, beside it. */
async function openMiniSearch(): Promise<MiniSearchIndex> {
	const installed = join(PEERS, "node_modules/minisearch/dist/es/index.js");
	if (!existsSync(installed)) {
		mkdirSync(PEERS, { recursive: true });
		execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", PEERS, MINISEARCH], { stdio: "ignore" });
	}
	const { default: MiniSearch } = (await import(pathToFileURL(installed).href)) as MiniSearchModule;
	return new MiniSearch({ fields: ["title", "tags", "text"], storeFields: ["title"] });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) console.table(await searchBench());
