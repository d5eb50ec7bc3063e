/** Words as the index compares them: without case and accents, and scripts without spaces cut into pairs of characters. */

/** Scripts that put no space between words. */
const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\u30fc\\uff70";
const UNSPACED_CHARACTER = new RegExp(`^[${UNSPACED}]`, "u");
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+`, "gu");
const PIECES = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
const WORD_CHARACTER = /^[\p{L}\p{N}\p{M}\p{Co}]/u;
const NOT_ASCII = /[\u0080-\uffff]/;
const EACH_NOT_ASCII = /[\u0080-\uffff]/g;

/** Letters with accents, and wide forms, by the plain small letter. Only pairs of one UTF-16 unit each, so that folding keeps positions. */
const PLAIN: ReadonlyMap<string, string> = plainLetters();

function plainLetters(): Map<string, string> {
	const plain = new Map([
		...["øo", "Øo", "łl", "Łl", "đd", "Đd", "ıi", "ħh", "Ħh", "ςσ"].map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
	]);
	for (const [first, last] of [
		[0xa0, 0x24f],
		[0x370, 0x52f],
		[0x1e00, 0x1fff],
		[0xff10, 0xff5a],
	] as const) {
		for (let code = first; code <= last; code += 1) {
			const letter = String.fromCharCode(code);
			const [base = "", ...marks] = letter.normalize("NFKD");
			if (base === letter || base.length !== 1 || !/[\p{L}\p{N}]/u.test(base)) continue;
			if (marks.every((mark) => mark >= "\u0300" && mark <= "\u036f")) plain.set(letter, base.toLowerCase());
		}
	}
	return plain;
}

/** Folds case and accents. Expects NFC; the result is as long as the text, so positions stay. */
export function fold(text: string): string {
	if (!NOT_ASCII.test(text)) return text.toLowerCase();
	// Lower case first makes a sigma at the end of a word another letter, so it comes first.
	return lowerCase(text).replace(EACH_NOT_ASCII, (letter) => PLAIN.get(letter) ?? letter);
}

/** Small letters, as many as there were: `İ` alone would become two. */
function lowerCase(text: string): string {
	return text.replaceAll("İ", "i").toLowerCase();
}

/** A text as it is given to the index. */
export function indexedText(text: string): string {
	if (!NOT_ASCII.test(text)) return text;
	return fold(text).replace(UNSPACED_RUN, (run) => ` ${characterPairs(run, false)} `);
}

/** The words of a term of a query, as the index has them; "" when there are none. `open`: one character alone, which only begins what is indexed. */
export function queryText(term: string): { readonly text: string; readonly open: boolean; readonly letters: number } {
	const pieces = wordPieces(term);
	const last = pieces.at(-1) ?? "";
	const open = isUnspaced(last) && [...last].length === 1;
	const text = pieces.map((piece, index) => (isUnspaced(piece) ? characterPairs(piece, index === pieces.length - 1) : piece)).join(" ");
	return { text, open, letters: isUnspaced(last) ? Number.POSITIVE_INFINITY : last.length };
}

/** A term's words, folded; a change between a script with and one without spaces is a border too. */
export function wordPieces(term: string): string[] {
	return fold(term.normalize("NFC")).match(PIECES) ?? [];
}

export function isUnspaced(piece: string): boolean {
	return UNSPACED_CHARACTER.test(piece);
}

/** Whether the character at this place belongs to a word of a script with spaces. */
export function isSpacedWordAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (Number.isNaN(code)) return false;
	if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
	const start = code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at;
	const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
	return WORD_CHARACTER.test(character) && !UNSPACED_CHARACTER.test(character);
}

/** Whether the character at this place belongs to any word. */
export function isWordAt(text: string, at: number): boolean {
	if (isSpacedWordAt(text, at)) return true;
	const code = text.codePointAt(at);
	return code !== undefined && code >= 0x80 && UNSPACED_CHARACTER.test(String.fromCodePoint(code));
}

/** `abc` as `ab bc c`: each place begins a pair. A query leaves out the last character, after which anything may follow. */
function characterPairs(run: string, mayGoOn: boolean): string {
	const characters = [...run];
	const pairs = characters.map((character, index) => character + (characters[index + 1] ?? ""));
	return (mayGoOn && pairs.length > 1 ? pairs.slice(0, -1) : pairs).join(" ");
}
