/**
 * What the rest of the renderer may ask of the engine. The engine runs in a worker; `client/` speaks for it.
 * Everything here can cross a worker boundary: plain values and functions that return promises.
 */

import type { ImportReport } from "../../shared/formats/contract";
import type { BackupSummary, BlobHash, Grant } from "../../shared/host";
import type { ItemId, ItemKind, Row } from "../../shared/model/item";
import type { ActionName, Actions, BundleJobs, Here, SpaceQueries } from "./spaces-contract";

// ---------------------------------------------------------------- commands

/** One change a person asks for. All commands of one call become durable together or not at all. */
export type Command =
	| {
			readonly do: "create";
			readonly kind: ItemKind;
			readonly id?: ItemId;
			readonly fields: Readonly<Record<string, unknown>>;
			/** Where it is made; without it, in the space of its parent, and at the top in the private space. */
			readonly space?: string;
	  }
	/** A command of the item's model (shared/model): rename, tag, untag, move, set-favourite, trash, restore, … */
	| { readonly do: string; readonly id: ItemId; readonly params?: unknown };

export interface RunResult {
	/** The items touched, in the order of the commands; a created item's new id. */
	readonly ids: readonly ItemId[];
}

/** Every way the engine can fail. The interface has words for each. */
export type EngineErrorCode =
	| "engine-stopped"
	| "not-found"
	| "read-only"
	| "refused"
	| "bad-request"
	| "disk-full"
	| "damaged"
	| "cancelled"
	| "no-identity"
	| "wrong-passphrase"
	| "damaged-backup"
	| "newer-backup"
	| "book-not-empty"
	| "file-too-large"
	| "host"
	| "failed";

export class EngineError extends Error {
	constructor(
		readonly code: EngineErrorCode,
		message: string,
		/** What was refused, for `refused`: the model's code. */
		readonly reason: string = "",
	) {
		super(message);
	}
}

// ---------------------------------------------------------------- queries

export type Highlighted = readonly { readonly text: string; readonly hit: boolean }[];

export interface SearchHit {
	readonly row: Row;
	readonly title: Highlighted;
	/** The best passage, with the words found marked. */
	readonly snippet: Highlighted;
}

export interface Backlink {
	readonly from: Row;
	readonly use: "link" | "embed";
	/** The line around the link. */
	readonly context: string;
	readonly heading: string;
}

export interface VersionSummary {
	/** Automerge heads that name this version. */
	readonly heads: readonly string[];
	/** When the last change of this sitting was made, by its author's clock. Milliseconds. */
	readonly time: number;
	/** The signer: hex of the person's key; "self" when it is this person. */
	readonly author: string;
	readonly changes: number;
	readonly inserted: number;
	readonly deleted: number;
}

/** A run of characters written by one person in one sitting. */
export interface AuthoredSpan {
	readonly from: number;
	readonly to: number;
	readonly author: string;
	readonly time: number;
}

export interface Health {
	readonly envelopes: number;
	readonly bytes: number;
	readonly items: number;
	/** Entries of the log that could not be read; kept aside, never thrown away. */
	readonly quarantined: readonly {
		readonly envelope: string;
		readonly why: string;
		readonly items: readonly ItemId[];
		readonly at: number;
	}[];
	readonly identity: { readonly device: string; readonly person: string };
}

