/** The readable text of a page: what search finds, excerpts show and words are counted in. */
import { cleanLines } from "./clean-lines";
import { lineEnd } from "./lines";
import { type OpaqueRange, opaqueRanges } from "./opaque";
import { type WrittenLink, writtenLinks } from "./written-links";

export interface PlainTextOptions {
	/** Whether text hidden in comments is kept. Default true: people find what they wrote. */
	readonly comments?: boolean;
	/** Whether the names of embedded pages and files are kept. Default true. */
	readonly embeds?: boolean;
	/** What parts a heading from the text behind it, where lines are joined. Default "": lines stay lines. */
	readonly afterHeadings?: string;
	/** The headings, for `afterHeadings`. */
	readonly headings?: readonly { readonly at: number }[];
	/** Stops soon after this many characters are gathered. */
	readonly limit?: number;
}

/** The text of a page without its markup. Lines stay lines. */
export function plainText(markdown: string, options: PlainTextOptions = {}): string {
	const opaque = opaqueRanges(markdown);
	return plainTextOutside(markdown, opaque, writtenLinks(markdown, opaque), options);
}

/** The same where opaque ranges and links are known. */
export function plainTextOutside(
	text: string,
	opaque: readonly OpaqueRange[],
	links: readonly WrittenLink[],
	options: PlainTextOptions = {},
): string {
	const limit = options.limit ?? Number.POSITIVE_INFINITY;
	const parts: string[] = [];
	let length = 0;
	let nextOpaque = 0;
	const keep = (piece: string) => {
		parts.push(piece);
		length += piece.length;
	};
	let at = 0;
	for (const cut of [...marks(text, opaque, links, options), { from: text.length, to: text.length }]) {
		if (length >= limit) break;
		if (cut.from > at) {
			for (let range = opaque[nextOpaque]; range !== undefined && range.to <= at; range = opaque[nextOpaque]) nextOpaque++;
			const range = opaque[nextOpaque];
			if (range !== undefined && range.from <= at) keep(text.slice(at, cut.from));
			else cleanLines(text, at, cut.from, keep);
		}
		if (cut.instead !== undefined) keep(cut.instead);
		at = Math.max(at, cut.to);
	}
	return tidy(parts.join(""));
}

interface Cut {
	readonly from: number;
	readonly to: number;
	/** What is read in its place. */
	readonly instead?: string;
}

/** Between a page and a heading in it, for `[[Page#Heading]]`. */
const INSIDE = " › ";

/** The marks of code, comments and links, ascending. Between two of them text is wholly opaque or wholly not. */
function marks(text: string, opaque: readonly OpaqueRange[], links: readonly WrittenLink[], options: PlainTextOptions): Cut[] {
	const cuts: Cut[] = [];
	const { headings = [], afterHeadings: instead = "" } = options;
	if (instead !== "") {
		for (const { at } of headings) {
			const end = lineEnd(text, at);
			cuts.push({ from: end, to: end, instead });
		}
	}
	for (const range of opaque) {
		if (range.kind === "comment" && options.comments === false) {
			cuts.push({ from: range.from, to: range.to });
		} else {
			cuts.push({ from: range.from, to: range.from + range.opening }, { from: range.to - range.closing, to: range.to });
		}
	}
	for (const link of links) {
		if (link.embed && options.embeds === false) cuts.push({ from: link.from, to: link.to });
		else if (link.labelFrom < link.labelTo) cuts.push({ from: link.from, to: link.labelFrom }, { from: link.labelTo, to: link.to });
		else if (link.form === "wiki") cuts.push(...wikiMarks(link));
		else cuts.push({ from: link.from, to: link.nameFrom }, { from: link.nameTo, to: link.to });
	}
	return cuts.sort((a, b) => a.from - b.from);
}

/** The marks of a wikilink that shows its name, with the heading it leads to. */
function wikiMarks({ from, to, nameFrom, nameTo, labelTo, heading, target }: WrittenLink): Cut[] {
	const hash = heading === "" ? [] : [{ from: nameTo, to: nameTo + 1, instead: target === "" ? "" : INSIDE }];
	return [{ from, to: nameFrom }, ...hash, { from: labelTo, to }];
}

/** No space at the ends of lines, no more than one empty line. Without backtracking, whatever the text. */
function tidy(text: string): string {
	const lines: string[] = [];
	for (const line of text.split("\n")) {
		const trimmed = line.trimEnd();
		if (trimmed !== "" || (lines.length > 0 && lines[lines.length - 1] !== "")) lines.push(trimmed);
	}
	return lines.join("\n").trim();
}
