import fc from "fast-check";
import { expect, test } from "vitest";
import { readWords, wordsOf } from "../../electron/kit/kit-words";

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("24 words give back what they were made from, however they are typed", () => {
	fc.assert(
		fc.property(seeds, (seed) => {
			const words = wordsOf(seed);
			expect(words).toHaveLength(24);
			const ways = [
				words.join(" "),
				words.join("\n").toUpperCase(),
				words.map((word, index) => `${index + 1}. ${word}`).join("\r\n"),
				`  ${words.join(", ")}.  `,
				words.map((word) => word.slice(0, 4)).join(" "),
			];
			for (const way of ways) expect(readWords(way)).toEqual({ is: "seed", seed });
		}),
	);
});

test("the words are those of BIP39: another program reads them too", () => {
	expect(wordsOf(new Uint8Array(32)).join(" ")).toBe(`${"abandon ".repeat(23)}art`);
	expect(wordsOf(new Uint8Array(32).fill(0x7f)).join(" ")).toBe(
		"legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title",
	);
});

test("too few, too many and none are counted", () => {
	const words = wordsOf(new Uint8Array(32).fill(5));
	expect(readWords("")).toEqual({ is: "wrong-count", count: 0 });
	expect(readWords(words.slice(1).join(" "))).toEqual({ is: "wrong-count", count: 23 });
	expect(readWords(`${words.join(" ")} zoo`)).toEqual({ is: "wrong-count", count: 25 });
});

test("a word that is none is named with its place", () => {
	const words = [...wordsOf(new Uint8Array(32).fill(5))];
	words[6] = "commonplace";
	expect(readWords(words.join(" "))).toEqual({ is: "unknown-word", place: 7, word: "commonplace" });
	words[6] = "él";
	expect(readWords(words.join(" "))).toMatchObject({ is: "unknown-word", place: 7 });
});

test("one wrong word, or two in each other's place, is nearly always noticed, and never gives the same key", () => {
	let unnoticed = 0;
	let tried = 0;
	fc.assert(
		fc.property(seeds, fc.nat(23), fc.nat(23), (seed, one, other) => {
			const words = [...wordsOf(seed)];
			const [a, b] = [words[one] ?? "", words[other] ?? ""];
			if (a === b) return;
			words[one] = b;
			words[other] = a;
			tried += 1;
			const read = readWords(words.join(" "));
			if (read.is === "seed") {
				unnoticed += 1;
				expect(read.seed).not.toEqual(seed);
			} else expect(read.is).toBe("not-together");
		}),
		{ numRuns: 500, seed: 1 },
	);
	// The checksum has 8 bits: one in 256.
	expect(unnoticed).toBeLessThan(tried / 50);
});
