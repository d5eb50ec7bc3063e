/** Where everything of the library goes in a vault: one path for each page and file, none twice. */
import type { ItemId, Row } from "../../model/item";
import { byOrder, childrenByParent } from "../children";
import type { ReportBuilder } from "../report-builder";
import { FolderNames, splitEnding } from "./file-names";

export interface Place {
	readonly row: Row;
	/** The page's `.md` file or the file itself. For a folder that is only a folder, where its `.md` would be. */
	readonly path: string;
	/** The folder that holds what lies in it; "" for a file. */
	readonly folder: string;
	/** Whether the page is only a folder: it has no `.md` of its own. */
	readonly onlyFolder: boolean;
	/** Whether something is written into `folder`. */
	readonly hasChildren: boolean;
}

export interface VaultLayout {
	readonly places: ReadonlyMap<ItemId, Place>;
	/** A name at the top that is still free, for a file of our own. */
	readonly takeTopName: (name: string, ending: string) => string;
}

/** Deeper paths trouble other programs; what lies deeper is lifted to here. */
const LONGEST_FOLDER_PATH = 1500;

/** Places pages in folders as they lie in the library, with names that every file system takes. */
export function layOut(
	pages: readonly Row[],
	files: readonly Row[],
	onlyFolders: ReadonlySet<ItemId>,
	from: ItemId | null,
	report: ReportBuilder,
): VaultLayout {
	const children = childrenByParent(pages, files, pagesFirst);
	const names = new Map<string, FolderNames>();
	const namesIn = (folder: string): FolderNames => {
		const known = names.get(folder) ?? new FolderNames();
		names.set(folder, known);
		return known;
	};
	const places = new Map<ItemId, Place>();
	const waiting: { readonly rows: readonly Row[]; readonly folder: string }[] = [{ rows: children.get(from ?? "") ?? [], folder: "" }];
	const placeAll = () => {
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			for (const row of next.rows) if (!places.has(row.id)) place(row, next.folder);
		}
	};
	placeAll();
	if (from === null) {
		// Pages that two people moved into one another hang on no top: they are placed there all the same.
		for (const row of pages) {
			if (places.has(row.id)) continue;
			waiting.push({ rows: [row], folder: "" });
			placeAll();
		}
	}
	return { places, takeTopName: (name, ending) => namesIn("").take(name, [ending]) + ending };

	function place(row: Row, parentFolder: string): void {
		const inside = children.get(row.id) ?? [];
		if (row.kind === "file") {
			const { name, ending } = splitEnding(row.title);
			const given = namesIn(parentFolder).take(name, [ending]) + ending;
			places.set(row.id, { row, path: join(parentFolder, given), folder: "", onlyFolder: false, hasChildren: false });
			if (given !== row.title) report.changed("renamed", row.title, join(parentFolder, given));
			return;
		}
		const isFolder = row.detail.of === "page" && row.detail.folder;
		const onlyFolder = onlyFolders.has(row.id);
		const needsFolder = isFolder || inside.some((child) => child.kind === "page");
		const name = namesIn(parentFolder).take(row.title, [...(needsFolder ? [""] : []), ...(onlyFolder ? [] : [".md"])]);
		const path = join(parentFolder, `${name}.md`);
		if (name !== row.title) report.changed("renamed", row.title, path);
		let folder = needsFolder ? join(parentFolder, name) : "";
		if (folder.length > LONGEST_FOLDER_PATH) {
			report.changed("nesting-flattened", row.title, parentFolder);
			folder = parentFolder;
		}
		const hasChildren = isFolder ? inside.length > 0 : needsFolder;
		places.set(row.id, { row, path, folder, onlyFolder, hasChildren });
		const pagesInside = inside.filter((child) => child.kind === "page");
		const filesInside = inside.filter((child) => child.kind === "file");
		waiting.push({ rows: pagesInside, folder }, { rows: filesInside, folder: isFolder ? folder : parentFolder });
	}
}

function join(folder: string, name: string): string {
	return folder === "" ? name : `${folder}/${name}`;
}

/** Pages before files, each in their order. */
function pagesFirst(a: Row, b: Row): number {
	return a.kind === b.kind ? byOrder(a, b) : a.kind === "page" ? -1 : 1;
}
