/** Pasted HTML as Markdown: cleaned first, then turned into text. */
import { gfm } from "@truto/turndown-plugin-gfm";
import TurndownService from "turndown";
import type { Sanitiser } from "../../rendering/sanitise";

/** Null when the HTML says no more than its plain text does. */
export function markdownFromHtml(html: string, sanitiser: Sanitiser): string | null {
	const box = document.createElement("div");
	box.append(sanitiser.fragment(html));
	if (
		box.querySelector("a[href], strong, b, em, i, h1, h2, h3, h4, h5, h6, ul, ol, table, pre, code, blockquote, hr, del, s, mark, img") ===
		null
	)
		return null;
	const service = new TurndownService({
		headingStyle: "atx",
		codeBlockStyle: "fenced",
		bulletListMarker: "-",
		emDelimiter: "*",
		hr: "---",
	});
	service.use(gfm);
	service.addRule("highlight", { filter: "mark", replacement: (content) => `==${content}==` });
	// A picture from the web would be fetched from there each time the page is read.
	service.addRule("picture", {
		filter: "img",
		replacement: (_content, node) => (node instanceof HTMLElement ? (node.getAttribute("alt") ?? "") : ""),
	});
	service.addRule("listItem", {
		filter: "li",
		replacement: (content, node, options) => {
			const parent = node.parentNode;
			const ordered = parent instanceof HTMLOListElement;
			const index = ordered ? [...parent.children].indexOf(node as Element) + (parent.start || 1) : 0;
			const mark = ordered ? `${index}. ` : `${options.bulletListMarker ?? "-"} `;
			const text = content.trim().replace(/\n/g, `\n${" ".repeat(mark.length)}`);
			return `${mark}${text}${node.nextSibling === null ? "" : "\n"}`;
		},
	});
	const markdown = service.turndown(box).trim();
	return markdown === "" ? null : markdown;
}