/** A named query: what it takes and what it gives. All are live through `watch`. */
export interface Queries extends SpaceQueries {
	item: { params: { id: ItemId }; result: Row | null };
	items: { params: { ids: readonly ItemId[] }; result: readonly Row[] };
	/** The prose of an item (a page's Markdown) as last saved; null when there is no such item. */
	text: { params: { id: ItemId }; result: string | null };
	/** Newest first, not trashed. */
	newest: { params: { kinds: readonly ItemKind[]; limit: number; space?: string }; result: readonly Row[] };
	favourites: { params: { limit: number }; result: readonly Row[] };
	counts: { params: Record<string, never>; result: Readonly<Record<ItemKind | "trashed", number>> };
	/** All children of one parent (null: the top), not trashed, in their order, with whether they have children themselves. */
	children: {
		params: { kind: ItemKind; parent: ItemId | null; space?: string };
		result: readonly (Row & { readonly hasChildren: boolean })[];
	};
	/** How many children of a kind each parent has, not trashed; "" is the top. Parents without any are left out. */
	childCounts: { params: { kind: ItemKind; space?: string }; result: Readonly<Record<ItemId | "", number>> };
	/** The parents from the top down to the item itself. */
	path: { params: { id: ItemId }; result: readonly Row[] };
	/** What names in links mean: the item for each name or path, null where there is none. Same order. */
	resolve: { params: { names: readonly string[]; from?: ItemId }; result: readonly (Row | null)[] };
	/** Titles and aliases that begin with or contain what was typed, best first. */
	complete: {
		params: { typed: string; kinds: readonly ItemKind[]; limit: number };
		result: readonly { readonly row: Row; readonly name: string }[];
	};
	/** Items of a kind with exactly this key (`Row.key`), not trashed. */
	byKey: { params: { kind: ItemKind; key: string }; result: readonly Row[] };
	tags: { params: { kinds?: readonly ItemKind[] }; result: readonly { readonly tag: string; readonly count: number }[] };
	backlinks: { params: { id: ItemId }; result: readonly Backlink[] };
	/** Pages that say the item's title without linking to it. */
	mentions: { params: { id: ItemId; limit: number }; result: readonly Backlink[] };
	/** `text` may hold words, prefixes, "phrases", `tag:`, `type:` and `in:` filters. */
	search: {
		params: { text: string; limit: number; offset?: number /** the last word is still being typed */; typing?: boolean };
		result: { readonly hits: readonly SearchHit[]; readonly more: boolean };
	};
	/** Groups of two or more items of one kind with the same key. */
	duplicates: { params: { kind: ItemKind }; result: readonly (readonly Row[])[] };
	history: { params: { id: ItemId }; result: readonly VersionSummary[] };
	versionText: { params: { id: ItemId; heads: readonly string[] }; result: string };
	authorship: { params: { id: ItemId }; result: readonly AuthoredSpan[] };
	health: { params: Record<string, never>; result: Health };
}
export type QueryName = keyof Queries;

// ---------------------------------------------------------------- long lists

export interface ListSpec {
	readonly kinds: readonly ItemKind[];
	/** Only items of this space. */
	readonly space?: string;
	/** Default false: what is in the trash is left out; true: only what is there. */
	readonly trashed?: boolean;
	/** Only items in this parent; with `deep`, in its descendants as well. `null`: only those at the top. */
	readonly parent?: ItemId | null;
	readonly deep?: boolean;
	/** Items that have all of these tags (a tag includes those nested in it). */
	readonly tags?: readonly string[];
	/** Words that title, address, note or tags contain. */
	readonly text?: string;
	readonly toRead?: boolean;
	readonly favourite?: boolean;
	readonly sort: { readonly by: "updated" | "created" | "title" | "host" | "order"; readonly descending: boolean };
}

/** A live, windowed list: the order is in the engine, only rows on screen cross over. */
export interface LiveList {
	/** Rows from `start` up to `end` (exclusive). */
	rows(start: number, end: number): Promise<readonly Row[]>;
	/** Every id in the list, in order: for "select all". */
	ids(): Promise<readonly ItemId[]>;
	close(): void;
}
export interface ListState {
	readonly total: number;
	/** Grows whenever rows or order changed: ask for the visible rows again. */
	readonly revision: number;
}

// ---------------------------------------------------------------- text

