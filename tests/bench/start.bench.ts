/** From starting the packaged app to a first screen that can be used, beside a window with a static page. */
import { bookOfNotes } from "./books";
import { freshFolder } from "./harness/bench-folder";
import { coldStart } from "./harness/cold-start";
import { byTurns, readBenchOptions, runsOf } from "./harness/options";
import { appProgram, bareProgram } from "./harness/programs";
import { report } from "./harness/report";
import { makeRow } from "./harness/row";
import { median } from "./harness/statistics";

const options = readBenchOptions();
const app = await appProgram("shipped");
const bare = await bareProgram("shipped");
const book = await bookOfNotes();
const bareData = freshFolder("bare-data");

const ours = (): Promise<number> => coldStart(app, [`--user-data-dir=${book.folder}`]);
const against = (): Promise<number> => coldStart(bare, [`--user-data-dir=${bareData}`]);

await ours();
await against();
const times = await byTurns(runsOf(options, 9), ours, against);
console.log("ours", times.ours.join(" "), "| against", times.against.join(" "));
report(
	"start",
	[
		makeRow(
			{
				work: "packaged cold start to an interactive first screen, 10,000 items, against a bare window with a static page",
				unit: "ms",
				reach: "≤ 2.0×",
			},
			{ ours: median(times.ours), against: median(times.against) },
		),
	],
	options.quick,
);
