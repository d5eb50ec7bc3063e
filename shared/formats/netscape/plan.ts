/** Decides what of a bookmark file is taken, before anything is made. */
import type { Row } from "../../model/item";
import { cleanTag, cleanTitle, readAddress } from "../../model/names";
import type { BookWriter, JobContext } from "../contract";
import { orderKeys } from "../order-keys";
import type { ReportBuilder } from "../report-builder";
import { readDate } from "./dates";
import type { ParsedFolder, ParsedLink } from "./parsed-file";

export interface PlannedLink {
	readonly is: "link";
	readonly fields: Readonly<Record<string, unknown>>;
}

export interface PlannedFolder {
	readonly is: "folder";
	readonly fields: Readonly<Record<string, unknown>>;
	readonly entries: readonly (PlannedLink | PlannedFolder)[];
	readonly orders: readonly string[];
}

export interface ImportPlan {
	readonly top: PlannedFolder;
	/** How many items will be made, the one that holds all included. */
	readonly total: number;
}

const LONGEST_URL = 16_000;
const LONGEST_NOTE = 100_000;
const MOST_BOOKMARKS = 200_000;

interface Draft {
	readonly parsed: ParsedFolder;
	readonly fields: Readonly<Record<string, unknown>>;
	readonly entries: (DraftLink | Draft)[];
	/** Whether it stays when nothing in it was taken: it was empty in the file, too. */
	readonly keepEmpty: boolean;
}

interface DraftLink {
	readonly link: ParsedLink;
	readonly url: string;
	readonly key: string;
	tags: string[];
	note: string;
}

/** The plan, or null when nothing is left to import (which the report then explains). */
export async function planImport(
	top: ParsedFolder,
	name: string,
	book: BookWriter,
	report: ReportBuilder,
	context: JobContext,
): Promise<ImportPlan | null> {
	const folders = await draftFolders(top, report, context);
	const links = folders.flatMap((folder) => folder.entries.filter(isLink));
	const here = await alreadyHere(links, book, context);
	const readTags = tagReader(links);
	let total = 1;
	let skipped = 0;
	const planned = new Map<Draft, PlannedFolder | null>();
	// Folders were listed parents first: from the end, every child is ready before its parent.
	for (const folder of [...folders].reverse()) {
		const entries: (PlannedLink | PlannedFolder)[] = [];
		for (const entry of folder.entries) {
			if (!isLink(entry)) {
				const child = planned.get(entry) ?? null;
				if (child !== null) entries.push(child);
			} else if (here.has(entry.url)) {
				skipped++;
				report.skipped("already-here", nameOf(entry.link), entry.url);
			} else {
				entries.push({ is: "link", fields: linkFields(entry, readTags, report, context.now) });
			}
		}
		total += entries.length;
		const kept = entries.length > 0 || folder.keepEmpty;
		planned.set(folder, kept ? { is: "folder", fields: folder.fields, entries, orders: orderKeys(entries.length) } : null);
	}
	const first = folders[0];
	const whole = first === undefined ? null : (planned.get(first) ?? null);
	const somethingNew = links.length > skipped || (skipped === 0 && total > 1);
	if (whole === null || !somethingNew) {
		if (links.length === 0) report.skipped("empty", name);
		return null;
	}
	return { top: whole, total };
}

/** Every folder, parents before children, with the links that may be kept. */
async function draftFolders(top: ParsedFolder, report: ReportBuilder, context: JobContext): Promise<Draft[]> {
	const root = draftFolder(top, report, context.now);
	const found: Draft[] = [];
	const waiting = [root];
	let taken = 0;
	let tooMany = 0;
	for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
		found.push(folder);
		const inFolder = new LinksOfFolder(report);
		for (const child of folder.parsed.children) {
			if (child.is === "folder") {
				const draft = draftFolder(child, report, context.now);
				folder.entries.push(draft);
				waiting.push(draft);
			} else if (taken >= MOST_BOOKMARKS) {
				tooMany++;
			} else {
				const link = inFolder.take(child);
				if (link !== null) folder.entries.push(link);
				if (link !== null) taken++;
			}
		}
		if (found.length % 500 === 0) await context.breathe();
	}
	if (tooMany > 0) report.skipped("too-many", `${tooMany}`, `${MOST_BOOKMARKS}`);
	return found;
}

