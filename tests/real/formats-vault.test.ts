import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import type { SourceReader } from "../../shared/formats/contract";
import { pageLinks } from "../../shared/formats/markdown";
import { vaultExporter, vaultImporter } from "../../shared/formats/vault";
import { codes, context, folderSource, memoryBook, memoryTarget } from "../formats/memory-book";

const folder = join(import.meta.dirname, "../../../shared/real-input/vault");

const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
	.sort();

const source: SourceReader = {
	name: "vault",
	refused: [],
	files: paths.map((path) => ({ path, size: statSync(join(folder, path)).size, modified: statSync(join(folder, path)).mtimeMs })),
	willRead: () => undefined,
	read: async (path) => new Uint8Array(readFileSync(join(folder, path))),
};

describe("a real vault", () => {
	test("goes in and comes out again byte for byte", async () => {
		const book = memoryBook(source);
		const started = performance.now();
		const report = await vaultImporter.run(source, book.writer, null, context);
		console.log(`import ${(performance.now() - started).toFixed(0)} ms`, report.taken, codes(report.changed), codes(report.skipped));
		expect(report.taken.file).toBe(paths.filter((path) => !path.endsWith(".md")).length);
		expect(book.all("page").filter((page) => !page.folder)).toHaveLength(173);
		expect(report.changed).toEqual([]);
		expect(Object.keys(codes(report.skipped)).sort()).toEqual(["missing-attachment", "missing-page"]);

		const target = memoryTarget(book);
		const exported = await vaultExporter.run(book.reader, target, null, context);
		expect(exported.changed).toEqual([]);
		expect([...target.files.keys()].sort()).toEqual(paths);
		for (const path of paths) expect(Buffer.from(target.files.get(path) ?? []).equals(readFileSync(join(folder, path))), path).toBe(true);
	});

	test("in, out and in again: the same pages, links and attachments", async () => {
		const first = memoryBook(source);
		await vaultImporter.run(source, first.writer, null, context);
		const target = memoryTarget(first);
		await vaultExporter.run(first.reader, target, null, context);
		const again = folderSource("vault", Object.fromEntries(target.files));
		const second = memoryBook(again);
		await vaultImporter.run(again, second.writer, null, context);
		const content = (book: typeof first) => ({
			pages: book.all("page").map(({ title, folder, body, aliases, tags, properties }) => ({
				title,
				folder,
				aliases,
				tags,
				properties,
				links: pageLinks(String(body)),
			})),
			files: book.all("file").map(({ title, hash, mediaType }) => ({ title, hash, mediaType })),
		});
		expect(content(second)).toEqual(content(first));
	});
});
