/** What our Markdown has beyond GitHub's: wikilinks, embeds, highlights, tags, footnote references, comments. */
import { Tag, tags } from "@lezer/highlight";
import type { DelimiterType, InlineContext, InlineParser, MarkdownConfig, NodeSpec } from "@lezer/markdown";

export const wikiTags = { wikiLink: Tag.define(), hashTag: Tag.define(), highlight: Tag.define(), comment: Tag.define() };

/** Longest `[[…]]` looked at, so that a lone `[[` in a huge paragraph costs nothing. */
const LONGEST_LINK = 1000;
const BRACKET = 91;
const CLOSING = 93;
const BANG = 33;
const PIPE = 124;
const HASH = 35;
const EQUALS = 61;
const PERCENT = 37;
const CARET = 94;

/** `[[Target#heading|shown]]`, with `!` in front an embed. */
function parseWikiLink(cx: InlineContext, next: number, position: number): number {
	const embed = next === BANG;
	const open = embed ? position + 1 : position;
	if (cx.char(open) !== BRACKET || cx.char(open + 1) !== BRACKET) return -1;
	const inside = open + 2;
	const text = cx.slice(inside, Math.min(cx.end, inside + LONGEST_LINK));
	const length = text.indexOf("]]");
	if (length < 1 || text.slice(0, length).includes("\n") || text.slice(0, length).includes("[[")) return -1;
	const close = inside + length;
	const pipe = text.slice(0, length).indexOf("|");
	const targetEnd = pipe < 0 ? close : inside + pipe;
	const children = [cx.elt("WikiLinkMark", position, inside), cx.elt("WikiLinkTarget", inside, targetEnd)];
	if (pipe >= 0) {
		children.push(cx.elt("WikiLinkMark", targetEnd, targetEnd + 1));
		if (targetEnd + 1 < close) children.push(cx.elt("WikiLinkLabel", targetEnd + 1, close));
	}
	children.push(cx.elt("WikiLinkMark", close, close + 2));
	return cx.addElement(cx.elt(embed ? "WikiEmbed" : "WikiLink", position, close + 2, children));
}

const wikiLink: InlineParser = {
	name: "WikiLink",
	before: "Link",
	parse: (cx, next, position) => (next === BRACKET && cx.char(position + 1) === BRACKET ? parseWikiLink(cx, next, position) : -1),
};
const wikiEmbed: InlineParser = {
	name: "WikiEmbed",
	before: "Image",
	parse: (cx, next, position) => (next === BANG ? parseWikiLink(cx, next, position) : -1),
};

const TAG_CHARACTERS = /^[\p{L}\p{N}_/-]+/u;
const BEFORE_TAG = /[\s([{,;:>"'*_~=|]/;

/** `#tag/nested`: after a space or bracket, with at least one character that is not a digit. */
const hashTag: InlineParser = {
	name: "HashTag",
	parse(cx, next, position) {
		if (next !== HASH) return -1;
		if (position > cx.offset && !BEFORE_TAG.test(cx.slice(position - 1, position))) return -1;
		const word = TAG_CHARACTERS.exec(cx.slice(position + 1, Math.min(cx.end, position + 201)))?.[0];
		if (word === undefined || /^[\d/_-]+$/.test(word)) return -1;
		return cx.addElement(cx.elt("HashTag", position, position + 1 + word.length));
	},
};

const highlightDelimiter: DelimiterType = { resolve: "Highlight", mark: "HighlightMark" };

/** `==marked==` */
const highlight: InlineParser = {
	name: "Highlight",
	after: "Emphasis",
	parse(cx, next, position) {
		if (next !== EQUALS || cx.char(position + 1) !== EQUALS || cx.char(position + 2) === EQUALS) return -1;
		const before = cx.slice(position - 1, position);
		const after = cx.slice(position + 2, position + 3);
		return cx.addDelimiter(highlightDelimiter, position, position + 2, !/^\s?$/.test(after), !/^\s?$/.test(before));
	},
};

/** `%%a note to oneself%%` */
const comment: InlineParser = {
	name: "WikiComment",
	parse(cx, next, position) {
		if (next !== PERCENT || cx.char(position + 1) !== PERCENT) return -1;
		const length = cx.slice(position + 2, Math.min(cx.end, position + 2 + LONGEST_LINK)).indexOf("%%");
		return length < 0 ? -1 : cx.addElement(cx.elt("WikiComment", position, position + length + 4));
	},
};

/** `[^note]` */
const footnote: InlineParser = {
	name: "FootnoteReference",
	before: "Link",
	parse(cx, next, position) {
		if (next !== BRACKET || cx.char(position + 1) !== CARET) return -1;
		for (let at = position + 2; at < Math.min(cx.end, position + 80); at++) {
			const character = cx.char(at);
			if (character === CLOSING) return at === position + 2 ? -1 : cx.addElement(cx.elt("FootnoteReference", position, at + 1));
			if (character === BRACKET || character <= 32 || character === PIPE) return -1;
		}
		return -1;
	},
};

const nodes: NodeSpec[] = [
	{ name: "WikiLink", style: wikiTags.wikiLink },
	{ name: "WikiEmbed", style: wikiTags.wikiLink },
	{ name: "WikiLinkMark", style: tags.processingInstruction },
	{ name: "WikiLinkTarget" },
	{ name: "WikiLinkLabel" },
	{ name: "HashTag", style: wikiTags.hashTag },
	{ name: "Highlight", style: { "Highlight/...": wikiTags.highlight } },
	{ name: "HighlightMark", style: tags.processingInstruction },
	{ name: "WikiComment", style: wikiTags.comment },
	{ name: "FootnoteReference", style: tags.link },
];

export const wikiSyntax: MarkdownConfig = {
	defineNodes: nodes,
	parseInline: [wikiEmbed, wikiLink, footnote, hashTag, highlight, comment],
};
