/** Notes and bookmarks made from a seed: the same on every machine, with words spread as in real prose (Zipf). */
import type { SearchEntry } from "../../renderer/engine/search/search-index";

/** A small, well-known generator (mulberry32): the same numbers for the same seed everywhere. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const ONSETS = [
	"b",
	"br",
	"c",
	"ch",
	"cl",
	"con",
	"d",
	"dr",
	"f",
	"fl",
	"g",
	"gr",
	"h",
	"j",
	"l",
	"m",
	"n",
	"p",
	"pl",
	"pr",
	"qu",
	"r",
	"s",
	"sh",
	"st",
	"str",
	"t",
	"th",
	"tr",
	"v",
	"w",
	"in",
	"re",
	"ex",
];
const VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "io"];
const ENDINGS = ["", "n", "r", "s", "t", "l", "m", "nd", "st", "ng", "ck", "rt", "tion", "ment", "ness", "ly"];

/** Distinct words of one to four syllables; the first are short, as frequent words are. */
export function inventWords(random: () => number, count: number): string[] {
	const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
	const words = new Set<string>();
	while (words.size < count) {
		const longest = 1 + Math.min(3, Math.floor(Math.log10(words.size + 1)));
		const syllables = 1 + Math.floor(random() * longest);
		let word = "";
		for (let syllable = 0; syllable < syllables; syllable += 1) word += pick(ONSETS) + pick(VOWELS);
		words.add(word + pick(ENDINGS));
	}
	return [...words];
}

/** Picks words so that the n-th is about 1/n as frequent as the first. */
export function zipfPicker(random: () => number, words: readonly string[]): () => string {
	const sums = new Float64Array(words.length);
	let sum = 0;
	for (let rank = 0; rank < words.length; rank += 1) {
		sum += 1 / (rank + 2.7);
		sums[rank] = sum;
	}
	return () => {
		const wanted = random() * sum;
		let low = 0;
		let high = words.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((sums[middle] ?? 0) < wanted) low = middle + 1;
			else high = middle;
		}
		return words[low] ?? "";
	};
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

function entryId(number: number): string {
	let id = "";
	for (let rest = number, place = 0; place < 26; place += 1, rest = Math.floor(rest / 32)) id = (ALPHABET[rest % 32] ?? "a") + id;
	return id;
}

export interface Corpus {
	readonly words: readonly string[];
	readonly entries: readonly SearchEntry[];
}

/** `count` entries whose texts have about `characters` characters each. */
export function makeCorpus(options: {
	seed: number;
	count: number;
	characters: number;
	kind: "page" | "bookmark";
	vocabulary?: number;
}): Corpus {
	const random = seededRandom(options.seed);
	const words = inventWords(random, options.vocabulary ?? 30_000);
	const next = zipfPicker(random, words);
	const sentence = (characters: number): string => {
		let text = "";
		while (text.length < characters) {
			const word = next();
			text += text === "" ? word : random() < 0.08 ? `. ${word}` : ` ${word}`;
		}
		return text;
	};
	const started = Date.UTC(2024, 0, 1);
	const entries = Array.from({ length: options.count }, (_, number): SearchEntry => {
		const title = sentence(18);
		return {
			id: entryId(number + 1),
			kind: options.kind,
			title,
			tags: [next(), `${words[number % 12] ?? "x"}/${words[12 + (number % 30)] ?? "y"}`],
			text: sentence(options.characters),
			parent: entryId(1_000_000 + (number % 50)),
			updated: started + number * 600_000,
			trashed: false,
		};
	});
	return { words, entries };
}
