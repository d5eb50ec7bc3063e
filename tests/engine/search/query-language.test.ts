import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEmptyQuery, parseQuery } from "../../../renderer/engine/search/query-language";

const words = (text: string) => parseQuery(text).terms.map((term) => term.text);

describe("what is typed into the search field", () => {
	test("words and phrases, wanted and not", () => {
		const query = parseQuery('red "blue sky" -green -"old house"');
		expect(query.terms).toEqual([
			{ text: "red", phrase: false },
			{ text: "blue sky", phrase: true },
		]);
		expect(query.excluded).toEqual([
			{ text: "green", phrase: false },
			{ text: "old house", phrase: true },
		]);
	});

	test("filters, with names in quotes, in any case", () => {
		const query = parseQuery('tag:#Work/Plans TYPE:Notes type:bookmark in:"Summer 2024" -in:Old -tag:done -type:file is:trashed');
		expect(query).toMatchObject({
			tags: ["Work/Plans"],
			kinds: ["page", "bookmark"],
			inside: ["Summer 2024"],
			outside: ["Old"],
			excludedTags: ["done"],
			excludedKinds: ["file"],
			trashed: true,
			terms: [],
		});
	});

	test("a filter whose value is still missing asks for nothing", () => {
		for (const text of ["", "  ", "tag:", "type:", "in:", 'in:"', "-", "--", '"', '""', "tag:#"])
			expect(isEmptyQuery(parseQuery(text))).toBe(true);
	});

	test("what is no filter is looked for as it stands", () => {
		expect(words("type:zebra http://example.org a-b -")).toEqual(["type:zebra", "http://example.org", "a-b"]);
		expect(words("it's")).toEqual(["it's"]);
	});

	test("quotes of other languages are quotes; one that is not closed goes to the end", () => {
		for (const text of ["“blue sky”", "„blue sky“", "«blue sky»", '"blue sky', 'x"blue sky"']) {
			expect(parseQuery(text).terms.at(-1)).toEqual({ text: "blue sky", phrase: true });
		}
	});

	test("knows whether the last word can still grow", () => {
		expect(parseQuery("blue sk").unfinished).toBe("term");
		expect(parseQuery("blue sk ").unfinished).toBe("no");
		expect(parseQuery('"blue sk').unfinished).toBe("term");
		expect(parseQuery('"blue sk"').unfinished).toBe("no");
		expect(parseQuery("sky tag:bl").unfinished).toBe("tag");
		expect(parseQuery("sky -bl").unfinished).toBe("no");
	});

	test("whatever is typed is understood somehow, and quickly", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
				const query = parseQuery(text);
				for (const term of [...query.terms, ...query.excluded]) expect(term.text).toMatch(/[\p{L}\p{N}]/u);
				expect(query.terms.length).toBeLessThanOrEqual(32);
			}),
		);
		expect(parseQuery("x ".repeat(100_000)).terms.length).toBeLessThanOrEqual(32);
	});
});
