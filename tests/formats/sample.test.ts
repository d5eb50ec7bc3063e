import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { inlineTags, taskCounts } from "../../shared/formats/markdown";
import { vaultExporter, vaultImporter } from "../../shared/formats/vault";
import { isSafeAddress } from "../../shared/model/names";
import { context, folderSource, memoryBook, memoryTarget } from "./memory-book";

const folder = join(import.meta.dirname, "../../resources/sample");
const files = Object.fromEntries(
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((path) => [relative(folder, path).replaceAll("\\", "/"), new Uint8Array(readFileSync(path))]),
);

async function sample() {
	const source = folderSource("Sample", files);
	const book = memoryBook(source);
	return { book, report: await vaultImporter.run(source, book.writer, null, { ...context, now: Date.UTC(2025, 0, 1) }) };
}

describe("the sample library", () => {
	test("is taken whole, with one page left for the reader to make", async () => {
		const { report, book } = await sample();
		expect(report.changed).toEqual([]);
		expect(report.skipped).toEqual([{ subject: "Pump alignment", code: "missing-page", detail: expect.stringContaining("Welcome.md") }]);
		expect(report.taken).toEqual({ page: 18, file: 1, bookmark: 25, collection: 7 });
		expect(book.all("page").find((page) => page.id === report.root)?.title).toBe("Welcome");
	});

	test("shows what pages can do: tasks open and done, tags in text, nested tags, embeds, callouts, tables", async () => {
		const bodies = (await sample()).book.all("page").map((page) => String(page.body));
		const all = bodies.join("\n\n");
		expect(taskCounts(all).open).toBeGreaterThan(5);
		expect(taskCounts(all).done).toBeGreaterThan(5);
		expect(inlineTags(all)).toContain("parts/seals");
		expect(all).toContain("![[valve-section.svg]]");
		expect(all).toContain("> [!warning]");
		expect(all).toContain("|---|");
	});

	test("has only addresses that may be opened", async () => {
		for (const bookmark of (await sample()).book.all("bookmark")) expect(isSafeAddress(String(bookmark.url))).toBe(true);
	});

	test("leaves as it came", async () => {
		const { book } = await sample();
		const target = memoryTarget(book);
		await vaultExporter.run(book.reader, target, null, context);
		for (const [path, bytes] of Object.entries(files)) {
			if (path !== "bookmarks.html") expect(Buffer.from(target.files.get(path) ?? []).equals(Buffer.from(bytes)), path).toBe(true);
		}
	});
});
