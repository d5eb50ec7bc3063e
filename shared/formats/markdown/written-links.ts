/** Every link as it is written in a page: `[[wiki]]`, `![[embed]]`, `[text](destination)`, `![alt](destination)`. */
import type { OpaqueRange } from "./opaque";

export interface WrittenLink {
	readonly form: "wiki" | "markdown";
	readonly embed: boolean;
	/** "inside": names something in the book. "here": a heading of the same page. "outside": an address. */
	readonly leads: "inside" | "here" | "outside";
	/** The whole link, with its `!`. */
	readonly from: number;
	readonly to: number;
	/** The name as it is written, without heading and alias; for a Markdown link without `<>`. */
	readonly nameFrom: number;
	readonly nameTo: number;
	/** Where the text that is shown lies; equal positions when there is none. */
	readonly labelFrom: number;
	readonly labelTo: number;
	/** The name, decoded: `Folder/Name`. */
	readonly target: string;
	/** What follows `#`, or "". */
	readonly heading: string;
}

const BACKSLASH = 92;
const OPEN = 91;
const CLOSE = 93;
const NEWLINE = 10;

/** All links outside opaque ranges, ascending by the place of their names. Linear. */
export function writtenLinks(text: string, opaque: readonly OpaqueRange[]): WrittenLink[] {
	const links: WrittenLink[] = [];
	const open: number[] = [];
	let nextOpaque = 0;
	let at = 0;
	while (at < text.length) {
		const range = opaque[nextOpaque];
		if (range !== undefined && at >= range.from) {
			nextOpaque++;
			at = Math.max(at, range.to);
			continue;
		}
		const code = text.charCodeAt(at);
		if (code === BACKSLASH) {
			at += 2;
		} else if (code === OPEN && text.charCodeAt(at + 1) === OPEN) {
			const link = readWiki(text, at);
			if (link.found !== null) links.push(link.found);
			else if (link.next === at + 1) open.push(at);
			else open.push(at, at + 1);
			at = link.next;
		} else if (code === OPEN) {
			open.push(at);
			at++;
		} else if (code === CLOSE) {
			const opener = open.pop();
			const link = opener !== undefined && text[at + 1] === "(" ? readMarkdown(text, opener, at) : null;
			if (link !== null) links.push(link);
			at = link?.to ?? at + 1;
		} else {
			if (code === NEWLINE && text.charCodeAt(at + 1) === NEWLINE) open.length = 0;
			at++;
		}
	}
	return links;
}

/** Reads a wikilink whose `[[` is at `at`; gives where to go on either way. A name has no `[`, `]` and no line break. */
function readWiki(text: string, at: number): { found: WrittenLink | null; next: number } {
	let end = at + 2;
	while (end < text.length) {
		const code = text.charCodeAt(end);
		if (code === NEWLINE) return { found: null, next: end };
		if (code === OPEN) return { found: null, next: end === at + 2 ? at + 1 : end };
		if (code === CLOSE) break;
		end++;
	}
	if (text.charCodeAt(end + 1) !== CLOSE) return { found: null, next: Math.max(end, at + 2) };
	const bar = positionOf(text, "|", at + 2, end);
	let written = bar === -1 ? end : bar;
	if (bar !== -1 && text.charCodeAt(bar - 1) === BACKSLASH) written--;
	const hash = positionOf(text, "#", at + 2, written);
	const nameTo = hash === -1 ? written : hash;
	const target = text.slice(at + 2, nameTo).trim();
	const heading = hash === -1 ? "" : text.slice(hash + 1, written).trim();
	const embed = isBang(text, at);
	const next = end + 2;
	if (target === "" && heading === "") return { found: null, next };
	const label = bar === -1 ? { labelFrom: end, labelTo: end } : { labelFrom: bar + 1, labelTo: end };
	const leads = target === "" ? "here" : "inside";
	const from = embed ? at - 1 : at;
	return { found: { form: "wiki", embed, leads, from, to: next, nameFrom: at + 2, nameTo, ...label, target, heading }, next };
}

function readMarkdown(text: string, opener: number, closer: number): WrittenLink | null {
	let at = closer + 2;
	while (text[at] === " ") at++;
	const angled = text[at] === "<";
	const nameFrom = angled ? at + 1 : at;
	const destinationTo = angled ? angledEnd(text, nameFrom) : plainEnd(text, nameFrom);
	if (destinationTo === -1) return null;
	const to = linkEnd(text, angled ? destinationTo + 1 : destinationTo);
	if (to === -1) return null;
	const destination = text.slice(nameFrom, destinationTo);
	const hash = destination.indexOf("#");
	const written = hash === -1 ? destination : destination.slice(0, hash);
	const embed = isBang(text, opener);
	return {
		form: "markdown",
		embed,
		leads: leadsTo(destination),
		from: embed ? opener - 1 : opener,
		to,
		nameFrom,
		nameTo: nameFrom + written.length,
		labelFrom: opener + 1,
		labelTo: closer,
		target: decode(written),
		heading: hash === -1 ? "" : decode(destination.slice(hash + 1)),
	};
}

/** `!` makes an embed unless it is escaped itself. */
function isBang(text: string, at: number): boolean {
	return text[at - 1] === "!" && text[at - 2] !== "\\";
}

function leadsTo(destination: string): WrittenLink["leads"] {
	if (destination.startsWith("#")) return "here";
	const outside = destination === "" || /^(?:[a-z][a-z0-9+.-]*:|[?/\\])/i.test(destination);
	return outside ? "outside" : "inside";
}

function positionOf(text: string, mark: string, from: number, end: number): number {
	for (let at = from; at < end; at++) if (text[at] === mark) return at;
	return -1;
}

/** The `>` of `<destination>`: on the same line, without another `<`. */
function angledEnd(text: string, from: number): number {
	for (let at = from; at < text.length; at++) {
		const character = text[at];
		if (character === ">") return at;
		if (character === "<" || character === "\n") return -1;
		if (character === "\\") at++;
	}
	return -1;
}

const LONGEST_DESTINATION = 4096;

/** The end of a destination without `<>`: no space, brackets balanced, at most 32 deep. */
function plainEnd(text: string, from: number): number {
	let depth = 0;
	const limit = Math.min(text.length, from + LONGEST_DESTINATION);
	for (let at = from; at < limit; at++) {
		const code = text.charCodeAt(at);
		if (code <= 32) return depth === 0 ? at : -1;
		if (code === BACKSLASH) at++;
		else if (code === 40 && ++depth > 32) return -1;
		else if (code === 41 && depth-- === 0) return at;
	}
	return -1;
}

/** The position after the `)` that ends a link, past an optional quoted title; -1 when it does not end. */
function linkEnd(text: string, from: number): number {
	let at = from;
	while (text[at] === " ") at++;
	const quote = text[at];
	if (quote === '"' || quote === "'") {
		at++;
		while (at < text.length && text[at] !== quote && text[at] !== "\n") at += text[at] === "\\" ? 2 : 1;
		if (text[at] !== quote) return -1;
		at++;
		while (text[at] === " ") at++;
	}
	return text[at] === ")" ? at + 1 : -1;
}

function decode(written: string): string {
	const plain = written.replace(/\\([!-/:-@[-`{-~])/g, "$1");
	try {
		return decodeURIComponent(plain).trim();
	} catch {
		return plain.trim();
	}
}
