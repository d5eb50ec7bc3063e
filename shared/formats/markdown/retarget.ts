/** Changing where links lead, when what they name was renamed or moved. */
import type { ItemLink } from "../../model/item";
import { nameKey } from "../../model/names";
import { opaqueRanges } from "./opaque";
import { itemLink } from "./page-links";
import { type WrittenLink, writtenLinks } from "./written-links";

/** One replacement: delete `remove` UTF-16 units at `at`, put `insert` there. Positions are of the text before any edit. */
export interface TextEdit {
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/** A rename or move. */
export interface LinkRename {
	/**
	 * What links called it: a name ("Valve seals"), which stands for every path that ends in it, or a path
	 * ("Work/Valve seals"), which stands for itself and the endings of it that were written with a folder.
	 */
	readonly from: readonly string[];
	/** The new name, which keeps the folder a link was written with, or a whole path. */
	readonly to: string;
}

/** Decides for one link: its new target (a name or a path without ending), or null to leave it. */
export type Retarget = (link: ItemLink) => string | null;

/**
 * The edits, ascending and not overlapping, that make links lead to the new name. Alias, heading, `!` and form of each
 * link stay as they were written. A name that cannot stand in `[[ ]]` is written as a Markdown link.
 */
export function retargetLinks(markdown: string, rename: LinkRename | Retarget): TextEdit[] {
	const retarget = typeof rename === "function" ? rename : byName(rename);
	const edits: TextEdit[] = [];
	for (const link of writtenLinks(markdown, opaqueRanges(markdown))) {
		if (link.leads !== "inside") continue;
		const to = retarget(itemLink(link));
		if (to === null || to === link.target) continue;
		const edit = editOf(markdown, link, to);
		if (edit !== null) edits.push(edit);
	}
	return edits;
}

/** The text with ascending edits made. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const edit of edits) {
		parts.push(text.slice(at, edit.at), edit.insert);
		at = edit.at + edit.remove;
	}
	parts.push(text.slice(at));
	return parts.join("");
}

function byName(rename: LinkRename): Retarget {
	const names = new Set<string>();
	const paths = new Set<string>();
	for (const from of rename.from) {
		const segments = pathKey(from).split("/");
		if (segments.length === 1) names.add(segments[0] ?? "");
		else for (let start = 0; start < segments.length - 1; start++) paths.add(segments.slice(start).join("/"));
	}
	return (link) => {
		if (!names.has(link.key) && !paths.has(pathKey(link.target))) return null;
		const slash = link.target.lastIndexOf("/");
		return rename.to.includes("/") || slash === -1 ? rename.to : link.target.slice(0, slash + 1) + rename.to;
	};
}

/** A path as it is compared: like `nameKey`, segment by segment, without `./` and `../`. */
function pathKey(path: string): string {
	const segments = path.split("/").filter((segment) => segment !== "" && segment !== "." && segment !== "..");
	return segments.map(nameKey).join("/");
}

function editOf(markdown: string, link: WrittenLink, to: string): TextEdit | null {
	const written = markdown.slice(link.nameFrom, link.nameTo);
	const ending = /\.md\s*$/i.test(written) ? ".md" : "";
	if (link.form === "markdown") {
		const angled = markdown[link.nameFrom - 1] === "<";
		const insert = angled ? to.replace(/[\\<>#%]/g, encodeCharacter) : encodeDestination(to);
		return editIfChanged(link.nameFrom, written, insert + ending);
	}
	if (canStandInBrackets(to)) return editIfChanged(link.nameFrom, written, to + ending);
	const label = link.labelFrom < link.labelTo ? markdown.slice(link.labelFrom, link.labelTo) : escapeLabel(to);
	const heading = link.heading === "" ? "" : `#${encodeDestination(link.heading)}`;
	// A file keeps its own ending; a page is told from it by `.md`.
	const suffix = ending !== "" || !/\.[a-z0-9]{1,10}$/i.test(to) ? ".md" : "";
	const insert = `${link.embed ? "!" : ""}[${label}](${encodeDestination(to)}${suffix}${heading})`;
	return { at: link.from, remove: link.to - link.from, insert };
}

function editIfChanged(at: number, written: string, insert: string): TextEdit | null {
	return written === insert ? null : { at, remove: written.length, insert };
}

/** Whether `[[name]]` would be read as this name. */
export function canStandInBrackets(name: string): boolean {
	return !/[[\]|#\n]/.test(name) && name.trim() === name && name !== "" && !name.endsWith("\\");
}

function encodeDestination(path: string): string {
	return path.replace(/[\s%()<>#?\\"']/g, encodeCharacter);
}

function encodeCharacter(character: string): string {
	return encodeURIComponent(character).replace(/[()']/g, (left) => `%${left.charCodeAt(0).toString(16)}`);
}

function escapeLabel(name: string): string {
	return name.replace(/[[\]\\]/g, "\\$&").replace(/\n/g, " ");
}