function draftFolder(parsed: ParsedFolder, report: ReportBuilder, now: number): Draft {
	const title = cleanTitle(parsed.title);
	const created = dateOf(parsed.attributes.add_date, title, report, now);
	const note = limited(parsed.note, title, report);
	return { parsed, fields: { title, note, created }, entries: [], keepEmpty: parsed.children.length === 0 };
}

/** The links of one folder: refuses what is no web address, joins the same address given twice. */
class LinksOfFolder {
	readonly #byUrl = new Map<string, DraftLink>();
	readonly #keys = new Set<string>();

	constructor(private readonly report: ReportBuilder) {}

	take(link: ParsedLink): DraftLink | null {
		const url = link.url.trim();
		const address = url.length > LONGEST_URL ? null : readAddress(url);
		if (address?.isSafe !== true) {
			this.report.skipped("unsafe-address", nameOf(link), url);
			return null;
		}
		const tags = link.attributes.tags ?? "";
		const same = this.#byUrl.get(url);
		if (same !== undefined) {
			same.tags.push(tags);
			if (link.note !== "" && link.note !== same.note) same.note = same.note === "" ? link.note : `${same.note}\n\n${link.note}`;
			this.report.changed("duplicate-inside", nameOf(link), url);
			return null;
		}
		const { key } = address;
		if (this.#keys.has(key)) this.report.changed("duplicate-inside", nameOf(link), url);
		const draft: DraftLink = { link, url, key, tags: [tags], note: link.note };
		this.#byUrl.set(url, draft);
		this.#keys.add(key);
		return draft;
	}
}

function isLink(entry: DraftLink | Draft): entry is DraftLink {
	return "link" in entry;
}

function nameOf(link: ParsedLink): string {
	return cleanTitle(link.title) || link.url.trim().slice(0, 200);
}

/** Addresses that the book has, exactly as they are written here. */
async function alreadyHere(links: readonly DraftLink[], book: BookWriter, context: JobContext): Promise<Set<string>> {
	const here = new Set<string>();
	const keys = [...new Set(links.map((link) => link.key))];
	for (const row of await book.find("bookmark", keys)) here.add(addressOf(row));
	await context.breathe();
	return here;
}

function addressOf(row: Row): string {
	return row.detail.of === "bookmark" ? row.detail.url : "";
}

/** Tags are parted by commas; in a file where no tag list has a comma, by spaces. */
function tagReader(links: readonly DraftLink[]): (link: DraftLink) => string[] {
	const commas = links.some((link) => link.tags.some((tags) => tags.includes(",")));
	const separator = commas ? "," : /\s+/;
	return (link) => {
		const tags = new Set(link.tags.flatMap((written) => written.split(separator)).map(cleanTag));
		tags.delete("");
		return [...tags].slice(0, 1000);
	};
}

function linkFields(draft: DraftLink, readTags: (link: DraftLink) => string[], report: ReportBuilder, now: number) {
	const { link, url } = draft;
	const { attributes } = link;
	const name = nameOf(link);
	const modified = readDate(attributes.last_modified, now);
	return {
		url,
		title: cleanTitle(link.title) || cleanTitle(url),
		tags: readTags(draft),
		note: limited(draft.note, name, report),
		created: dateOf(attributes.add_date, name, report, now),
		toRead: isSet(attributes.toread),
		...(modified === null || modified.guessed ? {} : { modified: modified.time }),
		...(attributes.shortcuturl ? { keyword: cleanTitle(attributes.shortcuturl).slice(0, 200) } : {}),
		...(isSet(attributes.private) ? { private: true } : {}),
	};
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && /^(?:1|true|yes)$/i.test(value.trim());
}

function dateOf(written: string | undefined, subject: string, report: ReportBuilder, now: number): number {
	const date = readDate(written, now);
	if (date?.guessed === true) report.changed("date-guessed", subject, written);
	return date?.time ?? now;
}

function limited(note: string, subject: string, report: ReportBuilder): string {
	if (note.length <= LONGEST_NOTE) return note;
	report.changed("truncated-file", subject, `${note.length}`);
	return note.slice(0, LONGEST_NOTE);
}
