import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../../renderer/engine/search/folding";
import { highlight, makePattern, snippet } from "../../../renderer/engine/search/highlighting";

const show = (runs: readonly { text: string; hit: boolean }[]): string =>
	runs.map((run) => (run.hit ? `[${run.text}]` : run.text)).join("");

describe("marking what was found", () => {
	test("whole words only, unless the word may go on", () => {
		expect(show(highlight("The cartography of a car", [makePattern("car", false)]))).toBe("The cartography of a [car]");
		expect(show(highlight("The cartography of a car", [makePattern("car", true)]))).toBe("The [cartography] of a [car]");
	});

	test("phrases across punctuation and lines", () => {
		expect(show(highlight("Don’t panic,\nnow. Don panic", [makePattern("don't panic", false)]))).toBe("[Don’t panic],\nnow. Don panic");
	});

	test("marks beside one another and over one another", () => {
		expect(show(highlight("red wine", [makePattern("red wine", false), makePattern("wine", false), makePattern("red", false)]))).toBe(
			"[red wine]",
		);
	});

	test("shows the passage in which most of the words stand together", () => {
		const filler = "Here is something else altogether. ".repeat(20);
		const text = `An apple. ${filler}A pear and an apple and a plum. ${filler}`;
		const shown = show(snippet(text, [makePattern("apple", false), makePattern("pear", false), makePattern("plum", false)]));
		expect(shown).toContain("A [pear] and an [apple] and a [plum].");
		expect(shown.startsWith("…")).toBe(true);
		expect(shown.endsWith("…")).toBe(true);
	});

	test("shows the beginning when the text itself has none of the words", () => {
		expect(show(snippet("First line.\n\n\tSecond   line.", [makePattern("absent", false)]))).toBe("First line. Second line.");
		expect(snippet("", [makePattern("absent", false)])).toEqual([]);
	});

	test("never cuts a character in two nor loses one", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: "grapheme", maxLength: 600 }),
				fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }),
				(written, term) => {
					const text = written.normalize("NFC");
					const patterns = [makePattern(term, true)];
					expect(
						highlight(text, patterns)
							.map((run) => run.text)
							.join(""),
					).toBe(text);
					const passage = snippet(text, patterns)
						.map((run) => run.text)
						.join("");
					expect(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(passage)).toBe(false);
				},
			),
		);
	});

	test("folding keeps the place of every character", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
				expect(fold(text).length).toBe(text.length);
			}),
		);
	});
});
