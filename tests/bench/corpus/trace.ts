/** A real history of typing: one author's paper, keystroke by keystroke. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";

/** Position, how many characters are deleted there, what is inserted. */
export type TraceEdit = readonly [at: number, remove: number, insert: string];

export interface Trace {
	readonly edits: readonly TraceEdit[];
	readonly endContent: string;
}

const FILE = resolve(import.meta.dirname, "../../../../shared/real-input/traces/automerge-paper.json.gz");

/** The 259,778 edits of the Automerge paper. */
export function readPaperTrace(): Trace {
	const { endContent, txns } = JSON.parse(gunzipSync(readFileSync(FILE)).toString("utf8")) as {
		readonly endContent: string;
		readonly txns: readonly { readonly patches: readonly TraceEdit[] }[];
	};
	return { edits: txns.flatMap(({ patches }) => patches), endContent };
}
