/** From a folder of Markdown notes to pages and files. */
import type { ItemId } from "../../model/item";
import type { BookWriter, Importer, ImportReport, JobContext, NewItem, SourceReader } from "../contract";
import { orReport } from "../file-failure";
import { pageLinks } from "../markdown";
import { mediaTypeOf } from "../media-types";
import { importBookmarkFile } from "../netscape";
import { orderKeysAtEnd } from "../order-keys";
import { ReportBuilder } from "../report-builder";
import { ordersOf, type VaultFile, type VaultFolder, vaultShape } from "./folders";
import { LinkCheck } from "./link-check";

import { isReadable, readNote } from "./read-note";

/** Attachments larger than this are refused: 200 MB, the largest file the shell hands over. */
const LARGEST_ATTACHMENT = 200 * 1024 * 1024;
const BATCH_ITEMS = 200;
const BATCH_CHARACTERS = 2_000_000;

/**
 * Takes a Markdown vault as Obsidian and others write it. Folders become pages that hold pages, notes become pages with
 * their text exactly as it is, all other files become files. Into the top of the wiki unless `into` is given. The report's
 * root is the first page at the top.
 */
export const vaultImporter: Importer = {
	name: "import-vault",
	run: (source, book, into, context) => new VaultImport(source, book, context).run(into),
};

/** Every folder, each after the one that it lies in. Without recursion. */
function foldersInOrder(top: VaultFolder): VaultFolder[] {
	const found: VaultFolder[] = [];
	const waiting = [top];
	for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
		found.push(folder);
		for (const child of folder.folders) waiting.push(child);
	}
	return found;
}

class VaultImport {
	readonly #report: ReportBuilder;
	readonly #links = new LinkCheck();
	#batch: NewItem[] = [];
	#characters = 0;
	#done = 0;
	#total = 0;

	constructor(
		private readonly source: SourceReader,
		private readonly book: BookWriter,
		private readonly context: JobContext,
	) {
		this.#report = new ReportBuilder(source.name);
	}

	async run(into: ItemId | null): Promise<ImportReport> {
		this.#report.refused(this.source.refused);
		const shape = vaultShape(this.source.files, this.#report);
		this.#total = shape.notes + shape.attachments;
		if (this.#total === 0 && shape.top.folders.length === 0) {
			this.#report.skipped("empty", this.source.name);
			return this.#report.finish(null);
		}
		const root = await this.#takeTree(shape.top, into);
		if (shape.bookmarks !== null) await this.#takeBookmarks(shape.bookmarks);
		await this.#flush();
		await this.#links.report(this.book, this.#report, this.context);
		return this.#report.finish(root);
	}

	/** Folder by folder, without recursion; gives the first page at the top. */
	async #takeTree(top: VaultFolder, into: ItemId | null): Promise<ItemId | null> {
		const folders = foldersInOrder(top);
		const ids = new Map<VaultFolder, ItemId | null>([[top, into]]);
		let firstFolder: ItemId | null = null;
		let firstNote: ItemId | null = null;
		this.source.willRead(folders.flatMap(({ notes }) => notes.filter(isReadable).map(({ path }) => path)));
		for (const folder of folders) {
			const parent = ids.get(folder) ?? null;
			const orders = folder === top ? ordersOf(folder, (count) => orderKeysAtEnd(count, this.context.now)) : ordersOf(folder);
			for (const [position, child] of folder.folders.entries()) {
				const id = this.book.newId();
				if (folder === top) firstFolder ??= id;
				const fields = { title: child.title, folder: true, body: "", parent, order: orders.folders[position] };
				await this.#add({ id, kind: "page", fields }, 0);
				this.#links.name(child.title);
				ids.set(child, id);
			}
			for (const [position, note] of folder.notes.entries()) {
				const id = await this.#takeNote(note, parent, orders.notes[position] ?? "a0");
				if (folder === top) firstNote ??= id;
			}
			for (const [position, file] of folder.attachments.entries()) {
				await this.#takeFile(file, parent, orders.attachments[position] ?? "a0");
			}
		}
		return firstNote ?? firstFolder;
	}

	/** Makes a page; a note that is no text, or too long for a page, is kept as a file instead. */
	async #takeNote(note: VaultFile, parent: ItemId | null, order: string): Promise<ItemId | null> {
		const read = await readNote(this.source, note, this.#report, this.context.now);
		await this.#step();
		if (read.outcome === "unreadable") return null;
		if (read.outcome === "not-a-page") {
			await this.#takeFile({ ...note, title: `${note.title}.md` }, parent, order);
			return null;
		}
		const id = this.book.newId();
		const { created, ...fields } = read.fields;
		await this.#add({ id, kind: "page", fields: { ...fields, title: note.title, parent, order, created } }, fields.body.length);
		this.#links.name(note.title);
		for (const alias of fields.aliases) this.#links.name(alias);
		this.#links.links(note.path, pageLinks(fields.body));
		return id;
	}

	async #takeFile(entry: VaultFile, parent: ItemId | null, order: string): Promise<void> {
		await this.#step();
		if (entry.file.size > LARGEST_ATTACHMENT) {
			this.#report.skipped("file-too-large", entry.path, `${entry.file.size}`);
			return;
		}
		const kept = await orReport(this.book.keepFile(entry.path), (code) => this.#report.skipped(code, entry.path));
		if (kept === null) return;
		const created = Math.max(0, Math.floor(entry.file.modified));
		const fields = { title: entry.title, ...kept, mediaType: mediaTypeOf(entry.path), parent, order, created };
		await this.#add({ id: this.book.newId(), kind: "file", fields }, 0);
		this.#links.name(entry.title);
	}

	/** The bookmark file that an export left beside the notes gives bookmarks again, not a file. */
	async #takeBookmarks(entry: VaultFile): Promise<void> {
		const bytes = await orReport(this.source.read(entry.path), (code) => this.#report.skipped(code, entry.path));
		if (bytes === null) return;
		const taken = await importBookmarkFile(bytes, entry.path, this.book, "top", this.#report, this.context);
		if (!taken.recognised) await this.#takeFile(entry, null, "a0");
	}

	async #add(item: NewItem, characters: number): Promise<void> {
		this.#report.take(item.kind, item.id);
		this.#batch.push(item);
		this.#characters += characters;
		if (this.#batch.length >= BATCH_ITEMS || this.#characters >= BATCH_CHARACTERS) await this.#flush();
	}

	async #flush(): Promise<void> {
		const batch = this.#batch;
		this.#batch = [];
		this.#characters = 0;
		if (batch.length > 0) await this.book.add(batch);
	}

	async #step(): Promise<void> {
		this.#done++;
		this.context.progress("reading", Math.min(this.#done, this.#total), this.#total);
		await this.context.breathe();
	}
}
