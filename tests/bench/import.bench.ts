/** Importing: until everything is durable, listed and can be found. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAST_WORD, makeBookmarkFile } from "./corpus/bookmarks";
import { makeNotes, writeVault } from "./corpus/notes";
import { freshFolder } from "./harness/bench-folder";
import { type AppWindow, driveApp, prepareBook } from "./harness/driven-app";
import { type ImportTimes, type ImportWanted, importInto } from "./harness/import-into";
import { byTurns, readBenchOptions, runsOf } from "./harness/options";
import { report } from "./harness/report";
import { makeRow } from "./harness/row";
import { median } from "./harness/statistics";
import { giveToLab, inFreshLab } from "./lab/open-lab";
import { peerProgram } from "./peers";

const BOOKMARKS = 10_000;
const NOTES = 500;
const LAST_NOTE = "qqendofvault";
const options = readBenchOptions();

/** Imports into an empty book; `then` may look at the book before it is closed. */
async function intoEmptyBook(wanted: ImportWanted, then: (rows: readonly object[]) => void = () => undefined): Promise<ImportTimes> {
	const book = freshFolder("book");
	prepareBook(book);
	const driven = await driveApp(book);
	const times = await importInto(driven, wanted);
	const rows = await driven.page.evaluate(
		async ([kind, total]) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const list = engine.list({ kinds: [kind], sort: { by: "updated", descending: true } }, () => undefined);
			const found = await list.rows(0, total);
			list.close();
			return found as readonly object[];
		},
		[wanted.kind, wanted.total] as const,
	);
	then(rows);
	await driven.close();
	return times;
}

async function bookmarks(): Promise<{ ours: number; plain: number; indexed: number; steps: string }> {
	const file = join(freshFolder("bookmarks"), "bookmarks.html");
	writeFileSync(file, makeBookmarkFile({ seed: 12, count: BOOKMARKS }));
	let kept: readonly object[] = [];
	const wanted = { job: "import-bookmarks", path: file, kind: "bookmark", total: BOOKMARKS, lastWord: LAST_WORD } as const;
	const all: ImportTimes[] = [];
	const plain: number[] = [];
	const indexed: number[] = [];
	for (let run = 0; run < runsOf(options, 5); run += 1) {
		all.push(
			await intoEmptyBook(wanted, (rows) => {
				kept = rows;
			}),
		);
		const address = await giveToLab("bookmark-rows.json", JSON.stringify(kept));
		plain.push(await inFreshLab("bulk-add", { file: address, indexes: "id" }));
		indexed.push(await inFreshLab("bulk-add", { file: address, indexes: "id, kind, updated, created, key, parent, host" }));
	}
	return {
		ours: median(all.map(({ searchable }) => searchable)),
		plain: median(plain),
		indexed: median(indexed),
		steps: JSON.stringify(all),
	};
}

/** What Joplin needs to do nothing: to start, open its database and end. */
function joplin(...args: readonly string[]): number {
	const started = performance.now();
	execFileSync(process.execPath, [peerProgram("joplin"), ...args], { stdio: "ignore", env: { ...process.env, NODE_NO_WARNINGS: "1" } });
	return performance.now() - started;
}

async function notes(): Promise<{ ours: number; joplin: number; joplinStart: number; steps: string }> {
	const vault = freshFolder("vault");
	const made = makeNotes({ seed: 21, count: NOTES, characters: 1680 });
	const last = made.at(-1);
	writeVault(vault, last === undefined ? made : [...made.slice(0, -1), { ...last, text: `${last.text}\n${LAST_NOTE}\n` }]);
	const wanted = { job: "import-vault", path: vault, kind: "page", total: NOTES, lastWord: LAST_NOTE } as const;
	const starts: number[] = [];
	const times = await byTurns<ImportTimes | number>(
		runsOf(options, 3),
		() => intoEmptyBook(wanted),
		async () => {
			const profile = freshFolder("joplin");
			starts.push(joplin("--profile", profile, "version"));
			return joplin("--profile", profile, "import", "--format", "md", vault);
		},
	);
	const ours = times.ours.map((each) => (typeof each === "number" ? each : each.searchable));
	return {
		ours: median(ours),
		joplin: median(times.against.map(Number)),
		joplinStart: median(starts),
		steps: JSON.stringify(times),
	};
}

const links = await bookmarks();
console.log(links.steps);
const pages = await notes();
console.log(pages.steps);
report(
	"import",
	[
		makeRow(
			{
				work: "import 10,000 bookmarks: durable, listed, searchable; against raw IndexedDB bulkAdd of the same rows",
				unit: "ms",
				reach: "≤ 5×",
			},
			{ ours: links.ours, against: links.plain },
		),
		makeRow(
			{ work: "the same, against bulkAdd with the indexes of a list", unit: "ms", reach: "" },
			{ ours: links.ours, against: links.indexed },
		),
		makeRow(
			{ work: "import 500 Markdown notes, durable and searchable, against joplin 3.5.1 (its start included)", unit: "ms", reach: "≤ 0.2×" },
			{ ours: pages.ours, against: pages.joplin },
		),
		makeRow(
			{ work: "the same, without what joplin needs to start and end", unit: "ms", reach: "" },
			{ ours: pages.ours, against: pages.joplin - pages.joplinStart },
		),
	],
	options.quick,
);
