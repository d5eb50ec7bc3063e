/**
 * Reads front matter that is as plain as people write it: words, and lists of words. Most notes have nothing else, and a
 * YAML reader takes longer for it than all the rest of the import together. Whatever is not clearly plain is left to that
 * reader; what is read here it reads in the same way, which a property test holds.
 */

/** Begins with a letter, ends without a space, and has only characters that mean nothing in YAML. */
const WORDS = /^\p{L}(?:[\p{L}\p{N} _./()'-]*[\p{L}\p{N}_./()'-])?$/u;
/** What YAML takes for something other than text. */
const NO_TEXT = /^(?:null|true|false)$/i;
const LINE = /^(\p{L}[\p{L}\p{N} _-]*)?(?<![ -]):(?: (.*))?$/u;
const ENTRY = /^( *)- (.*)$/;

/** The values by their keys; null when a YAML reader has to look at it. `yaml` is what stands between the lines of `---`. */
export function readPlainFrontMatter(yaml: string): Readonly<Record<string, string | readonly string[]>> | null {
	const found = new Map<string, string | string[]>();
	/** The list under the last key, and how far it is indented. */
	let open: { readonly key: string; readonly entries: string[]; indent: number | null } | null = null;
	for (const line of yaml.split("\n")) {
		if (line === "") continue;
		const entry = ENTRY.exec(line);
		if (entry !== null) {
			const indent = (entry[1] ?? "").length;
			const words = wordsOf(entry[2] ?? "");
			if (open === null || words === null || indent !== (open.indent ?? indent)) return null;
			open.indent = indent;
			open.entries.push(words);
			continue;
		}
		// A key without a value, and no list under it, means nothing at all: that is not text.
		if (open !== null && open.entries.length === 0) return null;
		open = null;
		const [, key, written] = LINE.exec(line) ?? [];
		if (key === undefined || NO_TEXT.test(key) || found.has(key)) return null;
		if (written === undefined) {
			open = { key, entries: [], indent: null };
			found.set(key, open.entries);
		} else {
			const value = written.startsWith("[") ? listOf(written) : wordsOf(written);
			if (value === null) return null;
			found.set(key, value);
		}
	}
	if (open !== null && open.entries.length === 0) return null;
	return found.size === 0 ? null : Object.fromEntries(found);
}

function wordsOf(written: string): string | null {
	return WORDS.test(written) && !NO_TEXT.test(written) ? written : null;
}

/** `[a, b]` */
function listOf(written: string): string[] | null {
	if (!written.endsWith("]")) return null;
	const inside = written.slice(1, -1).trim();
	if (inside === "") return [];
	const entries: string[] = [];
	for (const part of inside.split(",")) {
		const words = wordsOf(part.trim());
		if (words === null) return null;
		entries.push(words);
	}
	return entries;
}
