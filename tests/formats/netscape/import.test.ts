import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bookmarkImporter } from "../../../shared/formats/netscape";
import { codes, context, fileSource, memoryBook, NOW } from "../memory-book";

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/formats/bookmarks/${name}`, import.meta.url));

async function imported(content: string | Uint8Array, name = "bookmarks.html", book = memoryBook()) {
	const report = await bookmarkImporter.run(fileSource(name, content), book.writer, null, context);
	return { report, book, bookmarks: book.all("bookmark") };
}

const treeIn = ({ report, book }: Awaited<ReturnType<typeof imported>>) => treeOf(book, report.root ?? "");

type Tree = Readonly<Record<string, unknown>> | readonly unknown[] | string;

/** Titles as nested lists: a collection is `[title, ...children]`. */
function treeOf(book: ReturnType<typeof memoryBook>, id: string): Tree[] {
	const children = [...book.all("collection"), ...book.all("bookmark")].filter((item) => item.parent === id);
	children.sort((a, b) => (a.order < b.order ? -1 : 1));
	return children.map((item) => (item.kind === "collection" ? [item.title, ...treeOf(book, item.id)] : item.title));
}

const wrap = (inside: string) =>
	`<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n${inside}\n</DL><p>\n`;

describe("a browser's bookmark file", () => {
	test("Firefox: folders, notes, tags, keyword, dates; live places of the browser itself are left out and named", async () => {
		const result = await imported(fixture("firefox.html"));
		const { report, bookmarks, book } = result;
		expect(treeIn(result)).toEqual([
			["Valves", "Seal kits", ["Suppliers", "Sealing Co"]],
			["Toolbar", "Weather"],
		]);
		expect(codes(report.skipped)).toEqual({ "unsafe-address": 2 });
		expect(bookmarks.find((bookmark) => bookmark.title === "Seal kits")).toMatchObject({
			url: "https://seals.example.org/kits?a=1&b=2",
			note: "Which kit fits which valve.",
			tags: ["o-rings", "seals"],
			keyword: "kit",
			created: 1_463_686_918_000,
			modified: 1_463_686_919_000,
		});
		expect(book.all("collection").find((collection) => collection.title === "Valves")).toMatchObject({ note: "All about valves & seals" });
		expect(report.taken).toEqual({ collection: 4, bookmark: 3 });
		expect(report.made).toHaveLength(7);
	});

	test("Chromium: icons are passed over, the bookmark bar is a folder", async () => {
		const result = await imported(fixture("chromium.html"));
		expect(treeIn(result)).toEqual([["Bookmarks bar", "Home", ["Training", "Course"]], "Loose"]);
		expect(result.report.skipped).toEqual([]);
	});

	test("Google: no doctype, dates in microseconds", async () => {
		const { bookmarks, report } = await imported(fixture("google.html"));
		expect(bookmarks.map((bookmark) => bookmark.created)).toEqual([1_515_515_697_780, 1_529_505_663_052]);
		expect(report.changed).toEqual([]);
	});

	test("Shaarli: notes of several lines with entities, private links; its own relative links are named as left out", async () => {
		const { bookmarks, report } = await imported(fixture("shaarli.html"));
		expect(bookmarks).toMatchObject([
			{ title: "Mushroom guide", private: true, note: '"List":\n- one\n- two\n\nA paragraph with a link: https://example.org/inside' },
		]);
		expect(report.skipped).toEqual([{ subject: "My own note", code: "unsafe-address", detail: "?lY47tw" }]);
	});

	test("Delicious and Pinboard: commas part tags, toread is kept, an entry without end tags is an entry", async () => {
		const { bookmarks } = await imported(fixture("delicious.html"));
		expect(bookmarks.map(({ title, tags, toRead, note }) => ({ title, tags, toRead, note }))).toEqual([
			{ title: "One", tags: ["multi-word", "tag1"], toRead: true, note: "First" },
			{ title: "Two", tags: ["tag2"], toRead: false, note: "" },
		]);
	});

	test("tags parted by spaces are parted where no commas are used", async () => {
		const { bookmarks } = await imported(wrap('<DT><A HREF="https://a.example/" TAGS="private secret">A</A>'));
		expect(bookmarks[0]?.tags).toEqual(["private", "secret"]);
	});

	test("everything lies in one new collection named after the file", async () => {
		const { book, report } = await imported(wrap('<DT><A HREF="https://a.example/">A</A>'), "My links.htm");
		expect(book.all("collection")).toMatchObject([{ id: report.root, title: "My links", parent: null }]);
	});

	test("or in the collection that was chosen", async () => {
		const book = memoryBook();
		const into = book.make("collection", { title: "Mine" });
		const source = fileSource("b.html", wrap('<DT><A HREF="https://a.example/">A</A>'));
		const report = await bookmarkImporter.run(source, book.writer, into, context);
		expect(report.root).toBe(into);
		expect(book.all("bookmark")).toMatchObject([{ parent: into }]);
		expect(book.all("collection")).toHaveLength(1);
	});
});

describe("dates", () => {
	test.each([
		["1466009029", 1_466_009_029_000],
		["1466009029123", 1_466_009_029_123],
		["1515515697780642", 1_515_515_697_780],
		["13110000000000000", 1_465_526_400_000],
		["10/Oct/2000:13:55:36 +0300", Date.UTC(2000, 9, 10, 10, 55, 36)],
		["2020-06-06T15:50:59Z", Date.UTC(2020, 5, 6, 15, 50, 59)],
	])("%s is understood", async (written, time) => {
		const { bookmarks, report } = await imported(wrap(`<DT><A HREF="https://a.example/" ADD_DATE="${written}">A</A>`));
		expect(bookmarks[0]?.created).toBe(time);
		expect(report.changed).toEqual([]);
	});
	test.each(["99999999999999999999", "-5", "yesterday", "12"])("%s is not, and said so", async (written) => {
		const { bookmarks, report } = await imported(wrap(`<DT><A HREF="https://a.example/" ADD_DATE="${written}">A</A>`));
		expect(bookmarks[0]?.created).toBe(NOW);
		expect(codes(report.changed)).toEqual({ "date-guessed": 1 });
	});
	test("none is no reason for a remark", async () => {
		const { report } = await imported(wrap('<DT><A HREF="https://a.example/">A</A><DT><A HREF="https://b.example/" ADD_DATE="0">B</A>'));
		expect(report.changed).toEqual([]);
	});
});

describe("what is there twice", () => {
	const twice = wrap(
		'<DT><A HREF="https://a.example/" TAGS="x,y">A</A><DD>one\n<DT><A HREF="https://a.example/" TAGS="z">A again</A><DD>two\n<DT><A HREF="http://www.a.example/#part">A part</A>',
	);
	test("the same address in one folder is joined: tags and notes of both are kept; a nearly same one stays, and is named", async () => {
		const { bookmarks, report } = await imported(twice);
		expect(bookmarks).toMatchObject([{ title: "A", tags: ["x", "y", "z"], note: "one\n\ntwo" }, { title: "A part" }]);
		expect(report.changed.map((entry) => [entry.code, entry.subject])).toEqual([
			["duplicate-inside", "A again"],
			["duplicate-inside", "A part"],
		]);
	});
	test("the same file again makes nothing and says why", async () => {
		const { book } = await imported(twice);
		const again = await imported(twice, "bookmarks.html", book);
		expect(again.report.made).toEqual([]);
		expect(again.report.root).toBeNull();
		expect(codes(again.report.skipped)).toEqual({ "already-here": 2 });
		expect(book.all("bookmark")).toHaveLength(2);
	});
	test("what is new in it is taken, without folders that would be empty", async () => {
		const { book } = await imported(wrap('<DT><H3>Old</H3><DL><p><DT><A HREF="https://a.example/">A</A></DL><p>'));
		const more = wrap(
			'<DT><H3>Old</H3><DL><p><DT><A HREF="https://a.example/">A</A></DL><p><DT><H3>New</H3><DL><p><DT><A HREF="https://b.example/">B</A></DL><p>',
		);
		expect(treeIn(await imported(more, "more.html", book))).toEqual([["New", "B"]]);
	});
});

describe("bad input", () => {
	test.each([
		"javascript:alert(1)",
		"data:text/html,x",
		"file:///etc/passwd",
		"about:config",
		"place:sort=8",
		"chrome://settings",
		" JaVaScRiPt:x",
		"",
		"no scheme",
	])("the address %s is left out and named", async (address) => {
		const { bookmarks, report } = await imported(wrap(`<DT><A HREF="${address}">X</A><DT><A HREF="https://ok.example/">OK</A>`));
		expect(bookmarks.map((bookmark) => bookmark.title)).toEqual(["OK"]);
		expect(report.skipped).toMatchObject([{ subject: address.trim() === "" ? "X" : "X", code: "unsafe-address" }]);
	});

	test("missing end tags lose nothing", async () => {
		expect(
			treeIn(
				await imported(
					"<DL><DT><H3>Folder<DL><DT><A HREF=https://a.example/>A<DT><A HREF=https://b.example/>B</DL><DT><A HREF=https://c.example/>C</DL>",
				),
			),
		).toEqual([["Folder", "A", "B"], "C"]);
	});

	test("entries without <DT> are entries", async () => {
		const { bookmarks } = await imported('<DL><A HREF="https://a.example/">A</A><DD>note<A HREF="https://b.example/">B</A></DL>');
		expect(bookmarks.map(({ title, note }) => [title, note])).toEqual([
			["A", "note"],
			["B", ""],
		]);
	});

	test("a file that breaks off is taken as far as it goes, and said so", async () => {
		const whole = wrap('<DT><H3>F</H3><DL><p><DT><A HREF="https://a.example/">A</A><DT><A HREF="https://b.exa');
		const { bookmarks, report } = await imported(whole.slice(0, whole.indexOf("b.exa") + 3));
		expect(bookmarks.map((bookmark) => bookmark.title)).toEqual(["A"]);
		expect(codes(report.changed)).toEqual({ "truncated-file": 1 });
	});

	test("ten thousand folders in one another become a hundred levels, with every bookmark", async () => {
		const depth = 10_000;
		let text = "";
		for (let level = 0; level < depth; level++)
			text += `<DT><H3>F${level}</H3><DL><p><DT><A HREF="https://a.example/${level}">${level}</A>`;
		const { report, book } = await imported(wrap(text + "</DL><p>".repeat(depth)));
		expect(report.taken).toEqual({ collection: depth + 1, bookmark: depth });
		expect(report.changed).toMatchObject([{ code: "nesting-flattened", detail: String(depth - 100) }]);
		const parents = new Map(book.all("collection").map((collection) => [collection.id, collection.parent]));
		let deepest = 0;
		for (const id of parents.keys()) {
			let steps = 0;
			for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) steps++;
			deepest = Math.max(deepest, steps);
		}
		expect(deepest).toBe(100);
	});

	test("a file that is too large is refused before it is read", async () => {
		const book = memoryBook();
		const source = {
			...fileSource("huge.html", ""),
			files: [{ path: "", size: 100 * 1024 * 1024, modified: NOW }],
			read: () => Promise.reject(new Error("must not be read")),
		};
		const report = await bookmarkImporter.run(source, book.writer, null, context);
		expect(codes(report.skipped)).toEqual({ "too-many-bookmarks": 1 });
	});

	test.each([
		["a web page", "<html><body><h1>News</h1><a href='https://a.example/'>A</a></body></html>"],
		["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])],
		["a JSON backup", '{"guid":"root________","children":[]}'],
		["nothing", ""],
	])("%s is no bookmark file", async (_, content) => {
		const { report, book } = await imported(content);
		expect(codes(report.skipped)).toEqual({ unsupported: 1 });
		expect(report.root).toBeNull();
		expect(book.all("collection")).toEqual([]);
	});

	test("a bookmark file without bookmarks is empty", async () => {
		const { report } = await imported(wrap(""));
		expect(codes(report.skipped)).toEqual({ empty: 1 });
	});

	test.each([
		["millions of unclosed tags", "<b>".repeat(500_000)],
		["millions of open angle brackets", "<".repeat(2_000_000)],
		["millions of entities", "&amp;".repeat(400_000)],
		["one endless attribute", `<a href="${"x".repeat(3_000_000)}`],
		["list ends without lists", "</dl>".repeat(400_000)],
	])("%s take no more time than others", async (_, junk) => {
		const started = performance.now();
		await imported(wrap(`<DT><A HREF="https://a.example/">A</A><DD>${junk}`));
		expect(performance.now() - started).toBeLessThan(5_000);
	});
});

