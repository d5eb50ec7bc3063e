/** Takes the marks out of lines that are neither code nor link: list marks, quotes, headings, tables, emphasis, HTML. */
import { headingLevelAt, lineEnd, readLineStart } from "./lines";
import { isTaskBoxAt } from "./task-counts";

const CALLOUT = /\[![a-z0-9_-]{1,40}(?:\|[^\]\n]{0,80})?\][+-]?[ \t]*/iy;
const RULE_OR_TABLE_LINE = /^[|:=_* \t\r-]+$/;
/** All that may be markup inside a line. */
const SPECIAL = /[*<=\\_|~]/;

/** Hands over the readable pieces of `text` between `from` and `to`, in order. */
export function cleanLines(text: string, from: number, to: number, keep: (piece: string) => void): void {
	// Within the piece: to look further for every piece of one long line would take the square of its length.
	const piece = text.slice(from, to);
	let at = from;
	while (at < to) {
		const stop = from + lineEnd(piece, at - from);
		const beginsLine = at === 0 || text[at - 1] === "\n";
		const content = beginsLine ? Math.min(readableFrom(text, at, lineEnd(text, at)), stop) : at;
		cleanInline(text, content, stop, keep);
		if (stop < to) keep("\n");
		at = stop + 1;
	}
}

/** Where the line's readable text begins; its end when it has none (a rule, a table's second line, an underline). */
function readableFrom(text: string, from: number, end: number): number {
	const line = readLineStart(text, from, end);
	let at = line.content;
	const level = headingLevelAt(text, at, end);
	if (level > 0) {
		at += level;
		while (text[at] === " " || text[at] === "\t") at++;
		return Math.min(at, end);
	}
	if (isTaskBoxAt(text, at)) return at + 4;
	CALLOUT.lastIndex = at;
	if (line.quotes > 0 && CALLOUT.test(text)) return CALLOUT.lastIndex;
	if (end - at < 2000 && end - at >= 2 && RULE_OR_TABLE_LINE.test(text.slice(at, end))) return end;
	while (at < end && (text[at] === "|" || text[at] === " ")) at++;
	return at;
}

function cleanInline(text: string, from: number, to: number, keep: (piece: string) => void): void {
	const whole = text.slice(from, to);
	if (!SPECIAL.test(whole)) {
		if (whole !== "") keep(whole);
		return;
	}
	let at = from;
	while (at < to) {
		const run = at;
		while (at < to && !isSpecial(text.charCodeAt(at))) at++;
		if (at > run) {
			keep(text.slice(run, at));
			continue;
		}
		const character = text[at] ?? "";
		if (character === "\\") {
			const next = text[at + 1] ?? "";
			const escaped = /[!-/:-@[-`{-~]/.test(next);
			if (!escaped) keep("\\");
			else if (at + 1 < to) keep(next);
			at += escaped ? 2 : 1;
		} else if (character === "|") {
			keep(" ");
			at++;
		} else if (character === "<") {
			at = cleanAngle(text, at, to, keep);
		} else {
			let after = at;
			while (after < to && text[after] === character) after++;
			if (!isMark(text, character, at, after)) keep(text.slice(at, after));
			at = after;
		}
	}
}

/** `SPECIAL`, for one character. */
function isSpecial(code: number): boolean {
	return code === 42 || code === 60 || code === 61 || code === 92 || code === 95 || code === 124 || code === 126;
}

/** Whether a run of `*`, `_`, `~` or `=` is emphasis rather than text. */
function isMark(text: string, character: string, from: number, to: number): boolean {
	const before = text[from - 1] ?? " ";
	const after = text[to] ?? " ";
	if (/\s/.test(before) && /\s/.test(after)) return false;
	if (character === "*") return true;
	if (character === "_") return !(/[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after));
	return to - from === 2;
}

/** A tag of HTML is dropped, an address in angle brackets loses them, anything else stays. */
function cleanAngle(text: string, at: number, to: number, keep: (piece: string) => void): number {
	const first = text[at + 1] ?? "";
	if (/[a-z/!]/i.test(first)) {
		let end = at + 1;
		while (end < to && text[end] !== ">" && text[end] !== "<") end++;
		if (end < to && text[end] === ">") {
			const inner = text.slice(at + 1, end);
			if (/^(?:[a-z][a-z0-9+.-]{1,31}:\S|[^\s@]{1,64}@)/i.test(inner)) keep(inner);
			return end + 1;
		}
	}
	keep("<");
	return at + 1;
}
