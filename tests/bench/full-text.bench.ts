/** Search: the index beside its peers in one process, and the whole way from the page to the hits beside them in the same Electron. */

import { bookOfNotes, largeBook, tenThousandNotes } from "./books";
import { makeBookmarkFile } from "./corpus/bookmarks";
import { type AppWindow, driveApp } from "./harness/driven-app";
import { readBenchOptions, runsOf } from "./harness/options";
import { report } from "./harness/report";
import { makeRow, type Row } from "./harness/row";
import { median, rank } from "./harness/statistics";
import type { SearchedText } from "./lab/experiments";
import { giveToLab, inFreshLab } from "./lab/open-lab";
import { installPeers } from "./peers";
import { searchBench } from "./search";
import { seededRandom } from "./search-corpus";

const QUERIES = 200;
const options = readBenchOptions();

/** Words as often as they are used, so that common ones are asked for more often. */
function pickWords(texts: readonly string[], shortest: number): string[] {
	const random = seededRandom(99);
	const words: string[] = [];
	while (words.length < QUERIES) {
		const text = texts[Math.floor(random() * texts.length)] ?? "";
		const long = text.split(/[^a-z]+/).filter((word) => word.length >= shortest);
		const word = long[Math.floor(random() * long.length)];
		if (word !== undefined) words.push(word);
	}
	return words;
}

/** Milliseconds of each answer, as the page of the app waits for them. */
async function askApp(book: string, texts: readonly string[], typing: boolean): Promise<number[]> {
	const driven = await driveApp(book);
	try {
		return await driven.page.evaluate(
			async ([asked, isTyping]) => {
				const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
				await engine.ask("search", { text: "warm", limit: 20 });
				await new Promise((resolve) => setTimeout(resolve, 3000));
				const times: number[] = [];
				for (const text of asked) {
					const started = performance.now();
					await engine.ask("search", { text, limit: 20, typing: isTyping });
					times.push(performance.now() - started);
				}
				return times;
			},
			[texts, typing] as const,
		);
	} finally {
		await driven.close();
	}
}

async function typedPrefixes(): Promise<Row> {
	const notes = tenThousandNotes();
	const typed = pickWords(
		notes.map(({ text }) => text),
		3,
	).map((word) => word.slice(0, 3));
	const entries: SearchedText[] = notes.map(({ title, tags, text }, number) => ({ id: String(number), title, tags: tags.join(" "), text }));
	const file = await giveToLab("notes.json", JSON.stringify(entries));
	const { folder } = await bookOfNotes();
	const figures = { ours: [] as number[], against: [] as number[] };
	for (let run = 0; run < runsOf(options, 3); run += 1) {
		figures.ours.push(rank(await askApp(folder, typed, true), 0.95));
		figures.against.push(rank(await inFreshLab("minisearch", { file, typed }), 0.95));
	}
	console.log("typed prefixes", JSON.stringify(figures));
	return makeRow(
		{
			work: "search as you type from the app's page, three-letter prefix, 10,000 notes of 17 MB, p95, against MiniSearch alone in the same Electron",
			unit: "ms",
			reach: "≤ 0.25×",
		},
		{ ours: median(figures.ours), against: median(figures.against) },
	);
}

/** What the large book holds, as the search library alone would be given it. */
function everything(): SearchedText[] {
	const notes = tenThousandNotes().map(({ title, tags, text }) => ({ title, tags: tags.join(" "), text }));
	const file = makeBookmarkFile({ seed: 12, count: 90_000 });
	const links = [...file.matchAll(/<DT><A HREF="([^"]*)" ADD_DATE="\d+" TAGS="([^"]*)">([^<]*)<\/A>(?:\n<DD>(.*))?/g)].map(
		([, address = "", tags = "", title = "", note = ""]) => ({ title, tags: tags.replaceAll(",", " "), text: `${address} ${note}` }),
	);
	return [...notes, ...links].map((entry, number) => ({ id: String(number), ...entry }));
}

async function wholeWords(): Promise<Row> {
	const { folder } = await largeBook();
	const entries = everything();
	const words = pickWords(
		entries.map(({ title, text }) => `${title} ${text}`),
		4,
	);
	const file = await giveToLab("everything.json", JSON.stringify(entries));
	const figures = { ours: [] as number[], against: [] as number[] };
	for (let run = 0; run < runsOf(options, 3); run += 1) {
		figures.ours.push(rank(await askApp(folder, words, false), 0.95));
		figures.against.push(rank(await inFreshLab("full-text-table", { file, words }), 0.95));
	}
	console.log("whole words", JSON.stringify(figures));
	return makeRow(
		{
			work: "search whole words from the app's page, 100,000 items, p95, against the SQLite full-text table alone in the same Electron",
			unit: "ms",
			reach: "≤ 1.5×",
		},
		{ ours: median(figures.ours), against: median(figures.against) },
	);
}

installPeers();
const inProcess = await searchBench();
report("full-text", [...inProcess, await typedPrefixes(), await wholeWords()], options.quick);
