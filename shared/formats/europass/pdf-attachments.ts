/**
 * The files attached to a PDF, found by their streams. Nothing else of the PDF is understood, and so nothing of it is
 * ever run: no scripts, no actions, no pages. A file attached to a PDF is always a stream of its own, even where
 * other objects are packed together.
 */
import { LARGEST_RESUME } from "../resume/unreadable";
import { inflate } from "./inflate";

/** A PDF may have so many attachments; the others are not looked at. */
const MOST_ATTACHMENTS = 20;
/** The words before a stream that say what it is are at most this long. */
const LONGEST_HEAD = 4000;

export function isPdf(bytes: Uint8Array): boolean {
	return latin(bytes.subarray(0, 1024)).includes("%PDF-");
}

/** The attached files, decompressed, in the order of the file. What is damaged, encrypted or larger than a CV may be is left out. */
export async function pdfAttachments(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
	const text = latin(bytes);
	const found: Uint8Array[] = [];
	for (const { index } of text.matchAll(/\/EmbeddedFile\b(?!s)/g)) {
		if (found.length >= MOST_ATTACHMENTS) break;
		const stream = text.indexOf("stream", index);
		const start = text.lastIndexOf("obj", index);
		if (stream < 0 || start < 0 || stream - start > LONGEST_HEAD || text.slice(index, stream).includes("endobj")) continue;
		const content = await contentAt(bytes, text, text.slice(start, stream), stream);
		if (content !== null) found.push(content);
	}
	return found;
}

async function contentAt(bytes: Uint8Array, text: string, head: string, stream: number): Promise<Uint8Array | null> {
	const from = stream + "stream".length + (text.startsWith("\r\n", stream + 6) ? 2 : 1);
	const end = text.indexOf("endstream", from);
	if (end < 0) return null;
	const said = /\/Length\s+(\d+)(?!\d|\s+\d+\s+R)/.exec(head)?.[1];
	const length = said === undefined ? Number.NaN : Number(said);
	const to = from + length <= end ? from + length : text.slice(0, end).replace(/\r?\n$/, "").length;
	const packed = Uint8Array.from(bytes.subarray(from, to));
	if (/\/FlateDecode\b/.test(head)) return inflate(packed, LARGEST_RESUME);
	return /\/Filter\b/.test(head) ? null : packed;
}

/** One character a byte, so that places in the text are places in the bytes. */
function latin(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return text;
}
