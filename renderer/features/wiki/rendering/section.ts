/** A part of a page: below a heading, or one block. */
import { headings } from "../../../../shared/formats/markdown";

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, " ").trim();

/** Where the heading's line, or the block `^name`, begins in the text; null when there is none. */
export function placeOf(markdown: string, heading: string): number | null {
	if (heading.startsWith("^")) {
		const end = markdown.search(new RegExp(`\\^${heading.slice(1).replace(/[^\w-]/g, "")}[ \\t]*(?:\\n|$)`));
		return end < 0 ? null : markdown.lastIndexOf("\n", end) + 1;
	}
	// `Chapter#Section` names the last of them.
	const wanted = plain(heading.split("#").at(-1) ?? "");
	return headings(markdown).find(({ text }) => plain(text) === wanted)?.at ?? null;
}

/** The text from a heading up to the next one of its level; the whole text for "" and for headings that are not there. */
export function sectionOf(markdown: string, heading: string): string {
	if (heading === "") return markdown;
	const from = placeOf(markdown, heading);
	if (from === null) return markdown;
	if (heading.startsWith("^")) {
		const end = markdown.indexOf("\n\n", from);
		return markdown.slice(from, end < 0 ? undefined : end).replace(/[ \t]*\^[\w-]+[ \t]*$/, "");
	}
	const all = headings(markdown);
	const own = all.find(({ at }) => at === from);
	const next = all.find(({ at, level }) => at > from && level <= (own?.level ?? 6));
	return markdown.slice(from, next?.at);
}