/** One replacement: delete `remove` characters (UTF-16 units) at `at`, put `insert` there. Positions are of the text before this batch, ascending. */
export interface Splice {
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/** One accepted edit of an open text. `origin` is the editor that made it, or "remote". */
export interface TextUpdate {
	readonly origin: string;
	readonly splices: readonly Splice[];
}

/**
 * An open text. The engine is the authority on its order (as in @codemirror/collab): an edit is accepted when
 * it was made on the newest version, otherwise the editor first takes the updates it has not seen.
 */
export interface TextSession {
	readonly text: string;
	readonly version: number;
	/** Resolves when the edits are durable ("accepted") or with what the editor must rebase over ("stale"). */
	push(
		version: number,
		updates: readonly TextUpdate[],
	): Promise<{ readonly outcome: "accepted" } | { readonly outcome: "stale"; readonly updates: readonly TextUpdate[] }>;
	/** Accepted updates, whoever made them, as they come; `version` is the one they lead to. */
	onUpdates(listener: (version: number, updates: readonly TextUpdate[]) => void): () => void;
	close(): void;
}

// ---------------------------------------------------------------- jobs

/** Long work by name: what it takes and gives. */
export interface Jobs extends BundleJobs {
	"import-vault": { params: { grant: Grant; into: ItemId | null }; result: ImportReport };
	"import-bookmarks": { params: { grant: Grant; into: ItemId | null }; result: ImportReport };
	"export-vault": { params: { grant: Grant }; result: ImportReport };
	"export-bookmarks": { params: { grant: Grant; collection: ItemId | null }; result: ImportReport };
	"import-sample": { params: Record<string, never>; result: ImportReport };
	/** Files dropped or picked as attachments: makes `file` items, in this page and so in its space. */
	"attach-files": { params: { grants: readonly Grant[]; into: ItemId }; result: { readonly ids: readonly ItemId[] } };
	backup: { params: { grant: Grant; passphrase: string }; result: BackupSummary };
	restore: { params: { grant: Grant; passphrase: string }; result: BackupSummary };
	/** The same as `run`, for many items: it tells how far it is, and when it is cancelled nothing was changed. */
	"change-many": { params: { commands: readonly Command[] }; result: RunResult };
	/** The next start tries again to read what is in quarantine. */
	"read-again": { params: Record<string, never>; result: Record<string, never> };
	"rebuild-library": { params: Record<string, never>; result: { readonly items: number } };
}
export type JobName = keyof Jobs;

export interface JobProgress {
	/** What is being done now: a key the interface translates ("reading", "making-items", "saving", "listing", "indexing"). */
	readonly step: string;
	readonly done: number;
	/** 0 when it is not known. */
	readonly total: number;
	/** False once it cannot be cancelled any more. */
	readonly cancellable: boolean;
}

export interface Job<Result> {
	/** Rejects with EngineError; `cancelled` when it was. */
	readonly finished: Promise<Result>;
	onProgress(listener: (progress: JobProgress) => void): () => void;
	cancel(): void;
}

// ---------------------------------------------------------------- the whole

export type EngineState =
	| { readonly is: "starting" }
	| { readonly is: "rebuilding"; readonly done: number; readonly total: number }
	/** `regained`: so many changes were brought back from the second copy at this start, because the log was lost. */
	| { readonly is: "ready"; readonly regained?: number }
	/** The worker died or could not start; what was acknowledged is safe. `restart()` may be called. */
	| { readonly is: "stopped"; readonly code: EngineErrorCode; readonly message: string };

/** What is safe where, in numbers that the status line puts in words. */
export interface SaveState {
	/** Changes that a person made and that are not yet durable. */
	readonly pending: number;
	readonly lastSaved: number | null;
	/** Set while saving fails (a full disk): the text stays in the window and is tried again. */
	readonly problem: EngineErrorCode | null;
}

export interface Engine {
	run(commands: readonly Command[]): Promise<RunResult>;
	/** Does something about spaces, people or sync; resolves when it is durable on this laptop. */
	act<Name extends ActionName>(name: Name, params: Actions[Name]["params"]): Promise<Actions[Name]["result"]>;
	ask<Name extends QueryName>(name: Name, params: Queries[Name]["params"]): Promise<Queries[Name]["result"]>;
	/** Calls back at once with the answer and again whenever it changes. A failure is told to `onError`. */
	watch<Name extends QueryName>(
		name: Name,
		params: Queries[Name]["params"],
		onResult: (result: Queries[Name]["result"]) => void,
		onError?: (error: EngineError) => void,
	): () => void;
	list(spec: ListSpec, onChange: (state: ListState) => void, onError?: (error: EngineError) => void): LiveList;
	openText(id: ItemId): Promise<TextSession>;
	/** Says where this person is, so that others who are there see them; null: nowhere. Nothing of it is kept. */
	here(where: Here | null): void;
	job<Name extends JobName>(name: Name, params: Jobs[Name]["params"]): Job<Jobs[Name]["result"]>;
	readBlob(hash: BlobHash): Promise<Uint8Array>;
	state(): EngineState;
	onState(listener: (state: EngineState) => void): () => void;
	saveState(): SaveState;
	onSaveState(listener: (state: SaveState) => void): () => void;
	restart(): void;
}
