/** Memory of all processes with a book of 100,000 items, beside a bare window. */
import { largeBook } from "./books";
import { freshFolder } from "./harness/bench-folder";
import { type DrivenApp, drive, driveApp } from "./harness/driven-app";
import { readBenchOptions, runsOf } from "./harness/options";
import { memoryOf } from "./harness/process-memory";
import { bareProgram } from "./harness/programs";
import { report } from "./harness/report";
import { makeRow, type Row } from "./harness/row";
import { median, rounded } from "./harness/statistics";

/** A program that rests has given back what it needed to start. */
const REST = 15_000;
const options = readBenchOptions();

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, REST));

function sizeOf({ app }: DrivenApp): number {
	return memoryOf(app.process().pid ?? 0);
}

const { folder } = await largeBook();
const start: number[] = [];
const listed: number[] = [];
const bare: number[] = [];
for (let run = 0; run < runsOf(options, 3); run += 1) {
	const app = await driveApp(folder);
	await rest();
	start.push(sizeOf(app));
	await app.app.evaluate(({ BrowserWindow }) => {
		BrowserWindow.getAllWindows()[0]?.webContents.send("command", { do: "go", to: "bookmarks" });
	});
	await app.page.getByRole("heading", { level: 1, name: "Bookmarks" }).waitFor();
	await rest();
	listed.push(sizeOf(app));
	await app.close();
	const window = await drive(await bareProgram("driven"), [`--user-data-dir=${freshFolder("bare-data")}`]);
	await rest();
	bare.push(sizeOf(window));
	await window.close();
}
console.log("start", start, "listed", listed, "bare", bare);

function row(work: string, figures: readonly number[]): Row {
	const made = makeRow({ work, unit: "MB", reach: "≤ +400 MB" }, { ours: median(figures), against: median(bare) });
	return { ...made, work: `${work} (+${rounded(made.ours - made.against)} MB)` };
}

report(
	"memory",
	[
		row("memory with 100,000 items on the start page, against a bare window", start),
		row("memory with 100,000 items and the list of 90,000 bookmarks open, against a bare window", listed),
	],
	options.quick,
);
