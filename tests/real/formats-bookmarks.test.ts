import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bookmarkExporter, bookmarkImporter } from "../../shared/formats/netscape";
import { codes, context, fileSource, memoryBook, memoryTarget } from "../formats/memory-book";

const folder = join(import.meta.dirname, "../../../shared/real-input/bookmarks");

/** What each real file must give: bookmarks, folders, and what is left out. */
const EXPECTED: Readonly<Record<string, readonly [number, number, Readonly<Record<string, number>>]>> = {
	"chromium_flat.htm": [9, 0, {}],
	"chromium_nested.htm": [18, 7, {}],
	"delicious.htm": [5, 0, {}],
	"firefox_nested.htm": [21, 6, { "unsafe-address": 3 }],
	"google_bookmarks_nested.htm": [6, 1, {}],
	"netscape_basic.htm": [2, 0, {}],
	"netscape_extended.htm": [1, 0, {}],
	"netscape_multiline.htm": [3, 0, {}],
	"netscape_nested.htm": [8, 4, {}],
	"shaarli.htm": [5, 0, { "unsafe-address": 1 }],
};

describe("real bookmark files", () => {
	test.each(readdirSync(folder))("%s: every link and folder is taken or named", async (name) => {
		const content = readFileSync(join(folder, name));
		const book = memoryBook();
		const report = await bookmarkImporter.run(fileSource(name, content), book.writer, null, context);
		const [bookmarks, folders, skipped] = EXPECTED[name] ?? [-1, -1, {}];
		expect([report.taken.bookmark, (report.taken.collection ?? 0) - 1, codes(report.skipped)]).toEqual([bookmarks, folders, skipped]);
		expect(report.changed).toEqual([]);
		const links = content.toString("utf8").match(/<DT><A /g) ?? [];
		expect(links.length).toBe(bookmarks + report.skipped.length);
	});

	test.each(readdirSync(folder))("%s: out and in again gives the same", async (name) => {
		const first = memoryBook();
		const root = await bookmarkImporter.run(fileSource(name, readFileSync(join(folder, name))), first.writer, null, context);
		const target = memoryTarget(first);
		await bookmarkExporter.run(first.reader, target, root.root, context);
		const second = memoryBook();
		await bookmarkImporter.run(fileSource(name, target.text("")), second.writer, null, context);
		const content = (book: typeof first) =>
			book.all("bookmark").map(({ url, title, note, tags, created, private: hidden }) => ({
				url,
				title,
				note,
				tags,
				created: Math.floor(created / 1000),
				hidden,
			}));
		expect(content(second)).toEqual(content(first));
	});
});
