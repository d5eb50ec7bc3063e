/** Emphasis, code, links, tags and embeds: their markup is hidden where the cursor is not. */
import type { SyntaxNode } from "@lezer/common";
import { decodeName } from "../../links/follow-element";
import { readWikiLink } from "../../rendering/markdown-rules";
import { editorPorts } from "../editor-ports";
import type { PreviewBuilder } from "./preview-builder";
import { EmbedWidget, InsideWidget } from "./widgets";

const WRAPPED: Readonly<Record<string, string>> = {
	Emphasis: "EmphasisMark",
	StrongEmphasis: "EmphasisMark",
	Strikethrough: "StrikethroughMark",
	Highlight: "HighlightMark",
	InlineCode: "CodeMark",
};

/** Draws one inline node. False when its children need no look. */
export function previewInline(node: SyntaxNode, builder: PreviewBuilder): boolean {
	const { from, to, name } = node;
	const mark = WRAPPED[name];
	if (mark !== undefined) {
		if (name === "InlineCode") builder.mark(from, to, "wiki-code");
		if (name === "Highlight") builder.mark(from, to, "wiki-highlight");
		if (!builder.active(from, to)) for (const child of node.getChildren(mark)) builder.hide(child.from, child.to);
		return true;
	}
	switch (name) {
		case "WikiLink":
			wikiLink(node, builder);
			return false;
		case "WikiEmbed":
			embed(node, builder, builder.state.sliceDoc(from + 3, to - 2));
			return false;
		case "Image": {
			const address = node.getChild("URL");
			const written = address === null ? "" : decodeName(builder.state.sliceDoc(address.from, address.to));
			const alt = /^!\[([^\]]*)\]/.exec(builder.state.sliceDoc(from, Math.min(to, from + 500)))?.[1] ?? "";
			embed(node, builder, `${written}|${alt}`);
			return false;
		}
		case "Link":
			return link(node, builder);
		case "URL":
		case "Autolink":
			builder.mark(from, to, "wiki-link wiki-link-web", { "data-wiki-href": builder.state.sliceDoc(from, to).replace(/^<|>$/g, "") });
			return false;
		case "HashTag":
			builder.mark(from, to, "wiki-tag", { "data-wiki-tag": builder.state.sliceDoc(from + 1, to) });
			return false;
		case "FootnoteReference":
			builder.mark(from, to, "wiki-footnote");
			if (!builder.active(from, to)) {
				builder.hide(from, from + 2);
				builder.hide(to - 1, to);
			}
			return false;
		case "Escape":
			if (!builder.active(from, to)) builder.hide(from, from + 1);
			return false;
		case "HTMLTag":
		case "Comment":
			builder.mark(from, to, "wiki-quiet");
			return false;
		default:
			return true;
	}
}

function wikiLink(node: SyntaxNode, builder: PreviewBuilder): void {
	const written = builder.state.sliceDoc(node.from + 2, node.to - 2);
	const { target, heading } = readWikiLink(written);
	const meaning = target === "" ? undefined : builder.state.facet(editorPorts).resolver.meaning(target);
	const missing = meaning === null;
	builder.mark(node.from, node.to, missing ? "wiki-link wiki-missing" : "wiki-link", {
		"data-wiki-target": target,
		"data-wiki-heading": heading,
	});
	if (builder.active(node.from, node.to)) return;
	const label = node.getChild("WikiLinkLabel");
	const hash = label === null ? written.indexOf("#") : -1;
	if (hash === 0) builder.hide(node.from, node.from + 3);
	else builder.hide(node.from, label === null ? node.from + 2 : label.from);
	if (hash > 0) builder.replace(node.from + 2 + hash, node.from + 3 + hash, new InsideWidget());
	builder.hide(node.to - 2, node.to);
}

function embed(node: SyntaxNode, builder: PreviewBuilder, written: string): void {
	const line = builder.state.doc.lineAt(node.from);
	const alone = line.text.trim().length === node.to - node.from;
	// While its text is edited, what stands alone is still shown, below its markup.
	if (!builder.active(node.from, node.to)) builder.replace(node.from, node.to, new EmbedWidget(written, alone));
	else if (alone) builder.insert(node.to, new EmbedWidget(written, true), 1);
}

/** `[words](address)` and `[words](Page.md)` */
function link(node: SyntaxNode, builder: PreviewBuilder): boolean {
	const address = node.getChild("URL");
	const marks = node.getChildren("LinkMark");
	const [open, close] = marks;
	if (address === null || open === undefined || close === undefined) return false;
	const href = decodeName(builder.state.sliceDoc(address.from, address.to).replace(/^<|>$/g, ""));
	if (/^[a-z][a-z0-9+.-]*:/i.test(href)) builder.mark(open.to, close.from, "wiki-link wiki-link-web", { "data-wiki-href": href });
	else {
		const { target, heading } = readWikiLink(href);
		const missing = target !== "" && builder.state.facet(editorPorts).resolver.meaning(target) === null;
		builder.mark(open.to, close.from, missing ? "wiki-link wiki-missing" : "wiki-link", {
			"data-wiki-target": target,
			"data-wiki-heading": heading,
		});
	}
	if (!builder.active(node.from, node.to)) {
		builder.hide(node.from, open.to);
		builder.hide(close.from, node.to);
	}
	return false;
}
