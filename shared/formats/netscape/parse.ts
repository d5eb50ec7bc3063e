/**
 * Reads a Netscape bookmark file as browsers do: without expecting well-formed HTML. Events of a tokenizer, no tree of
 * elements and no recursion, so that neither depth nor missing end tags matter.
 */
import { Tokenizer } from "htmlparser2";
import { OutlineBuilder } from "./outline";
import type { ParsedFile } from "./parsed-file";

/** Attributes that are read; the others, icons above all, are not even copied. */
const READ = new Set(["href", "add_date", "last_modified", "tags", "private", "toread", "shortcuturl"]);

const PIECE = 1 << 20;

/** Parses in pieces and calls `breathe` between them. */
export async function parseBookmarkFile(text: string, breathe: () => Promise<void>): Promise<ParsedFile> {
	const outline = new OutlineBuilder(/<dt[\s>]/i.test(text));
	const tokenizer = tokenizerFor(text, outline);
	for (let at = 0; at < text.length; at += PIECE) {
		tokenizer.write(text.slice(at, at + PIECE));
		await breathe();
	}
	tokenizer.end();
	return outline.finish(/<!doctype\s+netscape-bookmark-file/i.test(text.slice(0, 4096)));
}

function tokenizerFor(text: string, outline: OutlineBuilder): Tokenizer {
	let element = "";
	let attributes: Record<string, string> = {};
	let attribute = "";
	let reading = false;
	const nothing = () => {};
	const open = () => outline.open(element, attributes);
	return new Tokenizer(
		{ decodeEntities: true },
		{
			onopentagname(start, end) {
				element = end - start > 20 ? "" : text.slice(start, end).toLowerCase();
				attributes = {};
			},
			onattribname(start, end) {
				attribute = end - start > 20 ? "" : text.slice(start, end).toLowerCase();
				reading = READ.has(attribute) && attributes[attribute] === undefined;
				if (reading) attributes[attribute] = "";
			},
			onattribdata(start, end) {
				if (reading) attributes[attribute] += text.slice(start, end);
			},
			onattribentity(codepoint) {
				if (reading) attributes[attribute] += String.fromCodePoint(codepoint);
			},
			onattribend: nothing,
			onopentagend: open,
			onselfclosingtag: open,
			onclosetag: (start, end) =>
				outline.close(
					text
						.slice(start, Math.min(end, start + 20))
						.trim()
						.toLowerCase(),
				),
			ontext: (start, end) => outline.text(() => text.slice(start, end)),
			ontextentity: (codepoint) => outline.text(() => String.fromCodePoint(codepoint)),
			oncomment: nothing,
			oncdata: nothing,
			ondeclaration: nothing,
			onprocessinginstruction: nothing,
			onend: nothing,
		},
	);
}
