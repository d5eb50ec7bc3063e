/** From the library to a folder of Markdown notes that Obsidian and others open. */
import { type ItemId, type ItemLink, type Row, readString } from "../../model/item";
import { nameKey } from "../../model/names";
import type { BookReader, Exporter, ImportReport, JobContext, TargetWriter } from "../contract";
import { orNotThere } from "../file-failure";
import { applyEdits, retargetLinks } from "../markdown";
import { bookmarkFile } from "../netscape";
import { ReportBuilder } from "../report-builder";
import { KEEP } from "./folders";
import { type FrontMatter, joinNote } from "./front-matter";
import { layOut, type Place, type VaultLayout } from "./layout";
import { endsWith, foldersOf, makeResolver, type Resolve } from "./resolve";

/**
 * Writes pages (all, or those in `from`) as Markdown notes in folders, files beside them, and all bookmarks as
 * `Bookmarks.html`. A page that came from a vault and was not changed is written exactly as it came. Names that file
 * systems do not take, or that would collide, are changed, with the links to them, and reported.
 */
export const vaultExporter: Exporter = {
	name: "export-vault",
	async run(book, target, from, context): Promise<ImportReport> {
		const report = new ReportBuilder(target.name);
		const pages = await book.rows("page");
		const files = await book.rows("file");
		const onlyFolders = await findOnlyFolders(pages, book, context);
		const layout = layOut(pages, files, onlyFolders, from, report);
		const writer = new VaultWriter(book, target, layout, [...pages, ...files], report);
		let done = 0;
		for (const place of layout.places.values()) {
			await writer.write(place);
			context.progress("writing", ++done, layout.places.size);
			await context.breathe();
		}
		if (from === null) await writeBookmarks(book, target, layout, report, context);
		return report.finish(null);
	},
};

/** Folders in which nobody wrote anything: they need no note. */
async function findOnlyFolders(pages: readonly Row[], book: BookReader, context: JobContext): Promise<Set<ItemId>> {
	const found = new Set<ItemId>();
	for (const row of pages) {
		if (row.detail.of !== "page" || !row.detail.folder) continue;
		const page = pageOf(await book.fields(row.id), row);
		const empty = joinNote("", page.body, page.frontMatter) === "";
		if (empty) found.add(row.id);
		await context.breathe();
	}
	return found;
}

/** The names of the pages that each page or file lies in, as they are compared, from the top down. */
function pathsOf(rows: readonly Row[]): (row: Row) => readonly string[] {
	const byId = new Map(rows.map((row) => [row.id, row]));
	const known = new Map<ItemId, readonly string[]>();
	return (row) => {
		const path = known.get(row.id) ?? climb(row);
		known.set(row.id, path);
		return path;
	};
	function climb(row: Row): string[] {
		const path: string[] = [];
		const seen = new Set<ItemId>();
		let above = row.parent === "" ? undefined : byId.get(row.parent);
		while (above !== undefined && !seen.has(above.id)) {
			seen.add(above.id);
			path.push(above.key);
			above = above.parent === "" ? undefined : byId.get(above.parent);
		}
		return path.reverse();
	}
}

interface PageToWrite {
	readonly head: string;
	readonly body: string;
	readonly frontMatter: FrontMatter;
}

function pageOf(fields: Readonly<Record<string, unknown>>, row: Row): PageToWrite {
	const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
	const properties = fields.properties;
	return {
		head: readString(fields.frontMatter),
		body: readString(fields.body),
		frontMatter: {
			aliases: list(fields.aliases),
			tags: Array.isArray(fields.tags) ? list(fields.tags) : row.tags,
			properties: typeof properties === "object" && properties !== null ? (properties as Record<string, unknown>) : {},
		},
	};
}

class VaultWriter {
	/** How many exported things have each name: a link by name alone is only written where that is clear. */
	readonly #timesNamed = new Map<string, number>();
	readonly #resolve: Resolve;
	readonly #pathOf: (row: Row) => readonly string[];

	constructor(
		private readonly book: BookReader,
		private readonly target: TargetWriter,
		private readonly layout: VaultLayout,
		rows: readonly Row[],
		private readonly report: ReportBuilder,
	) {
		this.#pathOf = pathsOf(rows);
		this.#resolve = makeResolver(rows, this.#pathOf);
		for (const place of layout.places.values()) {
			const key = nameKey(place.path);
			this.#timesNamed.set(key, (this.#timesNamed.get(key) ?? 0) + 1);
		}
	}

	async write(place: Place): Promise<void> {
		if (place.row.detail.of === "file") {
			const copied = await orNotThere(this.target.copyBlob(place.path, place.row.detail.hash));
			if (copied) this.report.take("file");
			else this.report.skipped("missing-attachment", place.row.title, place.path);
			return;
		}
		this.report.take("page");
		const encoder = new TextEncoder();
		if (place.onlyFolder && !place.hasChildren) await this.target.write(`${place.folder}/${KEEP}`, encoder.encode(""));
		if (place.onlyFolder) return;
		const page = pageOf(await this.book.fields(place.row.id), place.row);
		const body = applyEdits(
			page.body,
			retargetLinks(page.body, (link) => this.#newTarget(link, place.row)),
		);
		await this.target.write(place.path, encoder.encode(joinNote(page.head, body, page.frontMatter)));
	}

	/** Where a link must lead in the vault when what it means has got another name or place there; null where it still finds it. */
	#newTarget(link: ItemLink, from: Row): string | null {
		const meant = this.#resolve(link, from);
		const place = meant === null ? undefined : this.layout.places.get(meant.id);
		if (meant === null || place === undefined) return null;
		const byAlias = meant.key !== link.key;
		if (byAlias) return null;
		const written = foldersOf(link.target);
		const isStale = !endsWith(this.#pathOf(meant), written);
		const findsIt = nameKey(place.path) === link.key && (isStale || endsWith(foldersOf(place.path), written));
		if (findsIt) return null;
		const path = meant.kind === "page" ? place.path.replace(/\.md$/, "") : place.path;
		const clear = this.#timesNamed.get(nameKey(place.path)) === 1;
		return clear && written.length === 0 ? path.slice(path.lastIndexOf("/") + 1) : path;
	}
}

async function writeBookmarks(
	book: BookReader,
	target: TargetWriter,
	layout: VaultLayout,
	report: ReportBuilder,
	context: JobContext,
): Promise<void> {
	const some = (await book.rows("bookmark")).length + (await book.rows("collection")).length;
	if (some === 0) return;
	const text = await bookmarkFile(book, null, report, context);
	await target.write(layout.takeTopName("Bookmarks", ".html"), new TextEncoder().encode(text));
}
