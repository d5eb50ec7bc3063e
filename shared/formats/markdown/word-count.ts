import { plainText } from "./plain-text";

/** How many words a reader reads in a page: runs of letters and digits; each sign of Chinese or Japanese is one. */
export function wordCount(markdown: string): number {
	return countWords(plainText(markdown, { comments: false }));
}

/** How many words readable text has. */
export function countWords(text: string): number {
	let words = 0;
	let inWord = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (isIdeograph(code)) {
			words++;
			inWord = false;
		} else if (isWordCode(code)) {
			if (!inWord) words++;
			inWord = true;
		} else if (!inWord || !joinsWord(code)) {
			inWord = false;
		}
	}
	return words;
}

function isWordCode(code: number): boolean {
	if (code < 128) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
	if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba;
	return code !== 0xd7 && code !== 0xf7 && !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0x3000 && code <= 0x303f) && code < 0xfe10;
}

/** Han, hiragana and katakana, which are written without spaces. Hangul has them. */
function isIdeograph(code: number): boolean {
	return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x4dbf) || (code >= 0x4e00 && code <= 0x9fff);
}

/** Marks inside a word: don’t, well-known, 3.5, file_name. */
function joinsWord(code: number): boolean {
	return code === 39 || code === 0x2019 || code === 45 || code === 46 || code === 95;
}
