/** What goes between the engine and the search index's own worker. */
import type { SearchErrorCode, SearchIndex } from "../search-index";

export type IndexCall = keyof SearchIndex;

export interface IndexRequest {
	readonly id: number;
	readonly call: IndexCall;
	/** Those of the method of this name. */
	readonly args: readonly unknown[];
}

export type IndexReply =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly code: SearchErrorCode; readonly message: string };

/** The worker holds this lock as long as it lives: whoever gets it knows that the worker is gone. */
export interface IndexAlive {
	readonly alive: string;
}