describe("encodings", () => {
	const text = wrap('<DT><A HREF="https://a.example/">Übergabe – Pumpenöl</A>');
	const title = async (bytes: Uint8Array) => {
		const { bookmarks, report } = await imported(bytes);
		return [bookmarks[0]?.title, codes(report.changed)];
	};
	test("UTF-8 with a mark, UTF-16 of both orders", async () => {
		expect(await title(new TextEncoder().encode(`\ufeff${text}`))).toEqual(["Übergabe – Pumpenöl", {}]);
		const little = Buffer.from(`\ufeff${text}`, "utf16le");
		expect(await title(little)).toEqual(["Übergabe – Pumpenöl", {}]);
		expect(await title(Buffer.from(little).swap16())).toEqual(["Übergabe – Pumpenöl", {}]);
	});
	test("what the file declares", async () => {
		const declared = text
			.replace("<TITLE>", '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-1"><TITLE>')
			.replace("–", "-");
		expect(await title(Buffer.from(declared, "latin1"))).toEqual(["Übergabe - Pumpenöl", {}]);
	});
	test("windows-1252 without a word is guessed, and said so", async () => {
		expect(await title(Buffer.from(text.replace("–", "\u0096"), "latin1"))).toEqual(["Übergabe – Pumpenöl", { "encoding-guessed": 1 }]);
	});
	test("a few damaged bytes in UTF-8 are replaced, and counted", async () => {
		const declared = text.replace("<TITLE>", '<META CHARSET="utf-8"><TITLE>').replace("Übergabe", "Übergabe ÄÖÜ X");
		const bytes = Buffer.from(declared, "utf8");
		bytes[bytes.indexOf("X")] = 0xff;
		expect(await title(bytes)).toEqual(["Übergabe ÄÖÜ \ufffd – Pumpenöl", { "bytes-replaced": 1 }]);
	});
});

describe("speed", () => {
	test("ten thousand bookmarks are read and planned in well under a second", async () => {
		let text = "";
		for (let number = 0; number < 10_000; number++) {
			text += `<DT><A HREF="https://site${number % 700}.example/page/${number}" ADD_DATE="1466009029" TAGS="a,b" ICON="data:image/png;base64,${"A".repeat(600)}">Page ${number}</A><DD>note\n`;
		}
		const source = fileSource("b.html", wrap(text));
		const book = { ...memoryBook().writer, add: async () => {}, find: async () => [] };
		await bookmarkImporter.run(source, book, null, context);
		const started = performance.now();
		await bookmarkImporter.run(source, book, null, context);
		const time = performance.now() - started;
		console.log(`10,000 bookmarks, ${(text.length / 1e6).toFixed(1)} MB: ${time.toFixed(0)} ms`);
		expect(time).toBeLessThan(1_500);
	});
});
