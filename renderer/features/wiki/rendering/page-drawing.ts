/**
 * Draws Markdown into an element: a page to read, an embedded page, a line. Links learn whether what they name
 * exists, embeds are filled in, code gets its colours, all after the text is on screen.
 */

import type { Row } from "../../../../shared/model/item";
import type { Engine } from "../../../engine/contract";
import { fileAddress, isPicture, type LinkResolver } from "../links/link-resolver";
import { colourCode } from "./code-colours";
import { chip, showWhenHere } from "./late-file";
import type { MarkdownHtml } from "./markdown-html";
import { readWikiLink, type WrittenLink } from "./markdown-rules";
import type { Sanitiser } from "./sanitise";
import { sectionOf } from "./section";

export interface DrawingPorts {
	readonly engine: Pick<Engine, "watch" | "ask" | "readBlob">;
	readonly resolver: LinkResolver;
	readonly html: MarkdownHtml;
	readonly sanitiser: Sanitiser;
	words(key: string, values?: Readonly<Record<string, string | number>>): string;
}

/** What is being drawn inside what. */
interface Nesting {
	readonly depth: number;
	/** Pages around this one: a page that embeds itself is drawn once. */
	readonly around: readonly string[];
}

const DEEPEST = 3;
const OUTERMOST: Nesting = { depth: 0, around: [] };

/** Draws a whole page. Gives back what stops it from being kept up to date. */
export function drawPage(ports: DrawingPorts, markdown: string, into: HTMLElement, nesting: Nesting = OUTERMOST): () => void {
	const stops: (() => void)[] = [];
	into.replaceChildren(ports.sanitiser.fragment(ports.html.page(markdown)));
	const mark = (): void => {
		for (const link of into.querySelectorAll<HTMLElement>("a[data-wiki-target]")) {
			const target = link.dataset.wikiTarget ?? "";
			link.classList.toggle("wiki-missing", target !== "" && ports.resolver.meaning(target) === null);
		}
	};
	mark();
	stops.push(ports.resolver.onChange(mark));
	for (const embed of into.querySelectorAll<HTMLElement>("[data-wiki-embed]")) {
		stops.push(drawEmbed(ports, embed.dataset.wikiEmbed ?? "", embed, nesting));
	}
	for (const code of into.querySelectorAll<HTMLElement>("code[data-wiki-language]")) {
		// Without its language's parser code stays readable.
		colourCode(code, code.dataset.wikiLanguage ?? "").catch(() => undefined);
	}
	return () => {
		for (const stop of stops) stop();
	};
}

/** One line of Markdown, without embeds. */
export function drawLine(ports: Pick<DrawingPorts, "html" | "sanitiser" | "resolver">, markdown: string): DocumentFragment {
	const fragment = ports.sanitiser.fragment(ports.html.line(markdown));
	for (const link of fragment.querySelectorAll<HTMLElement>("a[data-wiki-target]")) {
		const target = link.dataset.wikiTarget ?? "";
		if (target !== "" && ports.resolver.meaning(target) === null) link.classList.add("wiki-missing");
	}
	return fragment;
}

/** Draws what `![[written]]` embeds, as soon as it is known and again when it changes. */
export function drawEmbed(ports: DrawingPorts, written: string, into: HTMLElement, nesting: Nesting = OUTERMOST): () => void {
	const link = readWikiLink(written);
	if (/^https?:\/\//i.test(link.target)) {
		into.replaceChildren(webPicture(ports, link.target));
		return () => {};
	}
	let stopContent = (): void => {};
	let shown: string | null | undefined;
	const show = (): void => {
		const row = ports.resolver.meaning(link.target);
		const identity = row === undefined ? undefined : (row?.id ?? null);
		if (identity === shown) return;
		shown = identity;
		stopContent();
		stopContent = row === undefined ? () => {} : drawMeaning(ports, row, link, into, nesting);
	};
	const stopListening = ports.resolver.onChange(show);
	show();
	return () => {
		stopListening();
		stopContent();
	};
}

function drawMeaning(ports: DrawingPorts, row: Row | null, link: WrittenLink, into: HTMLElement, nesting: Nesting): () => void {
	if (row === null) {
		into.replaceChildren(linkTo(link, "wiki-link wiki-missing", ports.words("embed.missing", { name: link.target })));
		return () => {};
	}
	const address = fileAddress(row);
	if (address !== null) return file(row, address, link, into, ports);
	if (nesting.depth >= DEEPEST || nesting.around.includes(row.id)) {
		into.replaceChildren(linkTo(link, "wiki-link", row.title));
		return () => {};
	}
	return embeddedPage(ports, row, link, into, nesting);
}

function embeddedPage(ports: DrawingPorts, row: Row, link: WrittenLink, into: HTMLElement, nesting: Nesting): () => void {
	const box = document.createElement("div");
	box.className = "wiki-embedded-page";
	const title = linkTo(link, "wiki-embedded-title wiki-link", link.heading === "" ? row.title : `${row.title} › ${link.heading}`);
	const body = document.createElement("div");
	body.className = "wiki-reading";
	box.append(title, body);
	into.replaceChildren(box);
	let stopBody = (): void => {};
	const stopWatching = ports.engine.watch("text", { id: row.id }, (text) => {
		stopBody();
		stopBody = drawPage(ports, sectionOf(text ?? "", link.heading), body, {
			depth: nesting.depth + 1,
			around: [...nesting.around, row.id],
		});
	});
	return () => {
		stopWatching();
		stopBody();
	};
}

function linkTo(link: WrittenLink, className: string, text: string): HTMLElement {
	const element = document.createElement("a");
	element.href = "#";
	element.className = className;
	element.dataset.wikiTarget = link.target;
	element.dataset.wikiHeading = link.heading;
	element.textContent = text;
	return element;
}

function file(row: Row, address: string, link: WrittenLink, into: HTMLElement, ports: DrawingPorts): () => void {
	const { hash, mediaType } = row.detail.of === "file" ? row.detail : { hash: "", mediaType: "" };
	const kind = mediaType.split("/")[0] ?? "";
	const late = { title: row.title, hash };
	if (isPicture(row)) return showWhenHere(ports, late, () => picture(row, address, link), into);
	if (kind === "audio" || kind === "video") return showWhenHere(ports, late, () => player(kind, row, address), into);
	into.replaceChildren(chip(row.title));
	return () => {};
}

function picture(row: Row, address: string, link: WrittenLink): HTMLElement {
	const size = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(link.label);
	const element = document.createElement("img");
	element.src = address;
	element.alt = size === null && link.label !== link.target ? link.label : row.title;
	element.loading = "lazy";
	element.draggable = false;
	if (size?.[1] !== undefined) element.width = Number(size[1]);
	if (size?.[2] !== undefined) element.height = Number(size[2]);
	return element;
}

function player(kind: "audio" | "video", row: Row, address: string): HTMLElement {
	const element = document.createElement(kind);
	element.src = address;
	element.controls = true;
	element.preload = "metadata";
	element.setAttribute("aria-label", row.title);
	return element;
}

function webPicture(ports: DrawingPorts, address: string): HTMLElement {
	const element = document.createElement("a");
	element.href = "#";
	element.className = "wiki-file wiki-link-web";
	element.dataset.wikiHref = address;
	element.textContent = ports.words("embed.web", { host: hostName(address) });
	return element;
}

function hostName(address: string): string {
	try {
		return new URL(address).host;
	} catch {
		return address;
	}
}
