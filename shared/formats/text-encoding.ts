/** From bytes of unknown encoding to text, saying how sure that is. */

export interface DecodedText {
	readonly text: string;
	/** The name of the encoding that was used. */
	readonly encoding: string;
	/** True when neither the bytes nor the file itself said so clearly. */
	readonly guessed: boolean;
	/** How many characters could not be read and are now U+FFFD. */
	readonly replaced: number;
}

/**
 * Decodes a text file: by its byte order mark, as UTF-8 where the bytes are valid, by what it declares
 * (`<meta charset>`), otherwise as damaged UTF-8 or windows-1252, whichever is likelier. Never fails.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
	const mark = byteOrderMark(bytes);
	if (mark !== null) return counted(decodeAs(mark, bytes) ?? "", mark, false);
	const wide = guessUtf16(bytes);
	if (wide !== null) return counted(decodeAs(wide, bytes) ?? "", wide, true);
	// ISO 2022 is the one encoding that looks like ASCII; what it says begins with an escape.
	if (bytes.includes(ESCAPE)) {
		const declared = declaredEncoding(bytes);
		const text = declared?.startsWith("iso-2022") === true ? decodeAs(declared, bytes) : null;
		if (declared !== null && text !== null) return counted(text, declared, false);
	}
	const strict = decodeStrictly(bytes);
	if (strict !== null) return { text: strict, encoding: "utf-8", guessed: false, replaced: 0 };
	const declared = declaredEncoding(bytes);
	if (declared !== null && !declared.startsWith("utf")) {
		const text = decodeAs(declared, bytes);
		if (text !== null) return counted(text, declared, false);
	}
	const loose = counted(decodeAs("utf-8", bytes) ?? "", "utf-8", declared === null);
	if (loose.replaced <= wideCharacters(loose.text) - loose.replaced) return loose;
	return counted(decodeAs("windows-1252", bytes) ?? loose.text, "windows-1252", true);
}

const ESCAPE = 0x1b;

function byteOrderMark(bytes: Uint8Array): string | null {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
	return null;
}

/** UTF-16 without a mark shows as a zero byte in most pairs. */
function guessUtf16(bytes: Uint8Array): string | null {
	const pairs = Math.min(bytes.length >> 1, 512);
	if (pairs < 8) return null;
	let even = 0;
	let odd = 0;
	for (let pair = 0; pair < pairs; pair++) {
		if (bytes[pair * 2] === 0) even++;
		if (bytes[pair * 2 + 1] === 0) odd++;
	}
	if (odd > pairs * 0.7 && even < pairs * 0.1) return "utf-16le";
	if (even > pairs * 0.7 && odd < pairs * 0.1) return "utf-16be";
	return null;
}

/** What the file says of itself within its first 2,048 bytes, in lower case. */
function declaredEncoding(bytes: Uint8Array): string | null {
	const start = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
	return /(?:charset|encoding)\s*=\s*["']?([a-z0-9_-]{2,40})/i.exec(start)?.[1]?.toLowerCase() ?? null;
}

function decodeStrictly(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** Null when this machine does not know the encoding. */
function decodeAs(encoding: string, bytes: Uint8Array): string | null {
	try {
		const text = new TextDecoder(encoding).decode(bytes);
		return isWindows1252(encoding) ? text.replace(/[\u0080-\u009f]/g, fromWindows1252) : text;
	} catch {
		return null;
	}
}

/** What the web calls latin 1 is windows-1252, too. */
function isWindows1252(encoding: string): boolean {
	return ["windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii", "ascii"].includes(encoding);
}

/** The characters of windows-1252 from 0x80 to 0x9f; `\u0000` where it has none. */
const WINDOWS_1252 = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/** Some runtimes decode windows-1252 as ISO 8859-1 and leave control characters where quotes and dashes were. */
function fromWindows1252(character: string): string {
	const meant = WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80);
	return meant === "\0" ? character : meant;
}

function counted(text: string, encoding: string, guessed: boolean): DecodedText {
	let replaced = 0;
	for (let at = text.indexOf("\ufffd"); at !== -1; at = text.indexOf("\ufffd", at + 1)) replaced++;
	return { text, encoding, guessed, replaced };
}

function wideCharacters(text: string): number {
	let wide = 0;
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) wide++;
	return wide;
}
