/** Turns quotes into callouts, list items into tasks, and gathers footnotes, after markdown-it has read the blocks. */

import type { MarkdownIt, StateBlock, StateCore, Token } from "markdown-it";
import { calloutTitle, readCallout } from "./callouts";

function closingOf(tokens: readonly Token[], open: number): number {
	const level = tokens[open]?.level ?? 0;
	for (let at = open + 1; at < tokens.length; at++) {
		if (tokens[at]?.level === level && tokens[at]?.type === "blockquote_close") return at;
	}
	return tokens.length - 1;
}

/** `> [!note] Title` */
function callouts(state: StateCore): void {
	const { tokens } = state;
	for (let at = 0; at < tokens.length; at++) {
		const open = tokens[at];
		const inline = tokens[at + 2];
		if (open?.type !== "blockquote_open" || inline?.type !== "inline") continue;
		const [first = "", ...rest] = inline.content.split("\n");
		const head = readCallout(first);
		if (head === null) continue;
		const close = tokens[closingOf(tokens, at)];
		const tag = head.fold === "none" ? "div" : "details";
		open.type = "callout_open";
		open.tag = tag;
		open.attrSet("class", `wiki-callout wiki-callout-${head.colour}`);
		if (head.fold === "open") open.attrSet("open", "");
		if (close !== undefined) {
			close.type = "callout_close";
			close.tag = tag;
		}
		const title = new state.Token("inline", "", 0);
		title.content = calloutTitle(head);
		title.children = [];
		const titleTag = tag === "details" ? "summary" : "div";
		const titleOpen = new state.Token("callout_title_open", titleTag, 1);
		titleOpen.attrSet("class", "wiki-callout-title");
		const titleClose = new state.Token("callout_title_close", titleTag, -1);
		inline.content = rest.join("\n");
		// The paragraph that held the head stays only when it says more.
		const paragraph = rest.length === 0 ? 3 : 0;
		tokens.splice(at + 1, paragraph, titleOpen, title, titleClose);
	}
}

const TASK = /^\[([ xX/-])\][ \t]+/;

/** `- [ ] to do` */
function tasks(state: StateCore): void {
	state.tokens.forEach((token, at, tokens) => {
		const item = tokens[at - 2];
		if (token.type !== "inline" || item?.type !== "list_item_open") return;
		const match = TASK.exec(token.content);
		if (match === null) return;
		token.content = token.content.slice(match[0].length);
		item.attrJoin("class", "wiki-task");
		token.meta = { task: match[1] !== " ", line: item.map?.[0] ?? 0 };
	});
}

const DEFINITION = /^\[\^([^\s[\]|]{1,76})\]:[ \t]*(.*)$/;

/** `[^note]: what it says`, one line. */
function footnoteDefinition(state: StateBlock, start: number, _end: number, silent: boolean): boolean {
	const from = (state.bMarks[start] ?? 0) + (state.tShift[start] ?? 0);
	const match = DEFINITION.exec(state.src.slice(from, state.eMarks[start]));
	if (match === null) return false;
	if (silent) return true;
	const open = state.push("footnote_open", "div", 1);
	open.attrSet("class", "wiki-footnote-text");
	open.map = [start, start + 1];
	open.meta = { name: match[1] };
	const inline = state.push("inline", "", 0);
	inline.content = match[2] ?? "";
	inline.map = [start, start + 1];
	inline.children = [];
	state.push("footnote_close", "div", -1);
	state.line = start + 1;
	return true;
}

export function addBlockRules(markdown: MarkdownIt): void {
	markdown.block.ruler.before("reference", "footnote_definition", footnoteDefinition, { alt: ["paragraph"] });
	markdown.core.ruler.after("block", "callouts", callouts);
	markdown.core.ruler.after("callouts", "tasks", tasks);
}
