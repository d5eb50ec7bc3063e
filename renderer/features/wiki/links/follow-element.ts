/** What a click on a link, tag or address in drawn text means. */
import { readWikiLink, type WrittenLink } from "../rendering/markdown-rules";

export interface Follows {
	/** Goes where a wikilink leads; a page that is missing is made. */
	follow(link: WrittenLink): void;
	/** Opens a web address in the system's browser. */
	openExternal(address: string): void;
	/** Shows what has this tag. */
	showTag(tag: string): void;
}

/** A web address opens outside; anything else is the name of a page. */
export function followAddress(follows: Follows, written: string): void {
	const address = written.replace(/^<|>$/g, "");
	if (/^[a-z][a-z0-9+.-]*:/i.test(address)) follows.openExternal(address);
	else if (/^www\./i.test(address)) follows.openExternal(`https://${address}`);
	else follows.follow(readWikiLink(decodeName(address)));
}

/** Does what the element stands for; false when it stands for nothing. */
export function followElement(follows: Follows, element: HTMLElement): boolean {
	const { wikiTarget, wikiHeading, wikiTag, wikiHref } = element.dataset;
	const href = element.getAttribute("href");
	if (wikiTag !== undefined) follows.showTag(wikiTag);
	else if (wikiTarget !== undefined) follows.follow({ target: wikiTarget, heading: wikiHeading ?? "", label: "" });
	else if (wikiHref !== undefined) followAddress(follows, wikiHref);
	else if (href !== null && href !== "#") followAddress(follows, href);
	else return false;
	return true;
}

/** Names in Markdown links are written as addresses: `My%20page.md`. */
export function decodeName(address: string): string {
	try {
		return decodeURIComponent(address);
	} catch {
		return address;
	}
}
