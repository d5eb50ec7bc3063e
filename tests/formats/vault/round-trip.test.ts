import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vaultExporter, vaultImporter } from "../../../shared/formats/vault";
import { codes, context, folderSource, type MemoryBook, memoryBook, memoryTarget } from "../memory-book";

type Files = Readonly<Record<string, string | Uint8Array>>;

async function importFiles(files: Files): Promise<MemoryBook> {
	const source = folderSource("v", files);
	const book = memoryBook(source);
	await vaultImporter.run(source, book.writer, null, context);
	return book;
}

async function exportBook(book: MemoryBook) {
	const target = memoryTarget(book);
	const report = await vaultExporter.run(book.reader, target, null, context);
	const files = Object.fromEntries([...target.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")]));
	return { report, files, bytes: Object.fromEntries(target.files) };
}

/** In and out. */
const through = async (files: Files) => (await exportBook(await importFiles(files))).files;

describe("a vault that was not changed leaves as it came", () => {
	test.each([
		["plain notes in folders", { "a.md": "x", "F/b.md": "y\n", "F/F.md": "", "F.md": "beside" }],
		["front matter with odd spacing and comments", { "a.md": "---\n# why\ntags:   [ b,   a ]\n\nx:    'q'  # c\n---\n\n\ntext" }],
		["an empty front matter", { "a.md": "---\n---\ntext", "b.md": "---\n---" }],
		["Windows line ends", { "a.md": "---\r\na: 1\r\n---\r\nx\r\ny\r\n", "b.md": "x\r\ny" }],
		["a byte order mark", { "a.md": "\ufeffx", "b.md": "\ufeff---\na: 1\n---\nx", "c.md": "\ufeffx\r\n" }],
		["front matter that cannot be read", { "a.md": "---\na: [\n---\nx" }],
		["a rule at the top", { "a.md": "---\n\nnot yaml: at all: really\n\n---\n" }],
		["attachments, also of the same name in other folders", { "a.png": "1", "F/a.png": "2", "F/b.md": "![[a.png]]" }],
		["links of every kind", { "a.md": "[[b#x|y]] ![[c.png]] [m](F/b.md) [[F/b]] [[Gone]]", "F/b.md": "[up](../a.md)", "c.png": "1" }],
		["stale folders in links", { "a.md": "[[Old/b]]", "New/b.md": "" }],
		["a name with signs", { "C# (notes) & más.md": "", "b.md": "[x](C%23%20(notes)%20&%20más.md)" }],
	] satisfies [string, Files][])("%s", async (_, files) => {
		expect(await through(files)).toEqual(files);
	});

	test("an empty folder is still there", async () => {
		const book = memoryBook();
		book.make("page", { title: "Empty", folder: true });
		const { files } = await exportBook(book);
		expect(files).toEqual({ "Empty/.keep": "" });
		expect((await importFiles(files)).all("page")).toMatchObject([{ title: "Empty", folder: true }]);
	});

	test("any notes in any folders", async () => {
		const name = fc
			.stringMatching(/^[A-Za-z0-9äß安 ()&'+,=~#!-]{1,8}$/)
			.map((text) => text.trim().replace(/\s+/g, " "))
			.filter((text) => text !== "" && !/^(?:con|prn|aux|nul)$/i.test(text));
		const line = fc.constantFrom("---", "a: 1", "tags: [x]", "text", "[[a]]", "", "```", "- [ ] t", "x: [", "\u00e9");
		const note = fc.tuple(fc.array(line, { maxLength: 7 }), fc.constantFrom("\n", "\r\n"), fc.constantFrom("", "\ufeff"));
		const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `${names.join("/")}.md`);
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.tuple(path, note), { maxLength: 6, selector: ([key]) => key.toLowerCase().normalize("NFC") }),
				async (notes) => {
					const files = Object.fromEntries(notes.map(([key, [lines, ending, mark]]) => [key, mark + lines.join(ending)]));
					const folders = Object.keys(files).flatMap((key) =>
						key
							.split("/")
							.slice(0, -1)
							.map((_, at, all) => all.slice(0, at + 1).join("/")),
					);
					// Folders that differ only in case are the same on many systems.
					fc.pre(new Set(folders).size === new Set(folders.map((folder) => folder.toLowerCase())).size);
					expect(await through(files)).toEqual(files);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe("pages made in the book", () => {
	test("what a file system does not take is changed, with the links to it, and named", async () => {
		const book = memoryBook();
		book.make("page", { title: "What/Why?", body: "me" });
		book.make("page", { title: "CON", body: "device" });
		book.make("page", { title: "Notes", body: "first" });
		book.make("page", { title: "notes", body: "second", order: "a1" });
		book.make("page", { title: "..hidden", body: "" });
		book.make("page", { title: "Links", body: "[[Notes]] ![[CON#x|c]] [w](What%2FWhy%3F.md) `[[CON]]`" });
		const { files, report } = await exportBook(book);
		expect(Object.keys(files).sort()).toEqual(["Links.md", "Notes.md", "What-Why-.md", "_CON.md", "_hidden.md", "notes 2.md"]);
		expect(files["Links.md"]).toBe("[[Notes]] ![[_CON#x|c]] [w](What-Why-.md) `[[CON]]`");
		expect(codes(report.changed)).toEqual({ renamed: 4 });
	});

	test("a title of any length and script gives a name within what file systems allow", async () => {
		const book = memoryBook();
		for (const title of ["x".repeat(2000), "安".repeat(500), "🔧".repeat(300), ".", "...", "a.", "nul.txt", "a\u2028b"])
			book.make("page", { title });
		const { files } = await exportBook(book);
		const names = Object.keys(files);
		expect(names).toHaveLength(8);
		for (const name of names) {
			expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
			expect(name).not.toMatch(/^\.|[. ]\.md$|[\u2028<>:"|?*\\/]/);
		}
	});

	test("aliases, tags and properties are written as front matter and come back", async () => {
		const book = memoryBook();
		book.make("page", {
			title: "P",
			body: "text",
			aliases: ["A: b", "C"],
			tags: ["x/y", "z"],
			properties: { n: 1, list: ["q"], "odd key: ": null },
		});
		const { files } = await exportBook(book);
		const [page] = (await importFiles(files)).all("page");
		expect(page).toMatchObject({
			body: "text",
			aliases: ["A: b", "C"],
			tags: ["x/y", "z"],
			properties: { n: 1, list: ["q"], "odd key: ": null },
		});
	});

	test("a change of one field leaves the rest of the front matter as it was written", async () => {
		const book = await importFiles({ "a.md": "---\n# note to self\ntags: [one]\nquoted: 'yes'   # stays\naliases:\n  - Old\n---\nbody" });
		const [page] = book.all("page");
		book.set(page?.id ?? "", { tags: ["one", "two"], aliases: [] });
		const { files } = await exportBook(book);
		expect(files["a.md"]).toBe("---\n# note to self\ntags:\n  - one\n  - two\nquoted: 'yes' # stays\n---\nbody");
	});

	test("a body that looks like front matter stays a body", async () => {
		const book = memoryBook();
		book.make("page", { title: "P", body: "---\na: 1\n---\nx" });
		const { files } = await exportBook(book);
		expect((await importFiles(files)).all("page")).toMatchObject([{ body: "---\na: 1\n---\nx", properties: {} }]);
	});

	test("a page with pages in it is a note and a folder beside it", async () => {
		const book = memoryBook();
		const parent = book.make("page", { title: "Parent", body: "own text" });
		book.make("page", { title: "Child", body: "[[Parent]]", parent });
		expect((await exportBook(book)).files).toEqual({ "Parent.md": "own text", "Parent/Child.md": "[[Parent]]" });
	});

	test("pages in one another's circle and orphans are written; the trash is not", async () => {
		const book = memoryBook();
		const a = book.make("page", { title: "A" });
		book.set(a, { parent: book.make("page", { title: "B", parent: a }) });
		book.make("page", { title: "Orphan", parent: "b".repeat(26) });
		book.set(book.make("page", { title: "Gone" }), { trashed: 7 });
		expect(Object.keys((await exportBook(book)).files).sort()).toEqual(["A.md", "A/B.md", "Orphan.md"]);
	});

	test("a thousand pages in one another are written, nothing lost", async () => {
		const book = memoryBook();
		let parent: string | null = null;
		for (let level = 0; level < 1000; level++) parent = book.make("page", { title: `Level ${level}`, body: `${level}`, parent });
		const { files, report } = await exportBook(book);
		expect(Object.keys(files)).toHaveLength(1000);
		expect(Math.max(...Object.keys(files).map((path) => path.length))).toBeLessThan(1800);
		expect(codes(report.changed)["nesting-flattened"]).toBeGreaterThan(0);
	});

	test("a file whose bytes are missing is named, the rest is written", async () => {
		const book = memoryBook();
		book.make("file", { title: "a.png", hash: "0".repeat(64), size: 1 });
		book.make("page", { title: "P" });
		const target = memoryTarget(book);
		const report = await vaultExporter.run(
			book.reader,
			{ ...target, copyBlob: () => Promise.reject(Object.assign(new Error("gone"), { code: "not-found" })) },
			null,
			context,
		);
		expect(codes(report.skipped)).toEqual({ "missing-attachment": 1 });
		expect(report.taken).toEqual({ page: 1 });
	});

	test("bookmarks go along and come back as bookmarks in their collections", async () => {
		const book = memoryBook();
		const collection = book.make("collection", { title: "C" });
		book.make("bookmark", { title: "A", url: "https://a.example/", parent: collection, tags: ["t"] });
		book.make("page", { title: "P" });
		const { files, report } = await exportBook(book);
		expect(report.taken).toEqual({ page: 1, collection: 1, bookmark: 1 });
		const back = await importFiles(files);
		expect(back.all("collection")).toMatchObject([{ title: "C", parent: null }]);
		expect(back.all("bookmark")).toMatchObject([
			{ title: "A", url: "https://a.example/", parent: back.all("collection")[0]?.id, tags: ["t"] },
		]);
		expect(back.all("file")).toEqual([]);
	});
});

describe("whatever the titles are", () => {
	test("every page is written once, every link by name leads to the page it led to", async () => {
		const title = fc.string({
			unit: fc.constantFrom("a", "A", "b", "/", ":", "#", "|", "[", "]", ".", " ", "é", "?", "md", "(", ")", "%"),
			minLength: 1,
			maxLength: 6,
		});
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(title, fc.boolean()), { minLength: 1, maxLength: 8 }), async (titles) => {
				const book = memoryBook();
				let parent: string | null = null;
				for (const [number, [text, inside]] of titles.entries()) {
					const id: string = book.make("page", { title: text, body: `page ${number}`, parent: inside ? parent : null });
					parent = id;
				}
				const { bytes, report } = await exportBook(book);
				expect(report.taken).toEqual({ page: titles.length });
				const bodies = (await importFiles(bytes))
					.all("page")
					.filter((page) => !page.folder)
					.map((page) => page.body);
				expect([...bodies].sort()).toEqual(titles.map((_, number) => `page ${number}`).sort());
			}),
			{ numRuns: 300 },
		);
	});
});
