/** Automerge with nothing around it. */
import automergeWasm from "@automerge/automerge/automerge.wasm?url";
import { change, free, from, initializeWasm, load, splice } from "@automerge/automerge/slim";
import { type Experiment, readEdits } from "./experiments";

interface Page extends Record<string, unknown> {
	body: string;
}

let ready: Promise<void> | null = null;
const start = (): Promise<void> => {
	ready ??= initializeWasm(new Request(new URL(automergeWasm, self.location.href)));
	return ready;
};

export const automergeLoad: Experiment<"automerge-load"> = async ({ file }) => {
	await start();
	const bytes = new Uint8Array(await (await fetch(file)).arrayBuffer());
	const started = performance.now();
	const doc = load<Page>(bytes);
	const length = doc.body.length;
	const time = performance.now() - started;
	free(doc);
	return { time, length };
};

export const automergeReplay: Experiment<"automerge-replay"> = async ({ file, perChange, most }) => {
	await start();
	const edits = (await readEdits(file)).slice(0, most);
	const started = performance.now();
	let doc = from<Page>({ body: "" });
	for (let at = 0; at < edits.length; at += perChange) {
		doc = change(doc, (draft) => {
			for (const [position, remove, insert] of edits.slice(at, at + perChange)) splice(draft, ["body"], position, remove, insert);
		});
	}
	const time = performance.now() - started;
	free(doc);
	return time;
};
