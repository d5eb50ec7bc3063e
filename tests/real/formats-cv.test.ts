/** Real CVs: every value of each file is in the book or named, and out and in again gives the same. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cvExporter, cvImporter } from "../../shared/formats/resume";
import { cvModel } from "../../shared/model/cv";
import { context, fileSource, memoryBook, memoryTarget } from "../formats/memory-book";

const folder = join(import.meta.dirname, "../../../shared/real-input/resumes");
const bytesOf = (name: string) => Uint8Array.from(readFileSync(join(folder, name)));

async function imported(name: string, content: string | Uint8Array = bytesOf(name)) {
	const book = memoryBook();
	const report = await cvImporter.run(fileSource(name, content), book.writer, null, context);
	const [cv] = book.all("cv").map((item) => ({ ...item, ...cvModel.read(item) }));
	return { book, report, cv };
}

/** Every string, number and truth value of JSON. */
function valuesIn(value: unknown): string[] {
	if (typeof value !== "object" || value === null) return [String(value)];
	return Object.values(value).flatMap(valuesIn);
}

/** Every text and attribute of XML, as it is written. */
function textsIn(xml: string): string[] {
	const attributes = [...xml.replace(/<\?.*?\?>/g, "").matchAll(/\s[\w:]+="([^"]*)"/g)].map(([, value = ""]) => value);
	const texts = [...xml.matchAll(/>([^<]+)</g)].map(([, text = ""]) => text.trim());
	return [...attributes, ...texts].filter((text) => text !== "");
}

/** The values of the files that lie in fields of their own: name 2, address 4, email, birth 3, period 5, position 2, language 2. */
const IN_FIELDS = 19;

/** What is kept beside the fields, path by path. */
function keptBeside(cv: unknown): readonly (readonly [path: string, value: string])[] {
	const { extra } = cv as { readonly extra: string };
	return (JSON.parse(extra) as { readonly europass: readonly (readonly [string, string])[] }).europass;
}

/** The values that are there more often than they are kept: each value counts as often as it is written. */
function missing(values: readonly string[], kept: readonly string[]): string[] {
	const left = [...kept];
	return values.filter((value) => {
		const at = left.indexOf(value);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

const TAKEN = ["John", "Smith", "51st Avenue", "12345", "NY", "Usa", "jsmith@mail.com", "false", "12262", "en", "English"];
const POSITION = "Production and operations department manager in communications";

const JOHN = {
	name: "John Smith",
	givenName: "John",
	familyName: "Smith",
	address: "51st Avenue",
	postalCode: "12345",
	city: "NY",
	country: "Usa",
	email: "jsmith@mail.com",
	birthDate: "1980-10-10",
};

describe("the Europass CV of a person", () => {
	const files = ["Europass-CV-Smith.xml", "Europass-CV-Smith.json", "Europass-CV-Smith-PDF-CV.pdf"];
	test.each(files)("%s is taken with all that it says of the person", async (name) => {
		const { cv, report } = await imported(name);
		expect(report).toMatchObject({ taken: { cv: 1 }, changed: [], skipped: [] });
		expect(cv).toMatchObject({ title: "John Smith", basics: JOHN });
		const values = Object.entries(cv?.entries ?? {}).map(([key, value]) => [key.slice(key.indexOf("/") + 1), value]);
		expect(values.filter(([field]) => field !== "order").sort()).toEqual(
			[
				["section", "work"],
				["startDate", "2005-10"],
				["endDate", "2010-10"],
				["current", "false"],
				["positionCode", "12262"],
				["position", "Production and operations department manager in communications"],
				["section", "languages"],
				["mother", "yes"],
				["languageCode", "en"],
				["language", "English"],
			].sort(),
		);
	});

	test("no value of the XML is lost", async () => {
		const { cv } = await imported("Europass-CV-Smith.xml");
		const texts = textsIn(readFileSync(join(folder, "Europass-CV-Smith.xml"), "utf8"));
		expect(texts.length).toBeGreaterThan(150);
		const kept = keptBeside(cv).map(([, value]) => value);
		const dates = ["1980", "--10", "---10", "2005", "--10", "2010", "--10"];
		expect(missing(texts, [...kept, ...TAKEN, POSITION, ...dates])).toEqual([]);
		expect(kept.length + IN_FIELDS).toBe(texts.length);
	});

	test("no value of the JSON is lost", async () => {
		const { cv } = await imported("Europass-CV-Smith.json");
		const values = valuesIn(JSON.parse(readFileSync(join(folder, "Europass-CV-Smith.json"), "utf8")));
		expect(values.length).toBeGreaterThan(150);
		const kept = keptBeside(cv).map(([, value]) => value);
		expect(missing(values, [...kept, ...TAKEN, POSITION, "1980", "10", "10", "2005", "10", "2010", "10"])).toEqual([]);
		expect(kept.length + IN_FIELDS).toBe(values.length);
	});

	test("as JSON Resume it comes back with everything but what was kept of Europass, and that is named", async () => {
		const { book, report, cv } = await imported("Europass-CV-Smith.xml");
		const target = memoryTarget(book);
		const written = await cvExporter.run(book.reader, target, report.root, context);
		expect(written.skipped).toEqual([{ code: "kept-beside", subject: "europass" }]);
		const again = await imported("again.json", target.text(""));
		expect(again.cv?.basics).toEqual(cv?.basics);
		expect(Object.values(again.cv?.entries ?? {}).sort()).toEqual(Object.values(cv?.entries ?? {}).sort());
	});
});

describe("the sample of JSON Resume", () => {
	test("every value is in the book, and it leaves as it came", async () => {
		const { book, report, cv } = await imported("sample.resume.json");
		const file: unknown = JSON.parse(readFileSync(join(folder, "sample.resume.json"), "utf8"));
		expect(report).toMatchObject({ taken: { cv: 1 }, changed: [], skipped: [] });
		const entries = Object.values(cv?.entries ?? {});
		const lists = entries.filter((value) => value.startsWith("[")).flatMap((value) => valuesIn(JSON.parse(value)));
		const kept = [...Object.values(cv?.basics ?? {}), ...entries, ...lists, ...valuesIn(JSON.parse(String(cv?.extra)))];
		expect(missing(valuesIn(file), kept)).toEqual([]);
		const target = memoryTarget(book);
		const written = await cvExporter.run(book.reader, target, report.root, context);
		expect(written.skipped).toEqual([]);
		expect(JSON.parse(target.text(""))).toEqual(file);
	});
});
