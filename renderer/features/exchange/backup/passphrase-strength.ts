/** A plain estimate of how hard a passphrase is to guess; a hint, never a lock. */

export type Strength = "short" | "weak" | "fair" | "strong";

/** The shell refuses anything shorter. */
export const SHORTEST = 8;
const FAIR_BITS = 45;
const STRONG_BITS = 65;
/** A word that someone chose: about as many bits as one of 4,000 common words. */
const BITS_A_WORD = 12;

/** Bits by characters: which kinds it uses, how many, repeated ones not counted. */
function bitsByCharacters(text: string): number {
	const kinds: readonly (readonly [RegExp, number])[] = [
		[/\p{Ll}/u, 26],
		[/\p{Lu}/u, 26],
		[/\p{Nd}/u, 10],
		[/[^\p{L}\p{Nd}]/u, 20],
	];
	const alphabet = kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0);
	const characters = [...text];
	const telling = characters.filter((character, index) => {
		const before = characters[index - 1];
		// Repeats and runs ("aaaa", "1234") add next to nothing.
		return before === undefined || Math.abs((character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)) > 1;
	}).length;
	return telling * Math.log2(Math.max(2, alphabet));
}

/** How strong it is. Words count as words: a long sentence of common words is not as strong as its length. */
export function strengthOf(passphrase: string): Strength {
	if ([...passphrase].length < SHORTEST) return "short";
	const words = new Set(
		passphrase
			.toLowerCase()
			.split(/[\s\-_.]+/)
			.filter((word) => word.length > 2),
	);
	const bits = words.size >= 3 ? Math.min(words.size * BITS_A_WORD + 8, bitsByCharacters(passphrase)) : bitsByCharacters(passphrase) * 0.75;
	if (bits < FAIR_BITS) return "weak";
	return bits < STRONG_BITS ? "fair" : "strong";
}
