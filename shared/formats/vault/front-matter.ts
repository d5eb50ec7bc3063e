/**
 * Front matter: the YAML block at the top of a note. A page keeps it as it was written (its "head"), so that an unchanged
 * page leaves exactly as it came; once the page's fields differ from it, only what differs is written anew.
 */
import { Document, isMap, isScalar, parseDocument } from "yaml";
import { cleanTag, cleanTitle } from "../../model/names";
import { readPlainFrontMatter } from "./plain-front-matter";

export interface FrontMatter {
	readonly aliases: readonly string[];
	readonly tags: readonly string[];
	/** All other keys in their order, as JSON values. */
	readonly properties: Readonly<Record<string, unknown>>;
}

export interface SplitNote {
	/** For `PageFields.frontMatter`: what stood before the body, and how lines end where that is not `\n`. */
	readonly head: string;
	/** With `\n` at the end of lines. */
	readonly body: string;
	readonly frontMatter: FrontMatter;
	/** True when there is a block that cannot be read; it then stays in the body. */
	readonly unreadable: boolean;
}

const NONE: FrontMatter = { aliases: [], tags: [], properties: {} };
/** Longer blocks are not read: no person wrote them, and YAML can be slow on purpose. */
const LONGEST_BLOCK = 20_000;
const MARK = "\ufeff";

/** Parts a note's text (its byte order mark included, if it has one) into head and body. */
export function splitNote(text: string): SplitNote {
	const mark = text.startsWith(MARK) ? MARK : "";
	const written = text.slice(mark.length);
	const plain = written.replace(/\r\n?/g, "\n");
	const ending = plain !== written && plain.replace(/\n/g, "\r\n") === written ? "\r\n" : "";
	const block = blockOf(plain);
	const frontMatter = block === "" ? NONE : readBlock(block);
	if (frontMatter === null || block === "") {
		return { head: mark + ending, body: plain, frontMatter: NONE, unreadable: frontMatter === null };
	}
	const head = ending === "" ? block : block.replace(/\n/g, "\r\n");
	return { head: mark + head, body: plain.slice(block.length), frontMatter, unreadable: false };
}

/** A note's text from its page: the same bytes as it came with when nothing was changed. */
export function joinNote(head: string, body: string, fields: FrontMatter): string {
	const mark = head.startsWith(MARK) ? MARK : "";
	const ending = head.includes("\r\n") ? "\r\n" : "\n";
	const written = head.slice(mark.length).replace(/\r\n/g, "\n");
	const block = written === "\n" ? "" : written;
	const read = block === "" ? NONE : readBlock(block);
	let next = read !== null && sameFrontMatter(read, fields) ? block : writeBlock(read === null ? "" : block, fields);
	// A body that looks like front matter itself would be taken for it.
	if (next === "" && blockOf(body) !== "" && readBlock(blockOf(body)) !== null) next = "---\n---\n";
	if (next !== "" && !next.endsWith("\n") && body !== "") next += "\n";
	const text = next + body;
	return mark + (ending === "\n" ? text : text.replace(/\n/g, ending));
}

/** The block with both its `---` lines, or "". */
function blockOf(text: string): string {
	const opening = /^---[ \t]*\n/.exec(text);
	if (opening === null) return "";
	let at = opening[0].length;
	while (at < text.length) {
		const newline = text.indexOf("\n", at);
		const end = newline === -1 ? text.length : newline;
		if (/^---[ \t]*$/.test(text.slice(at, Math.min(end, at + 200)))) return text.slice(0, newline === -1 ? end : end + 1);
		at = end + 1;
	}
	return "";
}

function yamlOf(block: string): string {
	return block.slice(block.indexOf("\n") + 1, block.lastIndexOf("---"));
}

const DEEPEST = 50;

/**
 * Whether brackets and list marks nest no deeper than any person writes. The YAML reader is recursive, and running out of
 * stack inside it can end the whole process instead of throwing.
 */
function isShallow(block: string): boolean {
	let depth = 0;
	let marks = 0;
	for (let at = 0; at < block.length; at++) {
		const character = block[at];
		if (character === "[" || character === "{") depth++;
		else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
		if (character === "-" || character === "?" || character === ":") marks++;
		else if (character !== " " && character !== "\t") marks = 0;
		const isRule = character === "-" && block[at + 1] === "-";
		if (isRule) marks = 0;
		if (depth > DEEPEST || marks > DEEPEST) return false;
	}
	return true;
}

