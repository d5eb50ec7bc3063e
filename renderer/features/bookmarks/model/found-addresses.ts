/** Addresses in what was dropped or pasted: links from a browser, lists of links, or words with links in them. */
import { readAddress } from "./address";

export interface FoundAddress {
	readonly url: string;
	/** "" when only the address was given. */
	readonly title: string;
}

/** What a drop or paste carries, by media type; "" where a type is missing. */
export type Carried = (type: string) => string;

const MOST = 1000;

/** All addresses carried, each once, in order. Unsafe ones are left out. */
export function foundAddresses(carried: Carried): readonly FoundAddress[] {
	const found = fromFirefox(carried("text/x-moz-url")) ?? fromList(carried("text/uri-list")) ?? fromText(carried("text/plain"));
	const once = new Map<string, FoundAddress>();
	for (const address of found) if (!once.has(address.url)) once.set(address.url, address);
	return [...once.values()].slice(0, MOST);
}

/** Address and title on lines of their own, in turns. */
function fromFirefox(text: string): readonly FoundAddress[] | null {
	const lines = text.split(/\r?\n/);
	const found = lines.flatMap((line, index) => (index % 2 === 0 ? take(line, lines[index + 1] ?? "") : []));
	return found.length === 0 ? null : found;
}

/** RFC 2483: one address a line, `#` begins a comment. */
function fromList(text: string): readonly FoundAddress[] | null {
	const found = text.split(/\r?\n/).flatMap((line) => (line.startsWith("#") ? [] : take(line, "")));
	return found.length === 0 ? null : found;
}

/** A single line is read as generously as the address field; among other words only whole links count. */
function fromText(text: string): readonly FoundAddress[] {
	const markdown = [...text.matchAll(/\[([^\]\n]+)\]\(([^()\s]+)\)/g)].flatMap(([, title = "", url = ""]) => take(url, title));
	if (markdown.length > 0) return markdown;
	const trimmed = text.trim();
	if (!/\s/.test(trimmed)) return take(trimmed, "");
	return [...text.matchAll(/\b(?:https?:\/\/|mailto:)[^\s<>"'`]+/gi)].flatMap(([match]) => take(match.replace(/[.,;:!?)\]]+$/, ""), ""));
}

function take(typed: string, title: string): readonly FoundAddress[] {
	const read = readAddress(typed);
	return read.is === "address" ? [{ url: read.url, title: title.trim() }] : [];
}
