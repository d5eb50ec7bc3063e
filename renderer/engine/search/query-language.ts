/** What a person types into the search field, taken apart. Never fails: what is not understood is searched for as words. */
import type { ItemKind } from "../../../shared/model/item";
import { cleanTag } from "../../../shared/model/names";

export interface QueryTerm {
	/** As typed, without quotes. Contains at least one letter or digit. */
	readonly text: string;
	/** In quotes: these words in this order, and no other spelling. */
	readonly phrase: boolean;
}

export interface ParsedQuery {
	/** All of them must be there. */
	readonly terms: readonly QueryTerm[];
	readonly excluded: readonly QueryTerm[];
	/** All of them must be there; a tag includes those nested in it. */
	readonly tags: readonly string[];
	readonly excludedTags: readonly string[];
	/** One of them, or any kind when there is none. */
	readonly kinds: readonly ItemKind[];
	readonly excludedKinds: readonly ItemKind[];
	/** Names or ids of containers as typed: whoever searches resolves them (`SearchOptions.inside`). One of them is enough. */
	readonly inside: readonly string[];
	readonly outside: readonly string[];
	/** `is:trashed`: what is in the trash instead of what is not. */
	readonly trashed: boolean;
	/** What the text ends in can still grow: it does not end in a space or a closing quote. */
	readonly unfinished: "term" | "tag" | "no";
}

const LONGEST_QUERY = 4000;
const MOST_PARTS = 32;
const LONGEST_TERM = 400;

const KINDS: ReadonlyMap<string, ItemKind> = new Map([
	["page", "page"],
	["pages", "page"],
	["note", "page"],
	["notes", "page"],
	["bookmark", "bookmark"],
	["bookmarks", "bookmark"],
	["link", "bookmark"],
	["links", "bookmark"],
	["collection", "collection"],
	["collections", "collection"],
	["file", "file"],
	["files", "file"],
]);

const QUOTES: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	["“", "”"],
	["„", "“”"],
	["«", "»"],
]);

interface Part {
	readonly negative: boolean;
	/** In lower case; "" for a plain word. */
	readonly key: string;
	readonly value: string;
	readonly quoted: boolean;
	/** The text ended inside it or at its end. */
	readonly open: boolean;
}

/**
 * Understands words, "exact phrases", `-excluded`, `tag:`, `type:`, `in:` and `is:trashed`, each filter also with `-` before it
 * and with its value in quotes. The first 4,000 characters and 32 parts count.
 */
export function parseQuery(text: string): ParsedQuery {
	const terms: QueryTerm[] = [];
	const excluded: QueryTerm[] = [];
	const tags: string[] = [];
	const excludedTags: string[] = [];
	const kinds: ItemKind[] = [];
	const excludedKinds: ItemKind[] = [];
	const inside: string[] = [];
	const outside: string[] = [];
	let trashed = false;
	let unfinished: ParsedQuery["unfinished"] = "no";
	for (const part of splitParts(text)) {
		unfinished = "no";
		const kind = KINDS.get(part.value.trim().toLowerCase());
		if (part.key === "tag") {
			const tag = cleanTag(part.value);
			if (tag === "") continue;
			(part.negative ? excludedTags : tags).push(tag);
			if (part.open && !part.negative) unfinished = "tag";
		} else if (part.key === "in") {
			const name = part.value.trim();
			if (name !== "") (part.negative ? outside : inside).push(name);
		} else if (part.key === "type" && part.value === "") {
			// The person is about to type which.
		} else if (part.key === "type" && kind !== undefined) {
			(part.negative ? excludedKinds : kinds).push(kind);
		} else if (part.key === "is" && part.value.toLowerCase() === "trashed" && !part.negative) {
			trashed = true;
		} else {
			const term = asTerm(part);
			if (term === null) continue;
			(part.negative ? excluded : terms).push(term);
			if (part.open && !part.negative) unfinished = "term";
		}
	}
	return { terms, excluded, tags, excludedTags, kinds, excludedKinds, inside, outside, trashed, unfinished };
}

/** Whether the query asks for anything at all. */
export function isEmptyQuery(query: ParsedQuery): boolean {
	const parts = [
		query.terms,
		query.excluded,
		query.tags,
		query.excludedTags,
		query.kinds,
		query.excludedKinds,
		query.inside,
		query.outside,
	];
	return !query.trashed && parts.every((part) => part.length === 0);
}

function asTerm(part: Part): QueryTerm | null {
	const text = (part.key === "" ? part.value : `${part.key}:${part.value}`).slice(0, LONGEST_TERM);
	return /[\p{L}\p{N}]/u.test(text) ? { text, phrase: part.quoted } : null;
}

function splitParts(text: string): Part[] {
	// Private-use characters mark filters inside the index; nobody may type them.
	const source = text
		.slice(0, LONGEST_QUERY)
		.normalize("NFC")
		.replace(/[\p{Cc}\p{Co}]/gu, " ");
	const parts: Part[] = [];
	let at = 0;
	while (at < source.length && parts.length < MOST_PARTS) {
		if (/\s/.test(source.charAt(at))) {
			at += 1;
			continue;
		}
		const sign = /^-(?=\S)/.test(source.slice(at, at + 2)) ? 1 : 0;
		const key = /^(tag|type|in|is):/i.exec(source.slice(at + sign, at + sign + 5))?.[1] ?? "";
		const start = at + sign + (key === "" ? 0 : key.length + 1);
		const closing = QUOTES.get(source.charAt(start));
		const from = closing === undefined ? start : start + 1;
		const end = closing === undefined ? endOfWord(source, from) : endOfQuote(source, from, closing);
		const closed = closing !== undefined && end < source.length;
		parts.push({
			negative: sign === 1,
			key: key.toLowerCase(),
			value: source.slice(from, end),
			quoted: closing !== undefined,
			open: end === source.length && !closed,
		});
		at = closed ? end + 1 : end;
	}
	return parts;
}

function endOfWord(source: string, from: number): number {
	let end = from;
	while (end < source.length && !/\s/.test(source.charAt(end)) && !QUOTES.has(source.charAt(end))) end += 1;
	return end;
}

function endOfQuote(source: string, from: number, closing: string): number {
	let end = from;
	while (end < source.length && !closing.includes(source.charAt(end))) end += 1;
	return end;
}
