/** Tab moves list items further in, and with them what lies in them. */
import type { ChangeSpec, EditorState, Line } from "@codemirror/state";
import type { Command } from "@codemirror/view";

const ITEM = /^([\s>]*)([-*+]|\d+[.)])\s/;

function lines(state: EditorState): Line[] {
	const { from, to } = state.selection.main;
	const result: Line[] = [];
	for (let at = state.doc.lineAt(from).from; at <= to; ) {
		const line = state.doc.lineAt(at);
		result.push(line);
		at = line.to + 1;
	}
	return result;
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** The lines below that lie further in than this one. */
function children(state: EditorState, line: Line): Line[] {
	const result: Line[] = [];
	for (let number = line.number + 1; number <= state.doc.lines; number++) {
		const next = state.doc.line(number);
		if (next.text.trim() === "" || indentOf(next.text) <= indentOf(line.text)) break;
		result.push(next);
	}
	return result;
}

/** How far an item must be moved to lie in the one above: as far as the text of that begins. */
function stepFor(state: EditorState, line: Line): number {
	for (let number = line.number - 1; number >= 1; number--) {
		const above = state.doc.line(number);
		const match = ITEM.exec(above.text);
		if (match === null) return /^\s*$/.test(above.text) ? 2 : 4;
		if (indentOf(above.text) <= indentOf(line.text)) return (match[2]?.length ?? 1) + 1;
	}
	return 0;
}

function move(direction: "in" | "out"): Command {
	return (view) => {
		const { state } = view;
		const chosen = lines(state);
		const [first] = chosen;
		if (state.readOnly || first === undefined || !chosen.some((line) => ITEM.test(line.text))) return false;
		const all = chosen.length === 1 ? [first, ...children(state, first)] : chosen;
		const step = direction === "in" ? stepFor(state, first) : Math.min(indentOf(first.text), 4) || 0;
		if (step === 0) return true;
		const outStep = direction === "out" ? outdent(state, first) : step;
		const changes = all.map(
			(line): ChangeSpec =>
				direction === "in"
					? { from: line.from, insert: " ".repeat(step) }
					: { from: line.from, to: line.from + Math.min(outStep, indentOf(line.text)) },
		);
		view.dispatch({ changes, userEvent: direction === "in" ? "input.indent" : "delete.dedent" });
		return true;
	};
}

/** How far out: to the indentation of the item that this one lies in. */
function outdent(state: EditorState, line: Line): number {
	const own = indentOf(line.text);
	for (let number = line.number - 1; number >= 1; number--) {
		const above = state.doc.line(number);
		if (above.text.trim() === "") continue;
		if (indentOf(above.text) < own) return own - indentOf(above.text);
	}
	return own;
}

export const indentItem: Command = move("in");
export const outdentItem: Command = move("out");
