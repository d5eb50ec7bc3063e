import { type Heading, headingsOutside } from "./headings";
import { headingLevelAt, lineEnd, readLineStart } from "./lines";
import { type OpaqueRange, opaqueRanges } from "./opaque";
import { plainTextOutside } from "./plain-text";
import { type WrittenLink, writtenLinks } from "./written-links";

/**
 * The beginning of a page as it reads, on one line, at most `length` characters, ended by `…` where it was cut.
 * A heading of the first level at the top is left out: it repeats the title; others are parted from what follows.
 * Embeds and comments are left out.
 */
export function excerpt(markdown: string, length: number): string {
	// Most pages say enough near their beginning; what is cut there cannot change what was already read.
	const near = length * 20;
	if (markdown.length > near) {
		const start = markdown.slice(0, lineEnd(markdown, near));
		const short = start.length < near * 4 ? excerptOf(start, length) : "";
		if (short.endsWith("…")) return short;
	}
	return excerptOf(markdown, length);
}

function excerptOf(markdown: string, length: number): string {
	const opaque = opaqueRanges(markdown);
	return excerptOutside(markdown, opaque, writtenLinks(markdown, opaque), headingsOutside(markdown, opaque), length);
}

const AFTER_HEADINGS = " ·";

/** The same where opaque ranges, links and headings are known. */
export function excerptOutside(
	markdown: string,
	opaque: readonly OpaqueRange[],
	links: readonly WrittenLink[],
	headings: readonly Heading[],
	length: number,
): string {
	const titleEnd = topHeadingEnd(markdown);
	// Twice as much and the title: white space that is joined below may be half of what was gathered.
	const limit = length * 2 + titleEnd + 100;
	const parted = { headings: headings.filter(({ at }) => at >= titleEnd), afterHeadings: AFTER_HEADINGS };
	const text = oneLine(plainTextOutside(markdown, opaque, links, { comments: false, embeds: false, limit, ...parted }));
	const whole = text.endsWith(AFTER_HEADINGS) ? text.slice(0, -AFTER_HEADINGS.length) : text;
	const title = titleEnd === 0 ? "" : oneLine(plainTextOutside(markdown.slice(0, titleEnd), [], [], {}));
	const rest = title !== "" && whole.startsWith(title) ? whole.slice(title.length).trim() : whole;
	return shorten(rest === "" ? whole : rest, length);
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, " ").trim();
}

/** The end of a `# Heading` that the page begins with, or 0. */
function topHeadingEnd(markdown: string): number {
	let at = 0;
	while (at < markdown.length) {
		const end = lineEnd(markdown, at);
		const line = readLineStart(markdown, at, end);
		if (line.content !== end) return headingLevelAt(markdown, line.content, end) === 1 ? end : 0;
		at = end + 1;
	}
	return 0;
}

/** Cuts at a word's end where one is near. */
function shorten(text: string, length: number): string {
	if (text.length <= length) return text;
	const cut = text.slice(0, Math.max(0, length - 1));
	const space = cut.lastIndexOf(" ");
	const kept = space > length / 2 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, "");
	return `${kept.replace(/[\s,;:–-]{1,20}$/, "")}…`;
}
