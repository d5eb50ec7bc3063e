/**
 * What importers and exporters are given and what they give back. They are pure: files come in through a
 * `SourceReader`, items leave through a `BookWriter`; neither knows about Electron, workers or databases.
 */
import type { ItemId, ItemKind, Row } from "../model/item";

/** One line of a report: what happened to what, and why. `code` is translated by the interface. */
export interface ReportEntry {
	/** The file, link or folder it is about, as the person knows it. */
	readonly subject: string;
	readonly code: ReportCode;
	/** More about it (the address that was refused, the name it got instead). */
	readonly detail?: string;
}

export type ReportCode =
	// changed on the way
	| "renamed"
	| "encoding-guessed"
	| "bytes-replaced"
	| "date-guessed"
	| "nesting-flattened"
	| "front-matter-unreadable"
	| "truncated-file"
	| "duplicate-inside"
	| "too-long-for-a-page"
	| "impossible-date"
	| "kept-beside"
	// skipped
	| "already-here"
	| "unsafe-address"
	| "missing-attachment"
	| "missing-page"
	| "file-too-large"
	| "too-many-bookmarks"
	| "not-text"
	| "link-outside"
	| "link-loop"
	| "unsafe-name"
	| "too-deep"
	| "too-many"
	| "unreadable"
	| "empty"
	| "unsupported";

/** What every import and export ends in. */
export interface ImportReport {
	readonly source: string;
	/** How many of each kind were taken. */
	readonly taken: Readonly<Partial<Record<ItemKind, number>>>;
	readonly changed: readonly ReportEntry[];
	readonly skipped: readonly ReportEntry[];
	/** Where the result lies: the folder page or collection to show; null for an export. */
	readonly root: ItemId | null;
	/** Items this import made, so that it can be taken back. */
	readonly made: readonly ItemId[];
}

export interface SourceFile {
	readonly path: string;
	readonly size: number;
	readonly modified: number;
}

export interface SourceReader {
	/** The name the person knows the file or folder by. */
	readonly name: string;
	readonly files: readonly SourceFile[];
	/** Paths passed over while listing, already as report entries. */
	readonly refused: readonly ReportEntry[];
	/** Says which files are read next, about in this order, so that they can be fetched before they are asked for. */
	willRead(paths: readonly string[]): void;
	/** Whole bytes of one file. For a single-file source, its path is "". */
	read(path: string): Promise<Uint8Array>;
}

export interface NewItem {
	readonly id: ItemId;
	readonly kind: ItemKind;
	/** Input for the model's `make`. */
	readonly fields: Readonly<Record<string, unknown>>;
}

export interface BookWriter {
	/** A fresh id. */
	newId(): ItemId;
	/** Stages items; nothing is in the book until the importer has returned and the job commits them all at once. */
	add(items: readonly NewItem[]): Promise<void>;
	/** Keeps a file of the source as a blob: its SHA-256 and size. */
	keepFile(path: string): Promise<{ readonly hash: string; readonly size: number }>;
	/** Existing items with one of these keys (`Row.key`), not trashed. */
	find(kind: ItemKind, keys: readonly string[]): Promise<readonly Row[]>;
}

export interface JobContext {
	/** Throws when the person has cancelled; call it between pieces of work. Also lets other work in. */
	breathe(): Promise<void>;
	progress(step: string, done: number, total: number): void;
	readonly now: number;
}

/** From a source to items. */
export interface Importer {
	readonly name: string;
	run(source: SourceReader, book: BookWriter, into: ItemId | null, context: JobContext): Promise<ImportReport>;
}

export interface BookReader {
	/** All rows of a kind that are not trashed, in no particular order. */
	rows(kind: ItemKind): Promise<readonly Row[]>;
	/** The prose of a page; "" where there is none. */
	text(id: ItemId): Promise<string>;
	/** All fields of an item as its model reads them. */
	fields(id: ItemId): Promise<Readonly<Record<string, unknown>>>;
}

export interface TargetWriter {
	/** The name of the chosen file or folder. */
	readonly name: string;
	write(path: string, bytes: Uint8Array): Promise<void>;
	copyBlob(path: string, hash: string): Promise<void>;
}

/** From items to files. */
export interface Exporter {
	readonly name: string;
	run(book: BookReader, target: TargetWriter, from: ItemId | null, context: JobContext): Promise<ImportReport>;
}
