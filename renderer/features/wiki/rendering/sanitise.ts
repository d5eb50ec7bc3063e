/**
 * The one place where HTML from anywhere becomes nodes of our page. What is not allowed here by name is dropped:
 * no script, no style, no frame, no form, no SVG, no address other than http(s), mailto and our own files.
 */
import createDomPurify, { type Config, type DOMPurify, type WindowLike } from "dompurify";

const TAGS = [
	...[
		"a",
		"abbr",
		"b",
		"blockquote",
		"br",
		"caption",
		"cite",
		"code",
		"col",
		"colgroup",
		"dd",
		"del",
		"details",
		"dfn",
		"div",
		"dl",
		"dt",
		"em",
	],
	...[
		"figcaption",
		"figure",
		"h1",
		"h2",
		"h3",
		"h4",
		"h5",
		"h6",
		"hr",
		"i",
		"img",
		"input",
		"ins",
		"kbd",
		"li",
		"mark",
		"ol",
		"p",
		"pre",
		"q",
		"s",
	],
	...[
		"samp",
		"section",
		"small",
		"span",
		"strong",
		"sub",
		"summary",
		"sup",
		"table",
		"tbody",
		"td",
		"tfoot",
		"th",
		"thead",
		"time",
		"tr",
		"u",
		"ul",
		"var",
	],
];

const ATTRIBUTES = [
	...[
		"alt",
		"align",
		"checked",
		"class",
		"colspan",
		"datetime",
		"dir",
		"disabled",
		"height",
		"href",
		"lang",
		"open",
		"rowspan",
		"scope",
		"src",
	],
	...["start", "title", "type", "width", "aria-label", "aria-hidden"],
	...[
		"data-wiki-target",
		"data-wiki-heading",
		"data-wiki-embed",
		"data-wiki-line",
		"data-wiki-tag",
		"data-wiki-anchor",
		"data-wiki-language",
	],
];

/** Addresses that a link may have. */
const LINK = /^(?:https?:\/\/|mailto:|#)/i;
/** Pictures come from our own file store only: a picture from the web would tell its server who reads what. */
const FILE = /^app:\/\/files\/[0-9a-f]{64}(?:\?type=[\w.+%/-]{1,100})?$/;
const OUR_CLASS = /^(?:wiki|tok)-[\w-]{1,60}$/;

const CONFIG = {
	ALLOWED_TAGS: TAGS,
	ALLOWED_ATTR: ATTRIBUTES,
	ALLOW_DATA_ATTR: false,
	ALLOW_ARIA_ATTR: false,
	ALLOW_UNKNOWN_PROTOCOLS: false,
	ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:|app:\/\/files\/|#)/i,
	KEEP_CONTENT: true,
	FORBID_CONTENTS: [
		"script",
		"style",
		"template",
		"noscript",
		"iframe",
		"object",
		"svg",
		"math",
		"title",
		"textarea",
		"select",
		"xmp",
		"plaintext",
	],
	// All that holds no address; without this their values would be checked as if they did.
	ADD_URI_SAFE_ATTR: ATTRIBUTES.filter((name) => name !== "href" && name !== "src"),
	SANITIZE_NAMED_PROPS: true,
	WHOLE_DOCUMENT: false,
	RETURN_DOM_FRAGMENT: true,
} satisfies Config;

export interface Sanitiser {
	/** HTML as nodes that can do no harm, ready to be put into the page. They never become text again. */
	fragment(html: string): DocumentFragment;
}

/** Control characters and white space hide a scheme from people, not from browsers. */
function withoutInvisible(address: string): string {
	return address.replace(/[\s\p{Cc}\p{Cf}]+/gu, "");
}

function addRules(purify: DOMPurify): void {
	purify.addHook("uponSanitizeAttribute", (node, event) => {
		const value = event.attrValue;
		if (event.attrName === "href") event.keepAttr = LINK.test(withoutInvisible(value)) && node.nodeName === "A";
		else if (event.attrName === "src") event.keepAttr = node.nodeName === "IMG" && FILE.test(value);
		else if (event.attrName === "type") event.keepAttr = node.nodeName === "INPUT" && value === "checkbox";
		else if (event.attrName === "class") {
			event.attrValue = value
				.split(/\s+/)
				.filter((name) => OUR_CLASS.test(name))
				.join(" ");
			event.keepAttr = event.attrValue !== "";
		}
	});
	purify.addHook("afterSanitizeAttributes", (node) => {
		// A field other than a checkbox could ask for a password.
		if (node.nodeName === "INPUT" && node.getAttribute("type") !== "checkbox") node.remove();
		if (node.nodeName === "A") node.setAttribute("rel", "noopener noreferrer");
	});
}

/** A sanitiser for the documents of this window. */
export function createSanitiser(owner: WindowLike & { readonly document: Document }): Sanitiser {
	const purify = createDomPurify(owner);
	addRules(purify);
	const nothing = (): DocumentFragment => owner.document.createDocumentFragment();
	// The library gives null, whatever its types say, when a document has no body (a frame set).
	const sanitised = (html: string): DocumentFragment | null => purify.sanitize(html, CONFIG);
	return { fragment: (html) => sanitised(html) ?? nothing() };
}
