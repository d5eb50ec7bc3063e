import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance } from "../../../renderer/engine/search/core/edit-distance";
import { Vocabulary } from "../../../renderer/engine/search/core/vocabulary";

const codes = (word: string): Uint16Array => Uint16Array.from(word, (letter) => letter.charCodeAt(0));

function near(word: string, known: readonly string[]): string[] {
	const vocabulary = new Vocabulary();
	known.forEach((one, index) => {
		vocabulary.add(one, index + 1);
	});
	return vocabulary.near(word, 10, performance.now() + 1000).map((spelling) => spelling.word);
}

describe("other spellings of a word", () => {
	test("one slip in words of four to seven letters, two in longer ones", () => {
		expect(near("recieve", ["receive", "relieve", "receiver", "deceive"])).toEqual(["relieve", "receive"]);
		expect(near("libary", ["library"])).toEqual(["library"]);
		expect(near("acommodaton", ["accommodation"])).toEqual(["accommodation"]);
		expect(near("cat", ["cut"])).toEqual([]);
		expect(near("garden", ["harvest"])).toEqual([]);
	});

	test("the nearest first, then the most used", () => {
		expect(near("interesting", ["interestingly", "interestin", "interestang"])).toEqual(["interestang", "interestin", "interestingly"]);
	});

	test("one slip anywhere in a word is always found", () => {
		const letter = fc.constantFrom(..."abcdefghij");
		fc.assert(
			fc.property(
				fc.array(letter, { minLength: 5, maxLength: 12 }),
				fc.nat(),
				letter,
				fc.constantFrom("swap", "drop", "add", "change"),
				(letters, at, other, slip) => {
					const place = at % (letters.length - 1);
					const wrong = [...letters];
					if (slip === "swap") wrong.splice(place, 2, letters[place + 1] ?? "", letters[place] ?? "");
					else wrong.splice(place, slip === "add" ? 0 : 1, ...(slip === "drop" ? [] : [other]));
					fc.pre(wrong.join("") !== letters.join(""));
					expect(near(wrong.join(""), [letters.join("")])).toEqual([letters.join("")]);
				},
			),
		);
	});

	test("the distance is the same both ways, and 0 only for the same word", () => {
		const word = fc.stringMatching(/^[a-d]{0,8}$/);
		fc.assert(
			fc.property(word, word, (a, b) => {
				const there = editDistance(a, codes(b), 0, b.length, 20);
				expect(editDistance(b, codes(a), 0, a.length, 20)).toBe(there);
				expect(there === 0).toBe(a === b);
			}),
		);
	});
});