/** Null when it is no YAML map. Aliases of YAML are followed a hundred times at most, so that none can explode. */
function readBlock(block: string): FrontMatter | null {
	if (block.length > LONGEST_BLOCK || !isShallow(block)) return null;
	const plain = readPlainFrontMatter(yamlOf(block));
	if (plain !== null) return fromValues(plain);
	try {
		const document = parseDocument(yamlOf(block), { logLevel: "silent", uniqueKeys: true });
		if (document.errors.length > 0) return null;
		const empty = document.contents === null || (isScalar(document.contents) && document.contents.value === null);
		if (empty) return NONE;
		if (!isMap(document.contents)) return null;
		const value: unknown = document.toJS({ maxAliasCount: 100 });
		const json: unknown = JSON.parse(JSON.stringify(value));
		return typeof json === "object" && json !== null ? fromValues(json as Record<string, unknown>) : null;
	} catch {
		return null;
	}
}

const ALIAS_KEYS = ["aliases", "alias"];
const TAG_KEYS = ["tags", "tag"];

function fromValues(values: Readonly<Record<string, unknown>>): FrontMatter {
	const properties: Record<string, unknown> = {};
	const aliases: string[] = [];
	const tags: string[] = [];
	for (const [key, value] of Object.entries(values)) {
		const name = key.toLowerCase();
		if (ALIAS_KEYS.includes(name)) aliases.push(...texts(value, /,/).map(cleanTitle));
		else if (TAG_KEYS.includes(name)) tags.push(...texts(value, /[,\s]+/).map(cleanTag));
		else Object.defineProperty(properties, key, { value, enumerable: true, configurable: true, writable: true });
	}
	return { aliases: distinct(aliases).slice(0, 1000), tags: distinct(tags).slice(0, 1000), properties };
}

/** A list, or one string with separators. */
function texts(value: unknown, separator: RegExp): string[] {
	if (Array.isArray(value)) return value.filter((entry) => entry !== null && typeof entry !== "object").map(String);
	return typeof value === "string" || typeof value === "number" ? String(value).split(separator) : [];
}

function distinct(values: readonly string[]): string[] {
	return [...new Set(values)].filter((value) => value !== "");
}

function sameFrontMatter(read: FrontMatter, fields: FrontMatter): boolean {
	return (
		read.aliases.join("\n") === fields.aliases.join("\n") &&
		[...read.tags].sort().join("\n") === [...fields.tags].sort().join("\n") &&
		JSON.stringify(read.properties) === JSON.stringify(fields.properties)
	);
}

/** A block that says what the fields say, keeping comments and style of everything that did not change. */
function writeBlock(block: string, fields: FrontMatter): string {
	const before = block === "" ? NONE : (readBlock(block) ?? NONE);
	const parsed = block === "" ? null : parseDocument(yamlOf(block), { logLevel: "silent" });
	const document = parsed !== null && isMap(parsed.contents) ? parsed : new Document({});
	if (before.aliases.join("\n") !== fields.aliases.join("\n")) setList(document, ALIAS_KEYS, fields.aliases);
	if ([...before.tags].sort().join("\n") !== [...fields.tags].sort().join("\n")) setList(document, TAG_KEYS, fields.tags);
	for (const key of Object.keys(before.properties)) if (!Object.hasOwn(fields.properties, key)) document.delete(key);
	for (const [key, value] of Object.entries(fields.properties)) {
		const unchanged = Object.hasOwn(before.properties, key) && JSON.stringify(before.properties[key]) === JSON.stringify(value);
		if (!unchanged) document.set(key, document.createNode(value));
	}
	if (isMap(document.contents) && document.contents.items.length === 0) return "";
	return `---\n${document.toString({ lineWidth: 0 })}---\n`;
}

/** Writes a list under the key that was used, or the first of the keys. */
function setList(document: ReturnType<typeof parseDocument> | Document, keys: readonly string[], values: readonly string[]): void {
	const written = isMap(document.contents) ? document.contents.items.map((pair) => String(pair.key)) : [];
	const used = written.filter((key) => keys.includes(key.toLowerCase()));
	for (const key of used.slice(values.length === 0 ? 0 : 1)) document.delete(key);
	if (values.length > 0) document.set(used[0] ?? keys[0], document.createNode([...values]));
}
