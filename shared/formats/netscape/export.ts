/** From collections and bookmarks to a file that every browser reads. */
import type { ItemId, Row } from "../../model/item";
import { childrenByParent } from "../children";
import type { BookReader, Exporter, JobContext, TargetWriter } from "../contract";
import { ReportBuilder } from "../report-builder";

/** Writes all bookmarks, or those of one collection, as a Netscape bookmark file. The target is a file: its path is "". */
export const bookmarkExporter: Exporter = {
	name: "export-bookmarks",
	async run(book, target, from, context) {
		const report = new ReportBuilder(target.name);
		const text = await bookmarkFile(book, from, report, context);
		await writeText(target, "", text);
		return report.finish(null);
	},
};

/** The text of a bookmark file with all that lies in `from` (null: everything). */
export async function bookmarkFile(book: BookReader, from: ItemId | null, report: ReportBuilder, context: JobContext): Promise<string> {
	const collections = await book.rows("collection");
	const bookmarks = await book.rows("bookmark");
	const children = childrenByParent(collections, bookmarks);
	const total = collections.length + bookmarks.length;
	const lines = [HEADER];
	const written = new Set<ItemId>();
	await writeChildren(from ?? "");
	if (from === null) await writeStranded();
	lines.push("</DL><p>", "");
	return lines.join("\n");

	/** Depth first with a stack of our own: nesting may be deeper than the call stack. */
	async function writeChildren(parent: string): Promise<void> {
		const open = [{ rows: children.get(parent) ?? [], next: 0 }];
		for (let level = open[open.length - 1]; level !== undefined; level = open[open.length - 1]) {
			const row = level.rows[level.next++];
			const indent = "    ".repeat(Math.min(open.length, 40));
			if (row === undefined) {
				open.pop();
				if (open.length > 0) lines.push(`${indent.slice(4)}</DL><p>`);
			} else if (!written.has(row.id)) {
				written.add(row.id);
				report.take(row.kind);
				lines.push(...entryLines(row, await book.fields(row.id), indent));
				if (row.kind === "collection") {
					lines.push(`${indent}<DL><p>`);
					open.push({ rows: children.get(row.id) ?? [], next: 0 });
				}
				if (written.size % 200 === 0) {
					context.progress("writing", written.size, total);
					await context.breathe();
				}
			}
		}
	}

	/** Collections that lie in one another (two people moved them at once) hang on no top; they are written all the same. */
	async function writeStranded(): Promise<void> {
		for (const row of collections) {
			if (written.has(row.id)) continue;
			children.set(`stranded ${row.id}`, [row]);
			await writeChildren(`stranded ${row.id}`);
		}
	}
}

const HEADER = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten.
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>`;

function entryLines(row: Row, fields: Readonly<Record<string, unknown>>, indent: string): string[] {
	const added = attribute("ADD_DATE", seconds(row.created));
	const note = typeof fields.note === "string" ? fields.note : "";
	const noteLines = note === "" ? [] : [`${indent}<DD>${escapeText(note)}`];
	if (row.kind === "collection") return [`${indent}<DT><H3${added}>${escapeText(row.title)}</H3>`, ...noteLines];
	const attributes = [
		` HREF="${escapeAttribute(typeof fields.url === "string" ? fields.url : "")}"`,
		added,
		attribute("LAST_MODIFIED", seconds(typeof fields.modified === "number" ? fields.modified : 0)),
		attribute("SHORTCUTURL", typeof fields.keyword === "string" ? fields.keyword : ""),
		attribute("TAGS", (Array.isArray(fields.tags) ? fields.tags : row.tags).join(",")),
		fields.private === true ? ' PRIVATE="1"' : "",
		fields.toRead === true ? ' TOREAD="1"' : "",
	];
	return [`${indent}<DT><A${attributes.join("")}>${escapeText(row.title)}</A>`, ...noteLines];
}

function seconds(milliseconds: number): string {
	return milliseconds > 0 ? String(Math.floor(milliseconds / 1000)) : "";
}

function attribute(name: string, value: string): string {
	return value === "" ? "" : ` ${name}="${escapeAttribute(value)}"`;
}

function escapeText(text: string): string {
	return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function escapeAttribute(text: string): string {
	return escapeText(text).replace(/"/g, "&quot;");
}

/** Writes text as UTF-8. */
async function writeText(target: TargetWriter, path: string, text: string): Promise<void> {
	await target.write(path, new TextEncoder().encode(text));
}
