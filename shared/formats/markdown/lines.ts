/** How a line of Markdown begins: what holds it (quotes, lists) and where its own text starts. */

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PLUS = 43;
const HYPHEN = 45;
const STAR = 42;
const QUOTE = 62;

export interface LineStart {
	/** Where the line's own text begins, after quote marks, list marks and space. Equal to the line's end when it is blank. */
	readonly content: number;
	/** How many `>` stand before it. */
	readonly quotes: number;
	/** Columns of space before anything else; a tab counts as four. */
	readonly indent: number;
	/** Whether a list mark stands before it. */
	readonly inList: boolean;
}

/** The position of the line's newline, or of the end of the text. */
export function lineEnd(text: string, from: number): number {
	const newline = text.indexOf("\n", from);
	return newline === -1 ? text.length : newline;
}

/** Reads what holds the line from `from` to `end`. Costs the length of that prefix. */
export function readLineStart(text: string, from: number, end: number): LineStart {
	let at = from;
	let quotes = 0;
	let indent = 0;
	let inList = false;
	let untouched = true;
	while (at < end) {
		const code = text.charCodeAt(at);
		if (code === SPACE || code === TAB || code === RETURN) {
			if (untouched) indent += code === TAB ? 4 : 1;
			at++;
			continue;
		}
		untouched = false;
		if (code === QUOTE) {
			quotes++;
			at++;
			continue;
		}
		const afterMark = listMarkEnd(text, at, end);
		if (afterMark === at) break;
		inList = true;
		at = afterMark;
	}
	return { content: at, quotes, indent, inList };
}

/** The position after a list mark (`- `, `* `, `+ `, `1. `, `1) `) at `at`, or `at` when there is none. */
export function listMarkEnd(text: string, at: number, end: number): number {
	const code = text.charCodeAt(at);
	if (code === HYPHEN || code === STAR || code === PLUS) return isSpaceAt(text, at + 1, end) ? at + 2 : at;
	let digits = at;
	while (digits < end && digits - at < 9 && isDigit(text.charCodeAt(digits))) digits++;
	if (digits === at) return at;
	const mark = text[digits];
	return (mark === "." || mark === ")") && isSpaceAt(text, digits + 1, end) ? digits + 2 : at;
}

function isSpaceAt(text: string, at: number, end: number): boolean {
	if (at >= end) return false;
	const code = text.charCodeAt(at);
	return code === SPACE || code === TAB;
}

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}

/** An opening code fence: its character, how many there are, and the quotes that hold it. */
export interface Fence {
	readonly mark: string;
	readonly length: number;
}

/** The fence that opens at `at`, or null. */
export function fenceAt(text: string, at: number, end: number): Fence | null {
	const mark = text[at];
	if (mark !== "`" && mark !== "~") return null;
	let after = at;
	while (after < end && text[after] === mark) after++;
	if (after - at < 3) return null;
	if (mark === "`") {
		const inInfo = text.indexOf("`", after);
		if (inInfo !== -1 && inInfo < end) return null;
	}
	return { mark, length: after - at };
}

/** Whether the line's text from `at` closes this fence. */
export function closesFence(text: string, at: number, end: number, fence: Fence): boolean {
	let after = at;
	while (after < end && text[after] === fence.mark) after++;
	if (after - at < fence.length) return false;
	for (; after < end; after++) {
		const code = text.charCodeAt(after);
		if (code !== SPACE && code !== TAB && code !== RETURN) return false;
	}
	return true;
}

/** The level (1 to 6) of a `#` heading whose marks begin at `at`, or 0. */
export function headingLevelAt(text: string, at: number, end: number): number {
	let after = at;
	while (after < end && after - at < 7 && text[after] === "#") after++;
	const level = after - at;
	if (level === 0 || level > 6) return 0;
	if (after === end) return level;
	const code = text.charCodeAt(after);
	return code === SPACE || code === TAB || code === RETURN || code === NEWLINE ? level : 0;
}
