import { headingLevelAt, readLineStart } from "./lines";
import { type OpaqueRange, opaqueRanges } from "./opaque";
import { plainText } from "./plain-text";
import { eachVisibleLine } from "./visible-lines";

export interface Heading {
	readonly level: 1 | 2 | 3 | 4 | 5 | 6;
	/** As it reads, without markup. */
	readonly text: string;
	/** Where its line begins. */
	readonly at: number;
}

/** The headings of a page in their order: `# Heading` and headings underlined by `===` or `---`. */
export function headings(markdown: string): Heading[] {
	return headingsOutside(markdown, opaqueRanges(markdown));
}

/** The same where the opaque ranges are known. */
export function headingsOutside(markdown: string, opaque: readonly OpaqueRange[]): Heading[] {
	const found: Heading[] = [];
	let above: { from: number; end: number } | null = null;
	eachVisibleLine(markdown, opaque, (from, end) => {
		const line = readLineStart(markdown, from, end);
		const held = line.quotes > 0 || line.inList || line.indent > 3;
		const level = held ? 0 : headingLevelAt(markdown, line.content, end);
		if (isLevel(level)) {
			const text = markdown.slice(line.content + level, end).replace(/[ \t\r]+$/, "");
			found.push({ level, text: plainText(withoutClosingMarks(text)), at: from });
			above = null;
			return;
		}
		const underline = held || above === null || above.end + 1 !== from ? 0 : underlineLevel(markdown, line.content, end);
		if (above !== null && isLevel(underline)) {
			found.push({ level: underline, text: plainText(markdown.slice(above.from, above.end)), at: above.from });
			above = null;
			return;
		}
		above = held || line.content === end ? null : { from, end };
	});
	return found;
}

function isLevel(level: number): level is Heading["level"] {
	return level >= 1 && level <= 6;
}

/** `## Heading ##` → ` Heading`. */
function withoutClosingMarks(text: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === "#") end--;
	return end === 0 || text[end - 1] === " " || text[end - 1] === "\t" ? text.slice(0, end) : text;
}

/** 1 for a line of `=`, 2 for a line of `-`, otherwise 0. */
function underlineLevel(text: string, from: number, end: number): number {
	const mark = text[from];
	if (mark !== "=" && mark !== "-") return 0;
	let at = from;
	while (at < end && text[at] === mark) at++;
	while (at < end && (text[at] === " " || text[at] === "\t" || text[at] === "\r")) at++;
	return at < end ? 0 : mark === "=" ? 1 : 2;
}
