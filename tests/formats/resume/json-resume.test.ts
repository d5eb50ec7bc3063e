import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeJsonResume } from "../../../shared/formats/json-resume/write";
import { ReportBuilder } from "../../../shared/formats/report-builder";
import { cvExporter, cvImporter } from "../../../shared/formats/resume";
import { codes, context, fileSource, memoryBook, memoryTarget } from "../memory-book";

async function roundTrip(content: unknown) {
	const book = memoryBook();
	const report = await cvImporter.run(fileSource("me.json", JSON.stringify(content)), book.writer, null, context);
	const target = memoryTarget(book);
	if (report.root !== null) await cvExporter.run(book.reader, target, report.root, context);
	return { report, back: report.root === null ? null : (JSON.parse(target.text("")) as unknown), cv: book.all("cv")[0] };
}

describe("a JSON Resume file", () => {
	test("comes back as it was, with keys that nobody knows and values of the wrong type", async () => {
		const file = {
			$schema: "https://example.org/schema.json",
			basics: {
				name: "Ama",
				image: "",
				location: { city: "Accra", planet: "Earth" },
				profiles: [{ network: "X", username: "ama", since: 2019 }],
				pronouns: "she",
			},
			work: [{ name: "Works", startDate: "2019-04", highlights: ["a\nb", ""], position: 5 }, { name: "Second" }],
			skills: [],
			languages: ["English"],
			custom: { deep: [1, { two: null }] },
			meta: { theme: "even" },
		};
		const { back, report, cv } = await roundTrip(file);
		expect(back).toEqual(file);
		expect(report).toMatchObject({ taken: { cv: 1 }, changed: [], skipped: [] });
		expect(cv).toMatchObject({ title: "Ama" });
	});

	test("a day that the calendar does not have is named and left out", async () => {
		const { back, report } = await roundTrip({ work: [{ name: "Works", startDate: "2021-02-31", endDate: "31 February" }] });
		expect(back).toEqual({ work: [{ name: "Works" }] });
		expect(report.changed).toEqual([
			{ code: "impossible-date", subject: "work · startDate", detail: "2021-02-31" },
			{ code: "impossible-date", subject: "work · endDate", detail: "31 February" },
		]);
	});

	test("with values of the wrong type leaves nothing out that was written since, and what gives way is named", async () => {
		const odd: Readonly<Record<string, unknown>> = { basics: null, work: [{ name: "A" }, null] };
		const written = { basics: { name: "Ama" }, entries: [{ section: "work" as const, fields: { name: "B" }, extra: null }] };
		const report = new ReportBuilder("me.json");
		expect(writeJsonResume({ ...written, extra: { jsonResume: odd } }, report)).toEqual({ basics: { name: "Ama" }, work: [{ name: "B" }] });
		const places = { basics: { location: "Accra", profiles: "none" } };
		const profile = { section: "profiles" as const, fields: { network: "X" }, extra: null };
		const person = { basics: { city: "Kumasi" }, entries: [profile], extra: { jsonResume: places } };
		expect(writeJsonResume(person, report)).toEqual({ basics: { location: { city: "Kumasi" }, profiles: [{ network: "X" }] } });
		expect(report.finish(null).skipped.map(({ subject }) => subject)).toEqual(["basics", "work", "basics · location", "basics · profiles"]);
		expect((await roundTrip(odd)).back).toEqual(odd);
	});

	test("of any content comes back", async () => {
		const text = fc.string({ unit: "grapheme", maxLength: 20 });
		const entry = fc.record(
			{ name: text, position: text, highlights: fc.array(text, { maxLength: 3 }), more: fc.jsonValue({ maxDepth: 3 }) },
			{ requiredKeys: [] },
		);
		const file = fc.record(
			{
				basics: fc.record({ name: text, email: text, more: fc.jsonValue({ maxDepth: 3 }) }),
				work: fc.array(entry, { maxLength: 4 }),
				own: fc.jsonValue({ maxDepth: 3 }),
			},
			{ requiredKeys: ["basics"] },
		);
		await fc.assert(
			fc.asyncProperty(file, async (content) => {
				const written: unknown = JSON.parse(JSON.stringify(content));
				expect((await roundTrip(written)).back).toEqual(written);
			}),
			{ numRuns: 100 },
		);
	});
});

describe("a file that is no CV", () => {
	const nested = (depth: number) => `{"basics":{"name":"x","more":${"[".repeat(depth)}${"]".repeat(depth)}}}`;
	test.each([
		["broken JSON", '{"basics":', "unreadable"],
		["other JSON", '{"some":"thing"}', "unsupported"],
		["a list", "[1]", "unsupported"],
		["a web page", "<html><body>Hi</body></html>", "unsupported"],
		["nothing", "", "unreadable"],
		[
			"a PDF without a file in it",
			"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
			"unsupported",
		],
		["JSON of a depth that nobody writes", nested(100_000), "too-deep"],
	])("%s is refused in words and makes nothing", async (_, content, code) => {
		const book = memoryBook();
		const report = await cvImporter.run(fileSource("file", content), book.writer, null, context);
		expect(codes(report.skipped)).toEqual({ [code]: 1 });
		expect(report).toMatchObject({ root: null, made: [] });
		expect(book.all("cv")).toEqual([]);
	});

	test("a file of a hundred megabytes is not even read", async () => {
		const book = memoryBook();
		const source = {
			...fileSource("big.json", ""),
			files: [{ path: "", size: 100_000_000, modified: 0 }],
			read: () => Promise.reject(new Error("was read")),
		};
		expect(codes((await cvImporter.run(source, book.writer, null, context)).skipped)).toEqual({ "file-too-large": 1 });
	});

	test("whatever the bytes are, the import ends with a report", async () => {
		const start = fc.constantFrom(
			"",
			"<",
			"%PDF-1.7 /EmbeddedFile obj stream\n",
			"<SkillsPassport><LearnerInfo>",
			'{"SkillsPassport":{"LearnerInfo":',
			'{"basics":{',
		);
		await fc.assert(
			fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (beginning, bytes) => {
				const content = Uint8Array.from([...new TextEncoder().encode(beginning), ...bytes]);
				const report = await cvImporter.run(fileSource("file", content), memoryBook().writer, null, context);
				expect(report.skipped.length + (report.taken.cv ?? 0)).toBeGreaterThan(0);
			}),
			{ numRuns: 300 },
		);
	});
});
