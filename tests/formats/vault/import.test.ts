import { describe, expect, test } from "vitest";
import { vaultImporter } from "../../../shared/formats/vault";
import { codes, context, folderSource, memoryBook, NOW } from "../memory-book";

type Files = Readonly<Record<string, string | Uint8Array>>;

async function imported(files: Files, change: Partial<ReturnType<typeof folderSource>> = {}) {
	const source = { ...folderSource("My vault", files), ...change };
	const book = memoryBook(source);
	const report = await vaultImporter.run(source, book.writer, null, context);
	const pages = book.all("page");
	const page = (title: string) => pages.find((found) => found.title === title && !found.folder);
	return { book, report, pages, page };
}

describe("a vault of Markdown notes", () => {
	test("folders become pages that hold pages; notes keep their text exactly; other files become files", async () => {
		const { book, report, pages } = await imported({
			"Home.md": "# Hello\n\n[[Seals]]  \n",
			"Work/Seals.md": "text\n",
			"Work/Deep/Note.md": "",
			"Work/photo.png": new Uint8Array([1, 2, 3]),
		});
		const work = pages.find((found) => found.title === "Work");
		const deep = pages.find((found) => found.title === "Deep");
		expect(work).toMatchObject({ folder: true, body: "", parent: null });
		expect(deep).toMatchObject({ folder: true, parent: work?.id });
		expect(pages.filter((found) => !found.folder).map(({ title, body, parent }) => [title, body, parent])).toEqual([
			["Home", "# Hello\n\n[[Seals]]  \n", null],
			["Seals", "text\n", work?.id],
			["Note", "", deep?.id],
		]);
		expect(book.all("file")).toMatchObject([
			{ title: "photo.png", size: 3, mediaType: "image/png", parent: work?.id, created: NOW - 86_400_000 },
		]);
		expect(report.taken).toEqual({ page: 5, file: 1 });
		expect(report.root).toBe(pages.find((found) => found.title === "Home")?.id);
		expect(report.changed).toEqual([]);
		expect(report.skipped).toEqual([]);
	});

	test("order is alphabetical as people count, folders first", async () => {
		const { pages } = await imported({ "Note 10.md": "", "note 2.md": "", "Z/a.md": "", "Älter.md": "" });
		const top = pages.filter((found) => found.parent === null).sort((a, b) => (a.order < b.order ? -1 : 1));
		expect(top.map((found) => found.title)).toEqual(["Z", "Älter", "note 2", "Note 10"]);
	});

	test("a folder and a note of its name, beside or inside, are both kept", async () => {
		const { pages } = await imported({ "Work.md": "beside", "Work/Work.md": "inside" });
		expect(pages.map(({ title, folder, body }) => [title, folder, body]).sort()).toEqual([
			["Work", false, "beside"],
			["Work", false, "inside"],
			["Work", true, ""],
		]);
	});

	test("hidden files and settings are left out", async () => {
		const { report } = await imported({ "a.md": "", ".obsidian/app.json": "{}", ".trash/b.md": "", ".DS_Store": "", "x/.hidden": "" });
		expect(report.taken).toEqual({ page: 1 });
	});

	test("into a page that was chosen", async () => {
		const source = folderSource("v", { "a.md": "" });
		const book = memoryBook(source);
		const into = book.make("page", { title: "Here" });
		await vaultImporter.run(source, book.writer, into, context);
		expect(book.all("page")[1]).toMatchObject({ title: "a", parent: into });
	});
});

describe("front matter", () => {
	test("aliases, tags and everything else, in order; the body starts after it", async () => {
		const { page } = await imported({
			"n.md":
				"---\naliases: [One, Two]\npublish: true \ntags:\n  - '#a/b'\n  - c d\nrating: 4\nnested: {x: [1, null]}\ncreated: 2021-03-04\n---\n\nBody\n",
		});
		expect(page("n")).toMatchObject({
			aliases: ["One", "Two"],
			tags: ["a/b", "c-d"],
			body: "\nBody\n",
			created: Date.UTC(2021, 2, 4),
		});
		expect(JSON.stringify(page("n")?.properties)).toBe('{"publish":true,"rating":4,"nested":{"x":[1,null]},"created":"2021-03-04"}');
	});

	test.each([
		["alias: One\ntag: a, b c", ["One"], ["a", "b", "c"]],
		["aliases: One, Two\ntags: x", ["One", "Two"], ["x"]],
		["Aliases:\nTags: 5", [], []],
		["", [], []],
	])("also written as %j", async (yaml, aliases, tags) => {
		const { page, report } = await imported({ "n.md": `---\n${yaml}\n---\nB` });
		expect(page("n")).toMatchObject({ aliases, tags: tags.length > 0 ? tags : expect.any(Array), body: "B" });
		expect(report.changed).toEqual([]);
	});

	test.each([
		["broken YAML", "a: [1"],
		["a list", "- a\n- b"],
		["text", "hello"],
		["the same key twice", "a: 1\na: 2"],
		[
			"an alias bomb",
			`a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
				.split("")
				.map((key, at) => `${key}: &${key} [${`*${"abcdefgh"[at]},`.repeat(9)}]`)
				.join("\n")}`,
		],
		["endless nesting", "a: ".concat("[".repeat(50_000))],
		["endless nesting of maps", "{a: ".repeat(20_000)],
		["endless nesting of lists", `a:\n  ${"- ".repeat(20_000)}`],
		["endless nesting of keys", `${"? ".repeat(20_000)}a`],
		["too much of it", `a: ${"x".repeat(200_000)}`],
	])("%s stays in the text, and is named", async (_, yaml) => {
		const text = `---\n${yaml}\n---\nBody`;
		const { page, report } = await imported({ "n.md": text });
		expect(page("n")).toMatchObject({ body: text, properties: {}, frontMatter: "" });
		expect(codes(report.changed)).toEqual({ "front-matter-unreadable": 1 });
	});

	test("a rule at the top that is never closed is text", async () => {
		const { page, report } = await imported({ "n.md": "---\nno end" });
		expect(page("n")).toMatchObject({ body: "---\nno end" });
		expect(report.changed).toEqual([]);
	});

	test("a date that is none is named, and the file's date taken", async () => {
		const { page, report } = await imported({ "n.md": "---\ncreated: soon\n---\n" });
		expect(page("n")?.created).toBe(NOW - 86_400_000);
		expect(codes(report.changed)).toEqual({ "date-guessed": 1 });
	});
});

