import { readLineStart } from "./lines";
import { type OpaqueRange, opaqueRanges } from "./opaque";
import { eachVisibleLine } from "./visible-lines";

export interface TaskCounts {
	readonly open: number;
	readonly done: number;
}

/** Tasks of a page: `- [ ]` is open, `- [x]` is done. Boxes with another mark (cancelled, moved) are neither. */
export function taskCounts(markdown: string): TaskCounts {
	return taskCountsOutside(markdown, opaqueRanges(markdown));
}

/** The same where the opaque ranges are known. */
export function taskCountsOutside(markdown: string, opaque: readonly OpaqueRange[]): TaskCounts {
	let open = 0;
	let done = 0;
	if (!markdown.includes("] ")) return { open, done };
	eachVisibleLine(markdown, opaque, (from, end) => {
		const line = readLineStart(markdown, from, end);
		if (!line.inList || !isTaskBoxAt(markdown, line.content)) return;
		const mark = markdown[line.content + 1];
		if (mark === " ") open++;
		else if (mark === "x" || mark === "X") done++;
	});
	return { open, done };
}

/** Whether a task's box `[?] ` stands at `at`. */
export function isTaskBoxAt(text: string, at: number): boolean {
	if (text[at] !== "[" || text[at + 2] !== "]") return false;
	const after = text[at + 3];
	return after === " " || after === "\t";
}
