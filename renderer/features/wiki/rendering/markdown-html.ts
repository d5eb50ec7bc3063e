/** Markdown as HTML. The result is untrusted: it goes through the sanitiser before it becomes part of a page. */
import createMarkdownIt, { type MarkdownIt } from "markdown-it";
import { decodeName } from "../links/follow-element";
import { addBlockRules } from "./block-rules";
import { addInlineRules, readWikiLink } from "./markdown-rules";

export interface MarkdownHtml {
	page(markdown: string): string;
	/** One line without blocks: a table cell, a title. */
	line(markdown: string): string;
}

/** Deepest nesting of quotes and lists that is drawn; what lies deeper is shown as text. */
const DEEPEST = 60;

function addRenderers(markdown: MarkdownIt): void {
	const { rules } = markdown.renderer;
	const { escapeHtml } = markdown.utils;
	rules.wiki_link = (tokens, index) => {
		const { target, heading, label } = readWikiLink(tokens[index]?.content ?? "");
		return `<a href="#" class="wiki-link" data-wiki-target="${escapeHtml(target)}" data-wiki-heading="${escapeHtml(heading)}">${escapeHtml(label)}</a>`;
	};
	rules.wiki_embed = (tokens, index) => `<span class="wiki-embed" data-wiki-embed="${escapeHtml(tokens[index]?.content ?? "")}"></span>`;
	rules.hash_tag = (tokens, index) => {
		const tag = escapeHtml(tokens[index]?.content ?? "");
		return `<a href="#" class="wiki-tag" data-wiki-tag="${tag}">#${tag}</a>`;
	};
	rules.footnote = (tokens, index) => `<sup class="wiki-footnote">${escapeHtml(tokens[index]?.content ?? "")}</sup>`;
	rules.footnote_open = (tokens, index) => {
		const meta: { name?: string } = tokens[index]?.meta ?? {};
		return `<div class="wiki-footnote-text"><sup class="wiki-footnote">${escapeHtml(meta.name ?? "")}</sup> `;
	};
	rules.image = (tokens, index) => {
		const token = tokens[index];
		const source = token?.attrGet("src") ?? "";
		const alt = token?.content ?? "";
		return `<span class="wiki-embed" data-wiki-embed="${escapeHtml(`${decodeName(String(source))}|${alt}`)}"></span>`;
	};
	rules.link_open = (tokens, index, options, _environment, renderer) => {
		const token = tokens[index];
		const href = String(token?.attrGet("href") ?? "");
		if (token !== undefined && !/^([a-z][a-z0-9+.-]*:|#)/i.test(href)) {
			const { target, heading } = readWikiLink(decodeName(href));
			for (const [name, value] of [
				["href", "#"],
				["class", "wiki-link"],
				["data-wiki-target", target],
				["data-wiki-heading", heading],
			] as const)
				token.attrSet(name, value);
		}
		return renderer.renderToken(tokens, index, options);
	};
	rules.fence = (tokens, index) => {
		const token = tokens[index];
		const language = token?.info.trim().split(/\s/)[0] ?? "";
		return `<pre><code data-wiki-language="${escapeHtml(language)}">${escapeHtml(token?.content ?? "")}</code></pre>`;
	};
	rules.heading_open = (tokens, index) => {
		const tag = tokens[index]?.tag ?? "h2";
		return `<${tag} data-wiki-anchor="${escapeHtml(tokens[index + 1]?.content ?? "")}">`;
	};
}

/** Makes the renderer; keep it, it is not cheap. */
export function createMarkdownHtml(): MarkdownHtml {
	const markdown = new createMarkdownIt({ html: true, linkify: true, breaks: true, maxNesting: DEEPEST });
	// Relative names are links inside the book; the sanitiser decides about everything else.
	markdown.validateLink = () => true;
	addInlineRules(markdown);
	addBlockRules(markdown);
	addRenderers(markdown);
	markdown.core.ruler.push("cell_alignment", ({ tokens }) => {
		// Styles do not pass the sanitiser; the old attribute says the same.
		for (const token of tokens) {
			const alignment = /text-align:(left|center|right)/.exec(String(token.attrGet("style") ?? ""))?.[1];
			if (alignment !== undefined) token.attrs = [["align", alignment]];
		}
	});
	markdown.core.ruler.push("task_boxes", (state) => {
		for (const token of state.tokens) {
			const meta: { task?: boolean; line?: number } | null = token.meta;
			if (token.type !== "inline" || meta?.task === undefined || token.children === null) continue;
			const box = new state.Token("html_inline", "", 0);
			box.content = `<input type="checkbox" data-wiki-line="${meta.line ?? 0}"${meta.task ? " checked" : ""}> `;
			token.children.unshift(box);
		}
	});
	return { page: (text) => markdown.render(text), line: (text) => markdown.renderInline(text) };
}
