/** The headings and the word count of a page, read in a quiet moment. */
import type { EditorState } from "@codemirror/state";
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { headings, inlineTags, wordCount } from "../../../../../shared/formats/markdown";
import { createAlarm } from "../alarm";
import { LINE_BREAK } from "../session/splices";

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
/** Reads the whole page once: only ever in a quiet moment. */
export function readOutline(state: EditorState): PageOutline {
	return outlineOf(state.doc.sliceString(0, state.doc.length, LINE_BREAK));
}

export function outlineOf(text: string): PageOutline {
	return { headings: headings(text).filter((heading) => heading.text !== ""), words: wordCount(text), tags: inlineTags(text) };
}

/** Tells the outline when the page is shown and whenever it has changed and typing pauses. */
export function outlineReader(tell: (outline: PageOutline) => void) {
	return ViewPlugin.fromClass(
		class implements PluginValue {
			private idle = 0;
			private readonly alarm = createAlarm(() => {
				this.idle = requestIdleCallback(() => tell(readOutline(this.view.state)), { timeout: 2000 });
			});

			constructor(private readonly view: EditorView) {
				this.alarm.set(0);
			}
			update(update: ViewUpdate): void {
				if (update.docChanged) this.alarm.set(QUIET);
			}
			destroy(): void {
				this.alarm.cancel();
				if (this.idle !== 0) cancelIdleCallback(this.idle);
			}
		},
	);
}
