import type { ItemLink } from "../../model/item";
import { nameKey } from "../../model/names";
import { opaqueRanges } from "./opaque";
import { type WrittenLink, writtenLinks } from "./written-links";

/**
 * Links and embeds of a page to other things in the book, in the order they are written: `[[wiki]]`, `![[embed]]` and
 * relative Markdown links and images. Not those in code or comments, not addresses, not headings of the same page.
 */
export function pageLinks(markdown: string): ItemLink[] {
	return itemLinks(writtenLinks(markdown, opaqueRanges(markdown)));
}

/** The same from links that were read already. */
export function itemLinks(links: readonly WrittenLink[]): ItemLink[] {
	return links.filter((link) => link.leads === "inside").map(itemLink);
}

/** What a written link says. */
export function itemLink(link: WrittenLink): ItemLink {
	return { use: link.embed ? "embed" : "link", target: link.target, key: nameKey(link.target), heading: link.heading };
}
