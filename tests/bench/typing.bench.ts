/** Keystrokes in a page of 100,000 characters: how long each holds the page's main thread, until its frame. */
import { makeNotes } from "./corpus/notes";
import { freshFolder } from "./harness/bench-folder";
import { type DrivenApp, driveApp, prepareBook } from "./harness/driven-app";
import { type KeyCost, traceMainThread } from "./harness/main-thread-trace";
import { readBenchOptions, runsOf } from "./harness/options";
import { makePage } from "./harness/page-at-work";
import { report } from "./harness/report";
import { makeRow, type Row } from "./harness/row";
import { median, rank } from "./harness/statistics";

const CHARACTERS = 100_000;
/** Each on an app that was just started, so that the first keys, whose code is not warm yet, are among them. */
const RUNS = 3;
const KEYS = 400;
/** A quick typist: a key every 60 milliseconds. */
const PAUSE = 60;
/** Milliseconds from one picture to the next on most screens. */
const FRAME = 1000 / 60;
const WORDS = "the quick brown fox jumps over a lazy dog and writes ";
const PLACES = ["start", "middle", "end"] as const;
const options = readBenchOptions();

/** A page as people write them: headings, lists, links, emphasis, tables. */
function longPage(): string {
	let text = "";
	for (const { text: prose, title } of makeNotes({ seed: 31, count: 200, characters: 1200 })) {
		if (text.length >= CHARACTERS) break;
		text += `# ${title}\n\n${prose}\n- a *first* point\n- [ ] a **task** with \`code\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`;
	}
	return text.slice(0, CHARACTERS);
}

async function typeAt({ page }: DrivenApp, where: (typeof PLACES)[number]): Promise<readonly KeyCost[]> {
	await page.locator(".cm-content").focus();
	await page.keyboard.press("Control+Home");
	if (where === "middle") for (let down = 0; down < 25; down += 1) await page.keyboard.press("PageDown");
	if (where === "end") await page.keyboard.press("Control+End");
	await page.keyboard.press("End");
	await page.waitForTimeout(1500);
	const trace = await traceMainThread(page);
	const keys = Math.ceil((options.quick ? 150 : KEYS) / PLACES.length);
	for (let key = 0; key < keys; key += 1) {
		const letter = WORDS[key % WORDS.length] ?? "a";
		await page.keyboard.press(letter === " " ? "Space" : letter);
		await page.waitForTimeout(PAUSE);
	}
	const costs = await trace.stop();
	if (costs.length < keys * 0.9) throw new Error(`of ${keys} keys only ${costs.length} were seen`);
	return costs;
}

function show(where: string, costs: readonly KeyCost[]): void {
	const line = (field: keyof KeyCost): string => [0.5, 0.95, 0.99, 1].map((part) => rankOf(costs, field, part).toFixed(2)).join(" / ");
	console.log(`${where}: ${costs.length} keys, time p50/p95/p99/max ${line("time")} ms, worked ${line("worked")} ms`);
}

function rankOf(costs: readonly KeyCost[], field: keyof KeyCost, part: number): number {
	return rank(
		costs.map((cost) => cost[field]),
		part,
	);
}

/** All keys of one run. */
async function typeOnce(): Promise<readonly KeyCost[]> {
	const book = freshFolder("typing");
	prepareBook(book);
	const driven = await driveApp(book);
	const id = await makePage(driven.page, "A long page", longPage());
	await driven.app.evaluate(({ BrowserWindow }, item) => {
		BrowserWindow.getAllWindows()[0]?.webContents.send("command", { do: "open-item", id: item });
	}, id);
	await driven.page.locator(".cm-content").waitFor();
	await driven.page.waitForTimeout(3000);
	const all: KeyCost[] = [];
	for (const where of PLACES) {
		const costs = await typeAt(driven, where);
		show(where, costs);
		all.push(...costs);
	}
	await driven.close();
	return all;
}

const runs: (readonly KeyCost[])[] = [];
for (let run = 0; run < runsOf(options, RUNS); run += 1) runs.push(await typeOnce());

/** The middle one of the runs, so that what else happened on the machine during one of them does not count. */
function row(work: string, field: keyof KeyCost, part: number, reach: string): Row {
	return makeRow({ work, unit: "ms", reach }, { ours: median(runs.map((costs) => rankOf(costs, field, part))), against: FRAME });
}

report(
	"typing",
	[
		row("keystroke on a 100,000-character page, main thread until its frame, p99, against one frame", "time", 0.99, "≤ 8 ms"),
		row("the same, the processor's work for it alone, p99", "worked", 0.99, ""),
		row("the same by the clock, the median", "time", 0.5, ""),
	],
	options.quick,
);
