/** From a browser's bookmark file to collections and bookmarks. */
import type { ItemId } from "../../model/item";
import type { BookWriter, Importer, ImportReport, JobContext, NewItem, SourceReader } from "../contract";
import { orReport } from "../file-failure";
import { orderKeysAtEnd } from "../order-keys";
import { ReportBuilder } from "../report-builder";
import { decodeText } from "../text-encoding";
import { parseBookmarkFile } from "./parse";
import { type PlannedFolder, planImport } from "./plan";

/** 64 MB: a hundred thousand bookmarks with their icons. */
export const LARGEST_BOOKMARK_FILE = 64 * 1024 * 1024;

const BATCH = 500;

/**
 * Takes a Netscape bookmark file of any browser. Folders become collections, links become bookmarks, in a new collection
 * named after the file unless `into` is given. What cannot be kept is reported; what is in the book already is left alone.
 */
export const bookmarkImporter: Importer = { name: "import-bookmarks", run: importBookmarks };

async function importBookmarks(source: SourceReader, book: BookWriter, into: ItemId | null, context: JobContext): Promise<ImportReport> {
	const report = new ReportBuilder(source.name);
	report.refused(source.refused);
	const file = source.files[0];
	if (file === undefined) return refuse(report, "unreadable");
	if (file.size > LARGEST_BOOKMARK_FILE) return refuse(report, "too-many-bookmarks", `${file.size}`);
	context.progress("reading", 0, 0);
	const bytes = await orReport(source.read(file.path), (code) => report.skipped(code, source.name));
	if (bytes === null) return report.finish(null);
	const taken = await importBookmarkFile(bytes, source.name, book, into ?? "new", report, context);
	return taken.recognised ? report.finish(taken.root) : refuse(report, taken.why);
}

function refuse(report: ReportBuilder, why: "unreadable" | "too-many-bookmarks" | "unsupported", detail?: string): ImportReport {
	report.skipped(why, report.source, detail);
	return report.finish(null);
}

/** Where bookmarks go: a new collection named after the file, a collection there is, or no collection. */
export type BookmarkPlace = "new" | "top" | ItemId;

export type TakenBookmarks =
	/** `root` is null when nothing was new, or when all lies at the top. */
	| { readonly recognised: true; readonly root: ItemId | null }
	| { readonly recognised: false; readonly why: "unsupported" | "too-many-bookmarks" };

/** Takes the bytes of a bookmark file. Tells the report everything but that it is none. */
export async function importBookmarkFile(
	bytes: Uint8Array,
	name: string,
	book: BookWriter,
	place: BookmarkPlace,
	report: ReportBuilder,
	context: JobContext,
): Promise<TakenBookmarks> {
	if (bytes.length > LARGEST_BOOKMARK_FILE) return { recognised: false, why: "too-many-bookmarks" };
	const decoded = decodeText(bytes);
	const parsed = await parseBookmarkFile(decoded.text, () => context.breathe());
	if (!parsed.recognised) return { recognised: false, why: "unsupported" };
	if (decoded.guessed) report.changed("encoding-guessed", name, decoded.encoding);
	if (decoded.replaced > 0) report.changed("bytes-replaced", name, `${decoded.replaced}`);
	if (parsed.truncated) report.changed("truncated-file", name);
	if (parsed.lifted > 0) report.changed("nesting-flattened", name, `${parsed.lifted}`);
	const plan = await planImport(parsed.top, name, book, report, context);
	if (plan === null) return { recognised: true, root: null };
	const writer = new Writer(book, context, report, plan.total);
	const root = place === "top" ? null : place === "new" ? book.newId() : place;
	if (place === "new" && root !== null) {
		const title = name.replace(/\.(?:html?|txt)$/i, "");
		const order = orderKeysAtEnd(1, context.now)[0] ?? "a0";
		await writer.add({ id: root, kind: "collection", fields: { title, order, parent: null, created: context.now } });
	}
	await writer.addTree(root, plan.top, orderKeysAtEnd(plan.top.entries.length, context.now));
	await writer.flush();
	return { recognised: true, root };
}

/** Hands items to the book in batches. */
class Writer {
	#batch: NewItem[] = [];
	#done = 0;

	constructor(
		private readonly book: BookWriter,
		private readonly context: JobContext,
		private readonly report: ReportBuilder,
		private readonly total: number,
	) {}

	async add(item: NewItem): Promise<void> {
		this.report.take(item.kind, item.id);
		this.#batch.push(item);
		this.#done++;
		if (this.#batch.length >= BATCH) await this.flush();
	}

	async flush(): Promise<void> {
		const batch = this.#batch;
		this.#batch = [];
		if (batch.length > 0) await this.book.add(batch);
		this.context.progress("making-items", this.#done, this.total);
		await this.context.breathe();
	}

	/** Adds what a folder holds, folder by folder, without recursion. */
	async addTree(root: ItemId | null, top: PlannedFolder, orders: readonly string[]): Promise<void> {
		const waiting: { readonly id: ItemId | null; readonly folder: PlannedFolder; readonly orders: readonly string[] }[] = [
			{ id: root, folder: top, orders },
		];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			for (const [position, entry] of next.folder.entries.entries()) {
				const id = this.book.newId();
				const order = next.orders[position] ?? "a0";
				const kind = entry.is === "folder" ? "collection" : "bookmark";
				await this.add({ id, kind, fields: { ...entry.fields, parent: next.id, order } });
				if (entry.is === "folder") waiting.push({ id, folder: entry, orders: entry.orders });
			}
		}
	}
}
