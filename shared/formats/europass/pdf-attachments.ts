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

/**
 * The attached files one after the other, decompressed, in the order of the file. What is damaged, encrypted or larger than a CV
 * may be is left out, and counts as one that was looked at all the same. `breathe` is called before each, and may throw.
 */
export async function* pdfAttachments(bytes: Uint8Array, breathe: () => Promise<void>): AsyncGenerator<Uint8Array> {
	const text = latin(bytes);
	let object = -1;
	let isAttachment = false;
	let looked = 0;
	// Once over the file, whatever it says: a search from each word to the end would take hours.
	for (const { 0: word, index } of text.matchAll(/\d\s+obj\b|\/EmbeddedFile\b|endobj|endstream|stream/g)) {
		if (word === "/EmbeddedFile") {
			isAttachment = true;
			continue;
		}
		if (word === "stream" && isAttachment && object >= 0 && index - object <= LONGEST_HEAD) {
			if (looked >= MOST_ATTACHMENTS) return;
			looked += 1;
			await breathe();
			const content = await contentAt(bytes, text, text.slice(object, index), index);
			if (content !== null) yield content;
		}
		isAttachment = false;
		if (word === "endobj") object = -1;
		else if (word.endsWith("obj")) object = index;
	}
}

async function contentAt(bytes: Uint8Array, text: string, head: string, stream: number): Promise<Uint8Array | null> {
	const from = stream + "stream".length + (text.startsWith("\r\n", stream + 6) ? 2 : 1);
	const end = text.indexOf("endstream", from);
	if (end < 0) return null;
	const said = /\/Length\s+(\d+)(?!\d|\s+\d+\s+R)/.exec(head)?.[1];
	const length = said === undefined ? Number.NaN : Number(said);
	const to = from + length <= end ? from + length : end - (/\r?\n$/.exec(text.slice(Math.max(from, end - 2), end))?.[0].length ?? 0);
	const packed = new Uint8Array(bytes.subarray(from, to));
	if (/\/FlateDecode\b/.test(head)) return inflate(packed, LARGEST_RESUME);
	return /\/Filter\b/.test(head) ? null : packed;
}

/** One character a byte, so that places in the text are places in the bytes. */
function latin(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return text;
}
