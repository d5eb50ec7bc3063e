/**
 * The parts of a page in which marks mean nothing: code blocks, code spans and comments.
 * Every other reader of this folder looks at what lies between them. One pass, linear in the text's length,
 * whatever the text is.
 */
import { closesFence, type Fence, fenceAt, headingLevelAt, lineEnd, readLineStart } from "./lines";

export interface OpaqueRange {
	readonly kind: "fence" | "indented" | "span" | "comment";
	readonly from: number;
	/** Exclusive. */
	readonly to: number;
	/** Length of the marks at each end of a span or comment, or of the first line of a fence with its newline. */
	readonly opening: number;
	readonly closing: number;
}

/** Opaque ranges in ascending order; they do not overlap. */
export function opaqueRanges(text: string): OpaqueRange[] {
	const ranges: OpaqueRange[] = [];
	const comments = new CommentEnds(text);
	let at = 0;
	let inList = false;
	let afterGap = true;
	while (at < text.length) {
		const end = lineEnd(text, at);
		const line = readLineStart(text, at, end);
		if (line.content === end) {
			afterGap = true;
			at = end + 1;
			continue;
		}
		if (afterGap && !inList && line.indent >= 4 && line.quotes === 0) {
			const to = indentedEnd(text, end);
			ranges.push({ kind: "indented", from: at, to, opening: 0, closing: 0 });
			at = to + 1;
			continue;
		}
		if (line.inList) inList = true;
		else if (afterGap && line.indent < 2) inList = false;
		const fence = fenceAt(text, line.content, end);
		if (fence !== null) {
			const range = fenceRange(text, line.content, end, fence, line.quotes);
			ranges.push(range);
			at = range.to + 1;
			afterGap = true;
			continue;
		}
		const paragraph = readParagraph(text, at, end);
		inList ||= paragraph.inList;
		at = readInline(text, at, paragraph.end, comments, ranges);
		afterGap = paragraph.endsBlock;
	}
	return ranges;
}

/** The end of an indented code block whose first line ends at `end`. */
function indentedEnd(text: string, end: number): number {
	let last = end;
	let at = end + 1;
	while (at < text.length) {
		const next = lineEnd(text, at);
		const line = readLineStart(text, at, next);
		if (line.content !== next) {
			if (line.indent < 4) break;
			last = next;
		}
		at = next + 1;
	}
	return last;
}

function fenceRange(text: string, from: number, firstEnd: number, fence: Fence, quotes: number): OpaqueRange {
	const opening = Math.min(firstEnd + 1, text.length) - from;
	let at = firstEnd + 1;
	while (at < text.length) {
		const end = lineEnd(text, at);
		const line = readLineStart(text, at, end);
		if (line.quotes < quotes) return { kind: "fence", from, to: at - 1, opening, closing: 0 };
		if (!line.inList && closesFence(text, line.content, end, fence)) {
			return { kind: "fence", from, to: end, opening, closing: end - at };
		}
		at = end + 1;
	}
	return { kind: "fence", from, to: text.length, opening, closing: 0 };
}

/** Where the run of lines that may share a code span ends: at a blank line, a heading or a fence. */
function readParagraph(text: string, from: number, firstEnd: number) {
	let end = firstEnd;
	let inList = false;
	if (headingLevelAt(text, from, firstEnd) > 0) return { end, inList, endsBlock: true };
	while (end < text.length) {
		const next = lineEnd(text, end + 1);
		const line = readLineStart(text, end + 1, next);
		if (line.content >= next) break;
		if (headingLevelAt(text, line.content, next) > 0 || fenceAt(text, line.content, next) !== null) break;
		inList ||= line.inList;
		end = next;
	}
	return { end, inList, endsBlock: false };
}

/** What a span or a comment begins with, and what takes the meaning from that. */
const MAY_BEGIN = /[`\\]|<!--|%%/;

/** Finds spans and comments from `from` to `end`; returns where reading goes on (after `end` when a comment reaches further). */
function readInline(text: string, from: number, end: number, comments: CommentEnds, ranges: OpaqueRange[]): number {
	if (!MAY_BEGIN.test(text.slice(from, end))) return end < text.length ? end + 1 : end;
	let lastRuns: Map<number, number> | null = null;
	let at = from;
	while (at < end) {
		const code = text.charCodeAt(at);
		if (code === 92) {
			at += 2;
		} else if (code === 96) {
			const after = runEnd(text, at, end);
			lastRuns ??= lastRunOfEachLength(text, at, end);
			const length = after - at;
			const closer = (lastRuns.get(length) ?? -1) >= after ? findRun(text, after, end, length) : -1;
			if (closer === -1) {
				at = after;
			} else {
				ranges.push({ kind: "span", from: at, to: closer + length, opening: length, closing: length });
				at = closer + length;
			}
		} else if (code === 60 && text.startsWith("<!--", at)) {
			const close = comments.end("-->", at + 4);
			if (close !== -1) ranges.push({ kind: "comment", from: at, to: close + 3, opening: 4, closing: 3 });
			at = close === -1 ? at + 4 : close + 3;
		} else if (code === 37 && text.charCodeAt(at + 1) === 37) {
			const close = comments.end("%%", at + 2);
			if (close !== -1) ranges.push({ kind: "comment", from: at, to: close + 2, opening: 2, closing: 2 });
			at = close === -1 ? at + 2 : close + 2;
		} else {
			at++;
		}
	}
	return at < text.length && at === end ? at + 1 : at;
}

/** Finds comment ends; remembers that there is none, so that a page full of openings stays linear. */
class CommentEnds {
	readonly #missing = new Set<string>();
	constructor(private readonly text: string) {}
	end(mark: string, from: number): number {
		if (this.#missing.has(mark)) return -1;
		const found = this.text.indexOf(mark, from);
		if (found === -1) this.#missing.add(mark);
		return found;
	}
}

function runEnd(text: string, from: number, end: number): number {
	let at = from;
	while (at < end && text.charCodeAt(at) === 96) at++;
	return at;
}

function findRun(text: string, from: number, end: number, length: number): number {
	let at = from;
	while (at < end) {
		const found = text.indexOf("`", at);
		if (found === -1 || found >= end) return -1;
		at = runEnd(text, found, end);
		if (at - found === length) return found;
	}
	return -1;
}

/** For each length of backtick run, where the last one is: tells at once whether a span can close. */
function lastRunOfEachLength(text: string, from: number, end: number): Map<number, number> {
	const last = new Map<number, number>();
	let at = from;
	while (at < end) {
		if (text.charCodeAt(at) !== 96) {
			at++;
			continue;
		}
		const after = runEnd(text, at, end);
		last.set(after - at, at);
		at = after;
	}
	return last;
}
