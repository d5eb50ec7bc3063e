import type { SourceReader } from "../contract";
import { orReport } from "../file-failure";
import type { ReportBuilder } from "../report-builder";
import { decodeText } from "../text-encoding";
import type { VaultFile } from "./folders";
import { splitNote } from "./front-matter";

/** What a page is made from, but for its title and place. */
export interface NoteFields {
	readonly body: string;
	readonly aliases: readonly string[];
	readonly tags: readonly string[];
	readonly properties: Readonly<Record<string, unknown>>;
	readonly frontMatter: string;
	readonly created: number;
}

export type ReadNote =
	| { readonly outcome: "page"; readonly fields: NoteFields }
	/** It is no text, or too long: to be kept as a file. */
	| { readonly outcome: "not-a-page" }
	| { readonly outcome: "unreadable" };

/** The longest text a page may have, in characters. */
const LONGEST_BODY = 10_000_000;
const LARGEST_NOTE = 40_000_000;

/** Whether a note is small enough to be read as one. */
export function isReadable(note: VaultFile): boolean {
	return note.file.size <= LARGEST_NOTE;
}

/** Reads one note; tells the report what was guessed, replaced or not understood. */
export async function readNote(source: SourceReader, note: VaultFile, report: ReportBuilder, now: number): Promise<ReadNote> {
	if (!isReadable(note)) return tooLong(note, report);
	const bytes = await orReport(source.read(note.path), (code) => report.skipped(code, note.path));
	if (bytes === null) return { outcome: "unreadable" };
	const decoded = decodeText(bytes);
	if (decoded.text.includes("\0")) {
		report.changed("not-text", note.path);
		return { outcome: "not-a-page" };
	}
	if (decoded.text.length > LONGEST_BODY) return tooLong(note, report);
	if (decoded.guessed) report.changed("encoding-guessed", note.path, decoded.encoding);
	if (decoded.replaced > 0 && !isAlready(bytes)) report.changed("bytes-replaced", note.path, `${decoded.replaced}`);
	const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "\ufeff" : "";
	const { head, body, frontMatter, unreadable } = splitNote(mark + decoded.text);
	if (unreadable) report.changed("front-matter-unreadable", note.path);
	const { aliases, tags, properties } = frontMatter;
	const created = createdOf(properties, note, report, now);
	return { outcome: "page", fields: { body, aliases, tags, properties, frontMatter: head, created } };
}

function tooLong(note: VaultFile, report: ReportBuilder): ReadNote {
	report.changed("too-long-for-a-page", note.path, `${note.file.size}`);
	return { outcome: "not-a-page" };
}

/** Whether U+FFFD stands in the file itself, as valid UTF-8. */
function isAlready(bytes: Uint8Array): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

const CREATED_KEYS = ["created", "date created", "created_at", "date"];
const DAY = 86_400_000;

/** When the note says it was written, otherwise when its file was last changed. */
function createdOf(properties: Readonly<Record<string, unknown>>, note: VaultFile, report: ReportBuilder, now: number): number {
	const modified = Math.max(0, Math.floor(note.file.modified));
	for (const key of CREATED_KEYS) {
		const value = properties[key];
		if (typeof value !== "string" || value.trim() === "") continue;
		const time = /^\d{4}-\d{2}(?:-\d{2})?(?:[T ]|$)/.test(value.trim()) ? Date.parse(value.trim().replace(" ", "T")) : Number.NaN;
		if (time >= 0 && time <= now + DAY) return Math.floor(time);
		report.changed("date-guessed", note.path, value);
	}
	return modified;
}
