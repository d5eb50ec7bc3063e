/** A page with a long history: written through the app's one write path, and opened after a fresh start. */
import { change, from, save, splice } from "@automerge/automerge";
import { readPaperTrace } from "./corpus/trace";
import { freshFolder } from "./harness/bench-folder";
import { type AppWindow, driveApp, prepareBook } from "./harness/driven-app";
import { readBenchOptions, runsOf } from "./harness/options";
import { makePage, typeEdits } from "./harness/page-at-work";
import { report } from "./harness/report";
import { makeRow, type Row } from "./harness/row";
import { median } from "./harness/statistics";
import { giveToLab, inFreshLab } from "./lab/open-lab";

const options = readBenchOptions();
const trace = readPaperTrace();
/** The whole history is written in batches of 50; the smaller batches take too long for all of it. */
const WHOLE = 50;
const SHORT = 15_000;
/** Yjs with an edit an update gets slower as a text grows, so fewer edits show it at its best. */
const YJS_EDITS = 5_000;
const runs = runsOf(options, 3);

interface WrittenBook {
	readonly book: string;
	readonly id: string;
	readonly perSecond: number;
}

/** Writes edits into a new page of a new book. */
async function write(perPush: number, most: number): Promise<WrittenBook> {
	const book = freshFolder("writing");
	prepareBook(book);
	const driven = await driveApp(book);
	const id = await makePage(driven.page, "A paper", "");
	const edits = trace.edits.slice(0, most);
	const time = await typeEdits(driven.page, id, edits, perPush);
	const text = await driven.page.evaluate((item) => (globalThis as unknown as AppWindow).commonplaceEngine.ask("text", { id: item }), id);
	if (most >= trace.edits.length && text !== trace.endContent) throw new Error("the page does not say what was typed");
	await driven.close();
	return { book, id, perSecond: (edits.length / time) * 1000 };
}

/** Milliseconds from asking for the page to its text, as the first thing after a start. */
async function open(book: string, id: string): Promise<number> {
	const driven = await driveApp(book);
	const { time, length } = await driven.page.evaluate(async (item) => {
		const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
		const started = performance.now();
		const text = await engine.ask("text", { id: item });
		return { time: performance.now() - started, length: text?.length ?? 0 };
	}, id);
	await driven.close();
	if (length !== trace.endContent.length) throw new Error(`the page has ${length} characters`);
	return time;
}

/** The history as plain Automerge saves it, with as many edits in a change as the page has. */
function savedHistory(perChange: number): Uint8Array {
	let doc = from<{ body: string }>({ body: "" });
	for (let at = 0; at < trace.edits.length; at += perChange) {
		doc = change(doc, (draft) => {
			for (const [position, remove, insert] of trace.edits.slice(at, at + perChange)) splice(draft, ["body"], position, remove, insert);
		});
	}
	return save(doc);
}

const file = await giveToLab("edits.json", JSON.stringify(trace.edits));

async function rates(perPush: number, most: number): Promise<{ rows: Row[]; written: WrittenBook | null }> {
	const figures = { ours: [] as number[], single: [] as number[], same: [] as number[], yjs: [] as number[], yjsSame: [] as number[] };
	let written: WrittenBook | null = null;
	const perSecond = (milliseconds: number): number => (most / milliseconds) * 1000;
	for (let run = 0; run < (most > SHORT ? 1 : runs); run += 1) {
		written = await write(perPush, most);
		figures.ours.push(written.perSecond);
		figures.single.push(perSecond(await inFreshLab("automerge-replay", { file, perChange: 1, most })));
		figures.same.push(perSecond(await inFreshLab("automerge-replay", { file, perChange: perPush, most })));
		const fewer = Math.min(most, YJS_EDITS);
		const yjs = await inFreshLab("yjs-replay", { file, perChange: 1, durableAfter: perPush, most: fewer });
		figures.yjs.push((fewer / yjs) * 1000);
		figures.yjsSame.push(perSecond(await inFreshLab("yjs-replay", { file, perChange: perPush, durableAfter: 1, most })));
	}
	console.log(perPush, most, JSON.stringify(figures));
	const ours = median(figures.ours);
	const what = `replay ${most.toLocaleString("en")} edits of the paper, ${perPush} in a push`;
	const unit = "edits/s";
	const rows = [
		makeRow(
			{ work: `${what}, against plain Automerge, an edit a change, in memory`, unit, reach: "≥ 0.5×", better: "higher" },
			{ ours, against: median(figures.single) },
		),
		makeRow(
			{ work: `${what}, against plain Automerge with the same batches, in memory`, unit, reach: "", better: "higher" },
			{ ours, against: median(figures.same) },
		),
		makeRow(
			{
				work: `${what}, against Yjs with y-indexeddb, an edit an update as an editor sends them, durable as often`,
				unit,
				reach: "> 1×",
				better: "higher",
			},
			{ ours, against: median(figures.yjs) },
		),
		makeRow(
			{ work: `${what}, against Yjs with y-indexeddb and the same batches in one update`, unit, reach: "", better: "higher" },
			{ ours, against: median(figures.yjsSame) },
		),
	];
	return { rows, written };
}

const rows: Row[] = [];
rows.push(...(await rates(5, 5_000)).rows);
rows.push(...(await rates(500, SHORT)).rows);
const { rows: whole, written } = await rates(WHOLE, options.quick ? SHORT : trace.edits.length);
rows.push(...whole);
if (written !== null && !options.quick) {
	const times = { ours: [] as number[], against: [] as number[] };
	const history = await giveToLab("history.automerge", savedHistory(WHOLE));
	for (let run = 0; run < runs; run += 1) {
		times.ours.push(await open(written.book, written.id));
		times.against.push((await inFreshLab("automerge-load", { file: history })).time);
	}
	console.log("open", JSON.stringify(times));
	rows.push(
		makeRow(
			{
				work: "open a page with a history of 259,778 edits to readable text, against Automerge.load of the same history",
				unit: "ms",
				reach: "≤ 0.2×",
			},
			{ ours: median(times.ours), against: median(times.against) },
		),
	);
}
report("writing", rows, options.quick);
