/** The headings and the word count of a page, read in a quiet moment. */
import { ensureSyntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view";

export interface OutlineEntry {
	readonly level: number;
	readonly text: string;
	/** Where the heading's line begins, at the time of reading. */
	readonly at: number;
}

export interface PageOutline {
	readonly headings: readonly OutlineEntry[];
	readonly words: number;
	/** Tags written in the text itself. */
	readonly tags: readonly string[];
}

/** Milliseconds without typing before the page is read again. */
const QUIET = 400;
/** Milliseconds that one reading may take of the parser. */
const PARSE_BUDGET = 40;

/** The text of a heading without its markup. */
export function headingText(line: string): string {
	return line
		.replace(/^\s*#{1,6}\s+/, "")
		.replace(/\s+#+\s*$/, "")
		.replace(/!?\[\[([^\]|]*\|)?([^\]]*)\]\]/g, "$2")
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/(\*\*|__|~~|==|`)/g, "")
		.trim();
}

function countWords(state: EditorState): number {
	let words = 0;
	const cursor = state.doc.iter();
	let inside = false;
	for (let chunk = cursor.next(); !chunk.done; chunk = cursor.next()) {
		if (chunk.lineBreak) {
			inside = false;
			continue;
		}
		for (const match of chunk.value.matchAll(/[\p{L}\p{N}'’]+/gu)) {
			// A word that goes on from the piece before was counted there.
			if (!(inside && match.index === 0)) words++;
		}
		inside = /[\p{L}\p{N}'’]$/u.test(chunk.value);
	}
	return words;
}

export function readOutline(state: EditorState): PageOutline {
	const headings: OutlineEntry[] = [];
	const tags = new Set<string>();
	const tree = ensureSyntaxTree(state, state.doc.length, PARSE_BUDGET);
	tree?.iterate({
		enter: (node) => {
			const level = /^ATXHeading([1-6])$/.exec(node.name)?.[1];
			if (level !== undefined) {
				const line = state.doc.lineAt(node.from);
				const text = headingText(line.text);
				if (text !== "") headings.push({ level: Number(level), text, at: line.from });
			}
			if (node.name === "HashTag") tags.add(state.sliceDoc(node.from + 1, node.to));
			return !/^(FencedCode|CodeBlock|HTMLBlock)$/.test(node.name);
		},
	});
	return { headings, words: countWords(state), tags: [...tags] };
}

/** Tells the outline when the page is shown and whenever it has changed and typing pauses. */
export function outlineReader(tell: (outline: PageOutline) => void) {
	return ViewPlugin.fromClass(
		class implements PluginValue {
			private timer: ReturnType<typeof setTimeout> | null = null;
			private idle = 0;

			constructor(private readonly view: EditorView) {
				this.soon(0);
			}
			update(update: ViewUpdate): void {
				if (update.docChanged) this.soon(QUIET);
			}
			destroy(): void {
				if (this.timer !== null) clearTimeout(this.timer);
				if (this.idle !== 0) cancelIdleCallback(this.idle);
			}
			private soon(delay: number): void {
				if (this.timer !== null) clearTimeout(this.timer);
				this.timer = setTimeout(() => {
					this.timer = null;
					this.idle = requestIdleCallback(() => tell(readOutline(this.view.state)), { timeout: 2000 });
				}, delay);
			}
		},
	);
}
