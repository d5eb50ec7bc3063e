import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cvImporter } from "../../../shared/formats/resume";
import { cvModel, entriesOf } from "../../../shared/model/cv";
import { codes, context, fileSource, memoryBook } from "../memory-book";

async function imported(content: string | Uint8Array, job = context) {
	const book = memoryBook();
	const report = await cvImporter.run(fileSource("cv", content), book.writer, null, job);
	const [cv] = book.all("cv").map((item) => cvModel.read(item));
	return { report, cv, entries: cv === undefined ? [] : entriesOf(cv.entries) };
}

const passport = (inside: string, before = "") =>
	`<?xml version="1.0"?>${before}<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>${inside}</LearnerInfo></SkillsPassport>`;
const NAME = "<Identification><PersonName><FirstName>Ama</FirstName><Surname>Boateng</Surname></PersonName></Identification>";

/** A PDF with an attached file, as small as it can be. */
function pdf(attached: Uint8Array, head: string): Uint8Array {
	const encode = (text: string) => new TextEncoder().encode(text);
	const parts = [encode(`%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile${head}>>stream\r\n`), attached, encode("\r\nendstream\nendobj\n%%EOF\n")];
	return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe("a legacy Europass CV", () => {
	test("languages with their levels, skills by kind, driving licences and telephones are entries", async () => {
		const { entries, cv } = await imported(
			passport(
				`<Identification><ContactInfo><TelephoneList><Telephone><Contact>+233 1</Contact><Use><Code>mobile</Code></Use></Telephone><Telephone><Contact>+233 2</Contact></Telephone></TelephoneList></ContactInfo>
				<Demographics><NationalityList><Nationality><Code>GH</Code><Label>Ghanaian</Label></Nationality></NationalityList></Demographics></Identification>
				<Skills><Linguistic><ForeignLanguageList><ForeignLanguage><Description><Code>fr</Code><Label>French</Label></Description><ProficiencyLevel><Listening>B2</Listening><Writing>A2</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
				<Communication><Description>Shift handovers</Description></Communication><Driving><Description><Licence>B</Licence></Description></Driving></Skills>`,
			),
		);
		expect(cv?.basics.phone).toBe("+233 1");
		expect(entries.map(({ section, fields }) => [section, fields])).toEqual([
			["contacts", { kind: "telephone", value: "+233 1", useCode: "mobile" }],
			["contacts", { kind: "telephone", value: "+233 2" }],
			["languages", { languageCode: "fr", language: "French", listening: "B2", writing: "A2" }],
			["nationalities", { code: "GH", name: "Ghanaian" }],
			["skills", { kind: "communication", summary: "Shift handovers" }],
			["skills", { kind: "driving", name: "B" }],
		]);
	});

	test("an impossible date is named; the rest is taken", async () => {
		const period = '<Period><From year="2021" month="--02" day="---31"/></Period><Position><Label>Fitter</Label></Position>';
		const { report, entries } = await imported(
			passport(`<WorkExperienceList><WorkExperience>${period}</WorkExperience></WorkExperienceList>`),
		);
		expect(report.changed).toEqual([{ code: "impossible-date", subject: "startDate", detail: "2021-02-31" }]);
		expect(entries).toMatchObject([{ fields: { position: "Fitter" } }]);
	});

	test("what has no field of ours is kept beside and named", async () => {
		const { report, cv } = await imported(passport(`${NAME}<Hobby>Chess</Hobby>`));
		expect(report.changed).toEqual([{ code: "kept-beside", subject: "SkillsPassport.LearnerInfo.Hobby" }]);
		expect(cv?.extra).toContain('["SkillsPassport.LearnerInfo.Hobby","Chess"]');
	});

	test("a PDF carries it packed or plain", async () => {
		const xml = new TextEncoder().encode(passport(NAME));
		const packed = deflateSync(xml);
		for (const file of [
			pdf(packed, `/Length ${packed.length}/Filter/FlateDecode`),
			pdf(packed, "/Length 19 0 R/Filter/FlateDecode"),
			pdf(xml, ""),
		]) {
			expect((await imported(file)).cv?.title).toBe("Ama Boateng");
		}
	});
});

describe("a Europass file that means harm or is damaged", () => {
	test("entities of a document type are never expanded, nor is a file fetched", async () => {
		const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
		const { cv } = await imported(passport("<Headline><Description><Label>&b; &f; &amp;</Label></Description></Headline>", laughs));
		expect(cv?.basics.label).toBe("&b; &f; &");
	});

	test("a packed file that would become larger than a CV may be is left alone", async () => {
		const bomb = deflateSync(new Uint8Array(30 * 1024 * 1024));
		expect(codes((await imported(pdf(bomb, "/Filter/FlateDecode"))).report.skipped)).toEqual({ unsupported: 1 });
	});

	test("a PDF with a hundred thousand attachments that are none does not keep the import from its end", async () => {
		const words = new TextEncoder().encode(`%PDF-1.7\n1 0 obj\n${"/EmbeddedFile ".repeat(150_000)}`);
		expect(codes((await imported(words)).report.skipped)).toEqual({ unsupported: 1 });
	});

	test("of a PDF's attachments twenty are looked at, the damaged ones too, and whoever cancels meanwhile is heard", async () => {
		const damaged = pdf(new Uint8Array(50), "/Filter/FlateDecode");
		const whole = pdf(deflateSync(new TextEncoder().encode(passport(NAME))), "/Filter/FlateDecode");
		const upTo = (count: number) => Buffer.concat([...Array.from({ length: count }, () => damaged), whole]);
		expect((await imported(upTo(19))).cv?.title).toBe("Ama Boateng");
		expect(codes((await imported(upTo(20))).report.skipped)).toEqual({ unsupported: 1 });
		const cancelled = { ...context, breathe: () => Promise.reject(new Error("cancelled")) };
		await expect(imported(upTo(20), cancelled)).rejects.toThrow("cancelled");
	});

	test.each([
		["packed badly", pdf(new Uint8Array(50), "/Filter/FlateDecode"), "unsupported"],
		["packed in a way that is not read", pdf(new Uint8Array(50), "/Filter/LZWDecode"), "unsupported"],
		["cut short", new TextEncoder().encode("%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile>>stream\nabc"), "unsupported"],
		["XML of a depth that nobody writes", new TextEncoder().encode(passport("<A>".repeat(100_000))), "too-deep"],
		["XML with more than a CV can say", new TextEncoder().encode(passport("<A/>".repeat(200_000))), "too-many"],
	])("%s is refused in words", async (_, content, code) => {
		const { report, cv } = await imported(content);
		expect(codes(report.skipped)).toEqual({ [code]: 1 });
		expect(cv).toBeUndefined();
	});
});
