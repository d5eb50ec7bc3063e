import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

export const KIT_WORDS = 24;

/** 24 English words for the 32 bytes that a person's key is made from (BIP39: 256 bits and a checksum of 8). */
export function wordsOf(seed: Uint8Array): readonly string[] {
	return entropyToMnemonic(seed, wordlist).split(" ");
}

/** What is in words that a person has typed, or what is wrong with them. */
export type ReadWords =
	| { readonly is: "seed"; readonly seed: Uint8Array }
	| { readonly is: "wrong-count"; readonly count: number }
	| { readonly is: "unknown-word"; readonly place: number; readonly word: string }
	/** Each is a word of the list, but together they are no key: one was swapped or taken for another. */
	| { readonly is: "not-together" };

/** Reads words however they were typed: numbered, in capitals, on lines, each at least by its first four letters, which no two words share. */
export function readWords(text: string): ReadWords {
	const typed =
		text
			.normalize("NFKC")
			.toLowerCase()
			.match(/\p{Letter}+/gu) ?? [];
	if (typed.length !== KIT_WORDS) return { is: "wrong-count", count: typed.length };
	const words: string[] = [];
	for (const [index, part] of typed.entries()) {
		const word = wordlist.includes(part) ? part : part.length >= 4 ? wordlist.find((candidate) => candidate.startsWith(part)) : undefined;
		if (word === undefined) return { is: "unknown-word", place: index + 1, word: part.slice(0, 40) };
		words.push(word);
	}
	try {
		return { is: "seed", seed: mnemonicToEntropy(words.join(" "), wordlist) };
	} catch {
		return { is: "not-together" };
	}
}
