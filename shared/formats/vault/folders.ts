/** The shape of a vault: which files are notes, which are attachments, and the folders that hold them. */
import { cleanTitle } from "../../model/names";
import type { SourceFile } from "../contract";
import { orderKeys } from "../order-keys";
import type { ReportBuilder } from "../report-builder";

export interface VaultFolder {
	/** Without a slash at its end; "" is the vault itself. */
	readonly path: string;
	readonly title: string;
	readonly folders: VaultFolder[];
	readonly notes: VaultFile[];
	readonly attachments: VaultFile[];
}

export interface VaultFile {
	readonly file: SourceFile;
	readonly path: string;
	/** The title it gets: its name, a note's without `.md`. */
	readonly title: string;
}

export interface VaultShape {
	readonly top: VaultFolder;
	readonly notes: number;
	readonly attachments: number;
	/** A bookmark file at the top, as our export writes it; null where there is none. */
	readonly bookmarks: VaultFile | null;
}

const DEEPEST = 100;
/** In an otherwise empty folder it keeps the folder. */
export const KEEP = ".keep";

/** Sorts the files of a vault into folders. Hidden files and folders (`.obsidian`, `.trash`, `.git`) are left out. */
export function vaultShape(files: readonly SourceFile[], report: ReportBuilder): VaultShape {
	const top: VaultFolder = newFolder("", "");
	const folders = new Map<string, VaultFolder>([["", top]]);
	let notes = 0;
	let attachments = 0;
	let bookmarks: VaultFile | null = null;
	for (const file of files) {
		const segments = file.path.split("/");
		const name = segments.pop() ?? "";
		if (segments.some((segment) => segment.startsWith(".") && segment !== "." && segment !== "..")) continue;
		if (!isSafePath(file.path)) report.skipped("unsafe-name", file.path);
		else if (segments.length > DEEPEST) report.skipped("too-deep", file.path);
		else if (name === KEEP) folderAt(segments, folders);
		else if (!name.startsWith(".")) {
			const isNote = /\.md$/i.test(name);
			const entry: VaultFile = { file, path: file.path, title: titleOf(isNote ? name.slice(0, -3) : name, file.path, report) };
			const folder = folderAt(segments, folders);
			if (isNote) notes++;
			else attachments++;
			if (isNote) folder.notes.push(entry);
			else if (segments.length === 0 && /^bookmarks\.html?$/i.test(name)) bookmarks = entry;
			else folder.attachments.push(entry);
		}
	}
	for (const folder of folders.values()) sortFolder(folder);
	return { top, notes, attachments, bookmarks };
}

function newFolder(path: string, title: string): VaultFolder {
	return { path, title, folders: [], notes: [], attachments: [] };
}

/** Relative, forward, without tricks. The shell lists only such paths; an importer believes nobody. */
function isSafePath(path: string): boolean {
	if (path.length > 4096 || /[\\\p{Cc}]/u.test(path)) return false;
	return path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

/** The folder of these segments, made with its parents where it is new. */
function folderAt(segments: readonly string[], folders: Map<string, VaultFolder>): VaultFolder {
	const path = segments.join("/");
	const known = folders.get(path);
	if (known !== undefined) return known;
	const name = segments[segments.length - 1] ?? "";
	const made = newFolder(path, cleanTitle(name) || "Untitled");
	folders.set(path, made);
	folderAt(segments.slice(0, -1), folders).folders.push(made);
	return made;
}

function titleOf(name: string, path: string, report: ReportBuilder): string {
	const title = cleanTitle(name) || "Untitled";
	if (title !== name.normalize("NFC")) report.changed("renamed", path, title);
	return title;
}

function sortFolder(folder: VaultFolder): void {
	const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
	const byTitle = (a: { title: string; path: string }, b: { title: string; path: string }) =>
		collator.compare(a.title, b.title) || (a.path < b.path ? -1 : 1);
	folder.folders.sort(byTitle);
	folder.notes.sort(byTitle);
	folder.attachments.sort(byTitle);
}

/** Order keys for what a folder holds: folders first, then notes; attachments have an order of their own. */
export function ordersOf(folder: VaultFolder, keys: (count: number) => string[] = orderKeys) {
	const pages = keys(folder.folders.length + folder.notes.length);
	return {
		folders: pages.slice(0, folder.folders.length),
		notes: pages.slice(folder.folders.length),
		attachments: keys(folder.attachments.length),
	};
}
