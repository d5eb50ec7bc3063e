/** From starting the program to a list of the newest of 10,000 notes, beside a single-file wiki with the same notes. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bookOfNotes, tenThousandNotes } from "./books";
import { freshFolder, onceInRun } from "./harness/bench-folder";
import { coldStart } from "./harness/cold-start";
import { byTurns, readBenchOptions, runsOf } from "./harness/options";
import { appProgram, bareProgram } from "./harness/programs";
import { report } from "./harness/report";
import { makeRow } from "./harness/row";
import { median } from "./harness/statistics";
import { peerProgram } from "./peers";

const NEWEST = 50;
const options = readBenchOptions();

/** A wiki whose first page lists the newest notes, as one HTML file made by its own command. */
async function wikiFile(): Promise<string> {
	const folder = await onceInRun("tiddlywiki", async (made) => {
		const wiki = join(made, "wiki");
		execFileSync(process.execPath, [peerProgram("tiddlywiki"), wiki, "--init", "empty"], { stdio: "ignore" });
		const started = Date.UTC(2024, 0, 1);
		const stamp = (number: number): string => new Date(started + number * 600_000).toISOString().replace(/\D/g, "").slice(0, 17);
		const notes = tenThousandNotes().map(({ title, tags, text }, number) => ({
			title,
			tags: tags.map((tag) => `[[${tag}]]`).join(" "),
			text,
			type: "text/x-markdown",
			created: stamp(number),
			modified: stamp(number),
		}));
		const list = `<div class="newest"><$list filter="[!is[system]!sort[modified]limit[${NEWEST}]]"><div><$link/></div></$list></div>`;
		const pages = [
			{ title: "$:/DefaultTiddlers", text: "$:/newest" },
			{ title: "$:/newest", text: list },
		];
		mkdirSync(join(wiki, "tiddlers"), { recursive: true });
		writeFileSync(join(wiki, "tiddlers", "notes.json"), JSON.stringify([...pages, ...notes]));
		execFileSync(process.execPath, [peerProgram("tiddlywiki"), wiki, "--render", "$:/core/save/all", "wiki.html", "text/plain"], {
			stdio: "ignore",
		});
		cpSync(join(wiki, "output", "wiki.html"), join(made, "wiki.html"));
	});
	return join(folder, "wiki.html");
}

/** A copy of the book that opens on the list of pages, where it was closed. */
async function bookOnTheList(): Promise<string> {
	const copy = freshFolder("book-on-list");
	cpSync((await bookOfNotes()).folder, copy, { recursive: true });
	const settings = join(copy, "settings.json");
	const known = JSON.parse(readFileSync(settings, "utf8")) as object;
	writeFileSync(settings, JSON.stringify({ ...known, lastRoute: JSON.stringify({ screen: "wiki" }) }));
	return copy;
}

const app = await appProgram("shipped");
const bare = await bareProgram("shipped");
const wiki = await wikiFile();
const book = await bookOnTheList();
const wikiData = freshFolder("wiki-data");
const ours = (): Promise<number> => coldStart(app, [`--user-data-dir=${book}`], 1500);
const against = (): Promise<number> =>
	coldStart(bare, [`--user-data-dir=${wikiData}`, `--page=${wiki}`, "--ready=.newest a.tc-tiddlylink", `--count=${NEWEST}`], 1500);
await ours();
await against();
const times = await byTurns(runsOf(options, 7), ours, against);
console.log("ours", times.ours.join(" "), "| against", times.against.join(" "));
report(
	"notes-list",
	[
		makeRow(
			{ work: "start and list the newest of 10,000 notes, against tiddlywiki 5.4.1 in the same Chromium", unit: "ms", reach: "< 1×" },
			{ ours: median(times.ours), against: median(times.against) },
		),
	],
	options.quick,
);
