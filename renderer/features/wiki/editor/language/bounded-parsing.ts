/**
 * Keeps the work of one keystroke small on pages that are one huge paragraph: the parser reads a paragraph anew
 * whenever something in it changes, so it must not be huge.
 */
import type { MarkdownConfig } from "@lezer/markdown";

/** From this length on, a paragraph may be read as two. */
const LONG = 1500;
/** From this length on it is. */
const LONGEST = 6000;
/** A single line longer than this keeps its markup as plain text. */
const LONGEST_LINE = 12_000;

/** One line in so many is a place to cut: rare enough that two ways of cutting soon meet at the same line. */
const ONE_IN = 24;

/**
 * Where a long paragraph is cut depends on the line alone, not on how much came before: after an edit the cuts
 * behind it soon are where they were, and what was read there is used again.
 */
function isCut(line: string): boolean {
	let hash = line.length;
	for (let at = Math.max(0, line.length - 32); at < line.length; at++) hash = (Math.imul(hash, 31) + line.charCodeAt(at)) | 0;
	return ((hash ^ (hash >>> 13)) >>> 0) % ONE_IN === 0;
}

export const boundedParsing: MarkdownConfig = {
	parseBlock: [
		{
			name: "LongParagraph",
			endLeaf: (_context, line, leaf) => leaf.content.length > LONGEST || (leaf.content.length > LONG && isCut(line.text)),
		},
	],
	parseInline: [
		{
			name: "LongLine",
			before: "Escape",
			parse: (context, _next, position) => (position === context.offset && context.end - context.offset > LONGEST_LINE ? context.end : -1),
		},
	],
};
