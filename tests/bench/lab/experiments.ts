/** What can be asked of the lab: each experiment measures a peer alone. Times in milliseconds. */
import type { TraceEdit } from "../corpus/trace";

export interface Experiments {
	/** Puts rows into a fresh database in one go, durably. */
	"bulk-add": { params: { readonly file: string; readonly indexes: string }; result: number };
	/** Loads a saved document until its text can be read. */
	"automerge-load": { params: { readonly file: string }; result: { readonly time: number; readonly length: number } };
	/** Makes a document from edits, `perChange` in each change, without keeping it anywhere. */
	"automerge-replay": { params: { readonly file: string; readonly perChange: number; readonly most: number }; result: number };
	/** The same with Yjs, kept in IndexedDB; waits until everything is durable after so many changes, and at the end. */
	"yjs-replay": {
		params: { readonly file: string; readonly perChange: number; readonly durableAfter: number; readonly most: number };
		result: number;
	};
	/** Times of MiniSearch's answers to what is typed. */
	minisearch: { params: { readonly file: string; readonly typed: readonly string[] }; result: readonly number[] };
	/** Times of a plain full-text table's answers. */
	"full-text-table": { params: { readonly file: string; readonly words: readonly string[] }; result: readonly number[] };
}

export type ExperimentName = keyof Experiments;
export type Experiment<Name extends ExperimentName> = (params: Experiments[Name]["params"]) => Promise<Experiments[Name]["result"]>;

/** An entry to be searched. */
export interface SearchedText {
	readonly id: string;
	readonly title: string;
	readonly tags: string;
	readonly text: string;
}

export async function readJson<Content>(file: string): Promise<Content> {
	return (await (await fetch(file)).json()) as Content;
}

export const readEdits = (file: string): Promise<readonly TraceEdit[]> => readJson(file);
