/** Bold, italic and their like: put around the selection or the word, and taken away again. */
import { syntaxTree } from "@codemirror/language";
import { EditorSelection, type EditorState, type SelectionRange } from "@codemirror/state";
import type { Command } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

export type InlineFormat = "bold" | "italic" | "strike" | "highlight" | "code";

const FORMATS: Readonly<Record<InlineFormat, { readonly node: string; readonly mark: string }>> = {
	bold: { node: "StrongEmphasis", mark: "**" },
	italic: { node: "Emphasis", mark: "*" },
	strike: { node: "Strikethrough", mark: "~~" },
	highlight: { node: "Highlight", mark: "==" },
	code: { node: "InlineCode", mark: "`" },
};

function around(state: EditorState, range: SelectionRange, name: string): SyntaxNode | null {
	for (const side of [1, -1] as const) {
		for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(range.from, side); node !== null; node = node.parent) {
			if (node.name === name && node.from <= range.from && node.to >= range.to) return node;
		}
	}
	return null;
}

/** Whether everything selected has this format. */
export function hasFormat(state: EditorState, format: InlineFormat): boolean {
	return state.selection.ranges.every((range) => around(state, range, FORMATS[format].node) !== null);
}

export function toggleFormat(format: InlineFormat): Command {
	const { node: name, mark } = FORMATS[format];
	return (view) => {
		const { state } = view;
		if (state.readOnly) return false;
		const spec = state.changeByRange((range) => {
			const node = around(state, range, name);
			if (node !== null) {
				const length = mark.length;
				// At the end of bold words "bold" means: go on without. So one can switch it on, type, and switch it off.
				if (range.empty && range.head === node.to - length && range.head > node.from + length)
					return { range: EditorSelection.cursor(node.to) };
				const changes = [
					{ from: node.from, to: node.from + length },
					{ from: node.to - length, to: node.to },
				];
				const shift = (at: number): number => Math.max(node.from, Math.min(at, node.to - length) - length);
				return { changes, range: EditorSelection.range(shift(range.anchor), shift(range.head)) };
			}
			const wanted = range.empty ? (state.wordAt(range.head) ?? range) : trimmed(state, range);
			const changes = [
				{ from: wanted.from, insert: mark },
				{ from: wanted.to, insert: mark },
			];
			const move = mark.length;
			const selected = range.empty
				? EditorSelection.cursor(range.head + move)
				: EditorSelection.range(wanted.from + move, wanted.to + move);
			return { changes, range: selected };
		});
		view.dispatch(state.update(spec, { userEvent: "input.format", scrollIntoView: true }));
		view.focus();
		return true;
	};
}

/** Markdown knows no bold that begins or ends with a space. */
function trimmed(state: EditorState, range: SelectionRange): { readonly from: number; readonly to: number } {
	const text = state.sliceDoc(range.from, range.to);
	const lead = text.length - text.trimStart().length;
	const tail = text.length - text.trimEnd().length;
	return lead === text.length ? range : { from: range.from + lead, to: range.to - tail };
}

const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

/** Makes the selection a link: to the address when it is one, otherwise the cursor goes where the address is written. */
export const makeLink: Command = (view) => {
	const { state } = view;
	if (state.readOnly) return false;
	const spec = state.changeByRange((range) => {
		const text = state.sliceDoc(range.from, range.to);
		const address = ADDRESS.test(text.trim());
		const insert = address ? `[](${text.trim()})` : `[${text}]()`;
		const cursor = address || text === "" ? range.from + 1 : range.from + insert.length - 1;
		return { changes: { from: range.from, to: range.to, insert }, range: EditorSelection.cursor(cursor) };
	});
	view.dispatch(state.update(spec, { userEvent: "input.format", scrollIntoView: true }));
	view.focus();
	return true;
};
