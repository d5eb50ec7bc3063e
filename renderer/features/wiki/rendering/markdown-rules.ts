/** What our Markdown has beyond GitHub's, as rules of markdown-it. The editor's grammar is in editor/language. */

import type { MarkdownIt, StateInline } from "markdown-it";

const LONGEST_LINK = 1000;

/** `[[Target#heading|shown]]` and `![[embedded]]`. */
function wikiLink(state: StateInline, silent: boolean): boolean {
	const { src, pos } = state;
	const embed = src.startsWith("![[", pos);
	if (!embed && !src.startsWith("[[", pos)) return false;
	const inside = pos + (embed ? 3 : 2);
	const close = src.slice(inside, inside + LONGEST_LINK).indexOf("]]");
	if (close < 1) return false;
	const written = src.slice(inside, inside + close);
	if (written.includes("\n") || written.includes("[[")) return false;
	if (!silent) {
		const token = state.push(embed ? "wiki_embed" : "wiki_link", "", 0);
		token.content = written;
	}
	state.pos = inside + close + 2;
	return true;
}

/** `==marked==` */
function highlight(state: StateInline, silent: boolean): boolean {
	const { src, pos } = state;
	if (!src.startsWith("==", pos) || /[\s=]/.test(src.charAt(pos + 2))) return false;
	const close = src.indexOf("==", pos + 2);
	if (close < 0 || close > state.posMax - 2 || src.slice(pos, close).includes("\n\n")) return false;
	if (!silent) {
		state.push("mark_open", "mark", 1);
		const end = state.posMax;
		state.pos = pos + 2;
		state.posMax = close;
		state.md.inline.tokenize(state);
		state.posMax = end;
		state.push("mark_close", "mark", -1);
	}
	state.pos = close + 2;
	return true;
}

/** `#tag/nested` */
function hashTag(state: StateInline, silent: boolean): boolean {
	const { src, pos } = state;
	if (src.charAt(pos) !== "#" || (pos > 0 && !/[\s([{,;:>"'*_~=|]/.test(src.charAt(pos - 1)))) return false;
	const word = /^[\p{L}\p{N}_/-]+/u.exec(src.slice(pos + 1, pos + 201))?.[0];
	if (word === undefined || /^[\d/_-]+$/.test(word)) return false;
	if (!silent) state.push("hash_tag", "", 0).content = word;
	state.pos = pos + 1 + word.length;
	return true;
}

/** `%%a note to oneself%%` is not shown to readers. */
function comment(state: StateInline, silent: boolean): boolean {
	const { src, pos } = state;
	if (!src.startsWith("%%", pos)) return false;
	const close = src.indexOf("%%", pos + 2);
	if (close < 0) return false;
	if (!silent) state.push("text", "", 0);
	state.pos = close + 2;
	return true;
}

/** `[^note]` */
function footnote(state: StateInline, silent: boolean): boolean {
	const name = /^\[\^([^\s[\]|]{1,76})\]/.exec(state.src.slice(state.pos, state.pos + 80));
	if (name === null) return false;
	if (!silent) state.push("footnote", "", 0).content = name[1] ?? "";
	state.pos += name[0].length;
	return true;
}

/** What a written link means. */
export interface WrittenLink {
	/** Name or path; "" for a heading of the same page. */
	readonly target: string;
	readonly heading: string;
	/** What is shown. */
	readonly label: string;
}

/** Takes `Target#heading|label` apart. */
export function readWikiLink(written: string): WrittenLink {
	// Inside a table the bar is written `\|`.
	const pipe = written.search(/\\?\|/);
	const place = (pipe < 0 ? written : written.slice(0, pipe)).trim();
	const hash = place.indexOf("#");
	const target = hash < 0 ? place : place.slice(0, hash).trim();
	const heading = hash < 0 ? "" : place.slice(hash + 1).trim();
	const label =
		pipe < 0
			? ""
			: written
					.slice(pipe)
					.replace(/^\\?\|/, "")
					.trim();
	return { target, heading, label: label === "" ? place.replace(/^#/, "").replaceAll("#", " › ") : label };
}

export function addInlineRules(markdown: MarkdownIt): void {
	const { ruler } = markdown.inline;
	ruler.before("link", "wiki_link", wikiLink);
	ruler.before("link", "footnote", footnote);
	ruler.before("emphasis", "highlight", highlight);
	ruler.before("emphasis", "wiki_comment", comment);
	ruler.before("emphasis", "hash_tag", hashTag);
}
