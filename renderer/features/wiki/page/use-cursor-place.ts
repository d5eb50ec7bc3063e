/** What is so at the place where the cursor is, for the toolbar. */
import type { EditorView } from "@codemirror/view";
import { useEffect, useState } from "react";
import { lineKind } from "../editor/edits/block-formatting";
import { hasFormat, type InlineFormat } from "../editor/edits/inline-formatting";
import { tableHere } from "../editor/table/table-commands";

export interface CursorPlace {
	/** Ids of the formats and of the kind of line that are so here. */
	readonly pressed: readonly string[];
	readonly kind: string;
	readonly table: boolean;
	readonly disabled: boolean;
}

const FORMATS: readonly (readonly [string, InlineFormat])[] = [
	["bold", "bold"],
	["italic", "italic"],
	["strike", "strike"],
	["highlight", "highlight"],
	["inline-code", "code"],
];
/** Milliseconds that the toolbar may be behind the cursor, so that typing never waits for it. */
const BEHIND = 120;
/** Characters at the beginning of a line that tell what it is. */
const LONGEST_MARK = 200;

function look(view: EditorView): CursorPlace {
	const line = view.state.doc.lineAt(view.state.selection.main.head);
	const kind = lineKind(line.text.slice(0, LONGEST_MARK));
	const formats = FORMATS.filter(([, format]) => hasFormat(view.state, format)).map(([id]) => id);
	return { pressed: [...formats, kind], kind, table: tableHere(view.state) !== null, disabled: view.state.readOnly };
}

export function useCursorPlace(view: EditorView, watch: (watcher: () => void) => () => void): CursorPlace {
	const [place, setPlace] = useState(() => look(view));
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | null = null;
		const update = (): void => {
			timer = null;
			const next = look(view);
			setPlace((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
		};
		update();
		const stop = watch(() => {
			timer ??= setTimeout(update, BEHIND);
		});
		return () => {
			stop();
			if (timer !== null) clearTimeout(timer);
		};
	}, [view, watch]);
	return place;
}
