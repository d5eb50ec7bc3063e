import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bookmarkExporter, bookmarkImporter } from "../../../shared/formats/netscape";
import { orderKeys } from "../../../shared/formats/order-keys";
import { cleanTag, cleanTitle } from "../../../shared/model/names";
import { context, fileSource, type MemoryBook, memoryBook, memoryTarget } from "../memory-book";

interface Folder {
	readonly folder: string;
	readonly note: string;
	readonly created: number;
	readonly children: readonly (Folder | Link)[];
}
interface Link {
	readonly link: string;
	readonly path: string;
	readonly note: string;
	readonly tags: readonly string[];
	readonly created: number;
	readonly toRead: boolean;
	readonly private: boolean;
	readonly keyword: string;
}

const awkward = fc.string({
	unit: fc.constantFrom("a", "B", "<", ">", "&", '"', "'", "é", "安", " ", "&amp;", "</A>", "<DT>", "#", ",", "🔧", "&#8230;"),
	maxLength: 12,
});
const title = awkward.map(cleanTitle);
const note = fc
	.array(
		awkward.map((line) => line.trim()),
		{ maxLength: 3 },
	)
	.map((lines) => lines.join("\n").trim());
const created = fc.integer({ min: 700_000_000, max: 1_700_000_000 }).map((seconds) => seconds * 1000);
const tags = fc
	.uniqueArray(
		awkward.map(cleanTag).filter((tag) => tag !== ""),
		{ maxLength: 4 },
	)
	.map((list) => [...list].sort());

const { entry } = fc.letrec<{ entry: Folder | Link; folder: Folder; link: Link }>((tie) => ({
	entry: fc.oneof({ depthSize: "small" }, tie("link"), tie("folder")),
	folder: fc.record({ folder: title, note, created, children: fc.array(tie("entry"), { maxLength: 4 }) }),
	link: fc.record({
		link: title.filter((text) => text !== ""),
		path: fc.uuid(),
		note,
		tags,
		created,
		toRead: fc.boolean(),
		private: fc.boolean(),
		keyword: fc.constantFrom("", "kw"),
	}),
}));

function build(book: MemoryBook, entries: readonly (Folder | Link)[], parent: string | null): void {
	const orders = orderKeys(entries.length);
	for (const [position, item] of entries.entries()) {
		const order = orders[position];
		if ("folder" in item) {
			const id = book.make("collection", { title: item.folder, note: item.note, created: item.created, parent, order });
			build(book, item.children, id);
		} else {
			const { link, path, ...fields } = item;
			book.make("bookmark", { ...fields, title: link, url: `https://a.example/?q="&${path}`, parent, order });
		}
	}
}

/** All that must survive, as plain nested values. */
function snapshot(book: MemoryBook, parent: string | null): unknown[] {
	const children = [...book.all("collection"), ...book.all("bookmark")].filter((item) => item.parent === parent);
	children.sort((a, b) => (a.order < b.order ? -1 : 1));
	return children.map((item) => {
		const { title, note, created, tags, url, toRead, keyword } = item;
		const shared = { title, note, created };
		if (item.kind === "collection") return { ...shared, children: snapshot(book, item.id) };
		return { ...shared, tags, url, toRead, keyword, private: item.private };
	});
}

describe("out and in again", () => {
	test("folders, order, tags, notes, dates and marks are what they were", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 5 }), async (entries) => {
				const before = memoryBook();
				build(before, entries, null);
				const target = memoryTarget(before);
				await bookmarkExporter.run(before.reader, target, null, context);
				const after = memoryBook();
				const report = await bookmarkImporter.run(fileSource("b.html", target.text("")), after.writer, null, context);
				expect(report.changed).toEqual([]);
				if (report.root === null) expect(before.all("bookmark")).toEqual([]);
				else expect(snapshot(after, report.root)).toEqual(snapshot(before, null));
			}),
			{ numRuns: 300 },
		);
	});

	test("collections that two people moved into one another are written all the same", async () => {
		const book = memoryBook();
		const a = book.make("collection", { title: "A" });
		const b = book.make("collection", { title: "B", parent: a });
		book.set(a, { parent: b });
		book.make("bookmark", { title: "In B", url: "https://b.example/", parent: b });
		book.make("bookmark", { title: "Orphan", url: "https://o.example/", parent: "a".repeat(26) });
		const target = memoryTarget(book);
		const report = await bookmarkExporter.run(book.reader, target, null, context);
		expect(report.taken).toEqual({ collection: 2, bookmark: 2 });
		expect(target.text("")).toContain("In B");
	});

	test("one collection alone, and nothing from the trash", async () => {
		const book = memoryBook();
		const a = book.make("collection", { title: "A" });
		book.make("bookmark", { title: "In A", url: "https://a.example/", parent: a });
		book.make("bookmark", { title: "Outside", url: "https://o.example/" });
		book.set(book.make("bookmark", { title: "Gone", url: "https://g.example/", parent: a }), { trashed: 5 });
		const target = memoryTarget(book);
		await bookmarkExporter.run(book.reader, target, a, context);
		expect(target.text("")).toContain("In A");
		expect(target.text("")).not.toContain("Outside");
		expect(target.text("")).not.toContain("Gone");
	});
});
