import { cleanTag } from "../../model/names";
import { type OpaqueRange, opaqueRanges } from "./opaque";
import { type WrittenLink, writtenLinks } from "./written-links";

const NOT_ONLY_DIGITS = /[^\p{N}/_-]/u;

/**
 * Tags written in a page, `#tag` or `#area/topic`, each once, in the order they first appear. A tag begins after space,
 * an opening bracket, a quote mark or emphasis, has at least one character that is not a digit, and may be of any script.
 * What is in code, comments, links, addresses and HTML is none.
 */
export function inlineTags(markdown: string): string[] {
	if (!markdown.includes("#")) return [];
	const opaque = opaqueRanges(markdown);
	return inlineTagsOutside(markdown, opaque, writtenLinks(markdown, opaque));
}

/** The same where opaque ranges and links are known. */
export function inlineTagsOutside(text: string, opaque: readonly OpaqueRange[], links: readonly WrittenLink[]): string[] {
	const tags = new Map<string, string>();
	const skip = skipper(opaque, links);
	let htmlReadTo = 0;
	let hash = text.indexOf("#");
	while (hash !== -1) {
		const past = Math.max(skip(hash), htmlReadTo);
		if (past > hash) {
			hash = text.indexOf("#", past);
			continue;
		}
		htmlReadTo = htmlEndAround(text, hash);
		if (htmlReadTo <= hash && opensTag(text, hash)) {
			const written = text.slice(hash + 1, tagEnd(text, hash + 1));
			const tag = NOT_ONLY_DIGITS.test(written) ? cleanTag(written) : "";
			if (tag !== "" && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
		}
		hash = text.indexOf("#", hash + 1);
	}
	return [...tags.values()];
}

/** For ascending positions: the end of the opaque range or link around it, otherwise 0. */
function skipper(opaque: readonly OpaqueRange[], links: readonly WrittenLink[]): (at: number) => number {
	let range = 0;
	let link = 0;
	return (at) => {
		while ((opaque[range]?.to ?? Number.POSITIVE_INFINITY) <= at) range++;
		while ((links[link]?.to ?? Number.POSITIVE_INFINITY) <= at) link++;
		const aroundRange = opaque[range];
		const aroundLink = links[link];
		if (aroundRange !== undefined && aroundRange.from <= at) return aroundRange.to;
		if (aroundLink === undefined || at < aroundLink.nameFrom || aroundLink.to <= at) return 0;
		return aroundLink.form === "markdown" || at < aroundLink.labelFrom ? aroundLink.to : 0;
	};
}

const LONGEST_TAG = 200;
const OF_A_WORD = /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/u;

/** Where a tag's name ends. One character at a time: such a class with a repeat count takes the machine's memory to compile. */
function tagEnd(text: string, from: number): number {
	let at = from;
	while (at < text.length && at - from < LONGEST_TAG) {
		const code = text.codePointAt(at) ?? 0;
		if (!isOfTag(code)) break;
		at += code > 0xffff ? 2 : 1;
	}
	return at;
}

function isOfTag(code: number): boolean {
	if (code >= 128) return code === 0x200d || OF_A_WORD.test(String.fromCodePoint(code));
	const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
	return isLetter || (code >= 48 && code <= 57) || code === 95 || code === 45 || code === 47;
}

function opensTag(text: string, hash: number): boolean {
	if (hash === 0) return true;
	const before = text[hash - 1] ?? "";
	if (/\s/.test(before)) return true;
	return "([{\"'*_~=".includes(before) && text[hash - 2] !== "]";
}

/** How far back a tag of HTML is looked for. */
const LONGEST_HTML = 500;

/** The end of the HTML tag that `at` stands in, or 0. */
function htmlEndAround(text: string, at: number): number {
	const lineStart = Math.max(0, at - LONGEST_HTML);
	for (let back = at - 1; back >= lineStart; back--) {
		const character = text[back];
		if (character === ">" || character === "\n" || character === "#") return 0;
		if (character !== "<") continue;
		if (!/[a-z/]/i.test(text[back + 1] ?? "")) return 0;
		for (let ahead = at; ahead < Math.min(text.length, at + LONGEST_HTML); ahead++) {
			if (text[ahead] === ">") return ahead + 1;
			if (text[ahead] === "<" || text[ahead] === "\n") return 0;
		}
		return 0;
	}
	return 0;
}