describe("links that lead nowhere are named", () => {
	test("pages and attachments, each once, with where they are wanted; what exists by name, alias or in the book is not", async () => {
		const { report } = await imported({
			"a.md": "[[B]] [[Nick]] [[Missing]] ![[gone.png]] ![[here.png]] [x](gone%20too.pdf) [[#own]] https://example.org/[[B]]",
			"B.md": "---\naliases: [Nick]\n---\n[[missing#part]] [[a]]",
			"img/here.png": new Uint8Array([1]),
		});
		expect(report.skipped).toEqual([
			{ subject: "Missing", code: "missing-page", detail: "a.md, B.md" },
			{ subject: "gone.png", code: "missing-attachment", detail: "a.md" },
			{ subject: "gone too.pdf", code: "missing-attachment", detail: "a.md" },
		]);
	});
});

describe("bad input", () => {
	test("a path that would leave the folder is refused", async () => {
		const { report, book } = await imported({
			"../evil.md": "x",
			"a/../../b.md": "x",
			"c\\d.md": "x",
			"/abs.md": "x",
			"e\0.md": "x",
			"ok.md": "",
		});
		expect(codes(report.skipped)).toEqual({ "unsafe-name": 5 });
		expect(book.all("page")).toHaveLength(1);
	});

	test("a note that is no text is kept as a file", async () => {
		const { report, book } = await imported({ "n.md": new Uint8Array([65, 0, 66, 0xff]) });
		expect(codes(report.changed)).toEqual({ "not-text": 1 });
		expect(book.all("file")).toMatchObject([{ title: "n.md" }]);
	});

	test("a note too long for a page is kept as a file", async () => {
		const { report, book } = await imported({ "n.md": "x".repeat(10_000_001) });
		expect(codes(report.changed)).toEqual({ "too-long-for-a-page": 1 });
		expect(book.all("file")).toHaveLength(1);
	});

	test("other encodings are read, and said so", async () => {
		const { page, report } = await imported({
			"old.md": Buffer.from("Pumpen\u00f6l \u0096 gut", "latin1"),
			"wide.md": Buffer.from("\ufeffÖl", "utf16le"),
		});
		expect(page("old")?.body).toBe("Pumpenöl – gut");
		expect(page("wide")?.body).toBe("Öl");
		expect(codes(report.changed)).toEqual({ "encoding-guessed": 1 });
	});

	test("one file that cannot be read does not stop the others; a full disk stops all", async () => {
		const source = folderSource("v", { "bad.md": "", "good.md": "" });
		const failing = (code: string) => ({
			...source,
			read: (path: string) => (path === "bad.md" ? Promise.reject(Object.assign(new Error("no"), { code })) : source.read(path)),
		});
		const { report } = await imported({}, failing("no-permission"));
		expect(report.taken).toEqual({ page: 1 });
		expect(report.skipped).toEqual([{ subject: "bad.md", code: "unreadable" }]);
		await expect(imported({}, failing("disk-full"))).rejects.toThrow("no");
	});

	test("what the shell refused is in the report", async () => {
		const { report } = await imported({ "a.md": "" }, { refused: [{ subject: "loop", code: "link-loop" }] });
		expect(report.skipped).toEqual([{ subject: "loop", code: "link-loop" }]);
	});

	test("folders in one another beyond a hundred are refused, and named", async () => {
		const { report } = await imported({ [`${"d/".repeat(101)}n.md`]: "", [`${"d/".repeat(100)}n.md`]: "" });
		expect(codes(report.skipped)).toEqual({ "too-deep": 1 });
		expect(report.taken).toEqual({ page: 101 });
	});

	test("an empty folder is empty", async () => {
		const { report } = await imported({});
		expect(report.skipped).toEqual([{ subject: "My vault", code: "empty" }]);
		expect(report.root).toBeNull();
	});

	test("a name that cannot be a title is changed, and named", async () => {
		const { report, pages } = await imported({ "a  b.md": "" });
		expect(pages[0]?.title).toBe("a b");
		expect(report.changed).toEqual([{ subject: "a  b.md", code: "renamed", detail: "a b" }]);
	});
});
