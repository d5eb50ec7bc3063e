/** Headings, lists, quotes and other blocks: what a line is. */
import { type ChangeSpec, EditorSelection, type EditorState, type Line } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";

export type LineKind = "text" | "heading-1" | "heading-2" | "heading-3" | "bullets" | "numbers" | "tasks" | "quote";

const PREFIX = /^(\s*)(#{1,6}\s+|>\s?|[-*+]\s+\[[ xX-]\]\s+|[-*+]\s+|\d+[.)]\s+)?/;

function selectedLines(state: EditorState): Line[] {
	const lines: Line[] = [];
	for (const range of state.selection.ranges) {
		for (let at = range.from; at <= range.to; ) {
			const line = state.doc.lineAt(at);
			if (lines.at(-1)?.from !== line.from) lines.push(line);
			at = line.to + 1;
		}
	}
	return lines;
}

/** What a line is, as the toolbar shows it. */
export function lineKind(line: string): LineKind {
	const prefix = PREFIX.exec(line)?.[2] ?? "";
	if (prefix.startsWith("#")) return prefix.startsWith("###") ? "heading-3" : prefix.startsWith("##") ? "heading-2" : "heading-1";
	if (prefix.startsWith(">")) return "quote";
	if (/^[-*+]\s+\[/.test(prefix)) return "tasks";
	if (/^[-*+]/.test(prefix)) return "bullets";
	return /^\d/.test(prefix) ? "numbers" : "text";
}

function prefixFor(kind: LineKind, index: number): string {
	switch (kind) {
		case "text":
			return "";
		case "heading-1":
			return "# ";
		case "heading-2":
			return "## ";
		case "heading-3":
			return "### ";
		case "bullets":
			return "- ";
		case "numbers":
			return `${index + 1}. `;
		case "tasks":
			return "- [ ] ";
		case "quote":
			return "> ";
	}
}

/** Makes the selected lines this kind; where all are already, they become plain text. */
export function setLines(kind: LineKind): Command {
	return (view) => {
		const { state } = view;
		if (state.readOnly) return false;
		const all = selectedLines(state);
		const lines = all.length > 1 ? all.filter((line) => line.text.trim() !== "") : all;
		const already = lines.every((line) => lineKind(line.text) === kind);
		const changes = lines.map((line, index): ChangeSpec => {
			const match = PREFIX.exec(line.text);
			const indent = kind.startsWith("heading") ? 0 : (match?.[1]?.length ?? 0);
			return { from: line.from + indent, to: line.from + (match?.[0].length ?? 0), insert: already ? "" : prefixFor(kind, index) };
		});
		const set = state.changes(changes);
		// The cursor stays behind the new prefix.
		view.dispatch({ changes: set, selection: state.selection.map(set, 1), userEvent: "input.format", scrollIntoView: true });
		view.focus();
		return true;
	};
}

/** Puts a block on lines of its own; `|` in the text is where the cursor goes. */
export function insertBlock(view: EditorView, text: string): boolean {
	const { state } = view;
	if (state.readOnly) return false;
	const { from, to } = state.selection.main;
	const selected = state.sliceDoc(from, to);
	const first = state.doc.lineAt(from);
	const last = state.doc.lineAt(to);
	const start = state.sliceDoc(first.from, from).trim() === "" ? first.from : from;
	const lead = start === first.from ? (first.number > 1 && state.doc.line(first.number - 1).text.trim() !== "" ? "\n" : "") : "\n\n";
	const tail = state.sliceDoc(to, last.to).trim() === "" && last.number === state.doc.lines ? "\n" : "\n\n";
	const [before = "", after = ""] = text.split("|");
	const insert = `${lead}${before}${selected}${after}${tail}`;
	const cursor = start + lead.length + before.length;
	view.dispatch({
		changes: { from: start, to, insert },
		selection: EditorSelection.range(cursor, cursor + selected.length),
		userEvent: "input.block",
		scrollIntoView: true,
	});
	view.focus();
	return true;
}

/** Code: a fence around whole lines or at an empty place. */
export const insertCodeBlock: Command = (view) => insertBlock(view, "```\n|\n```");
export const insertDivider: Command = (view) => insertBlock(view, "---|");

/** A callout around the selection. */
export function insertCallout(kind: string): Command {
	return (view) => {
		const { state } = view;
		const { from, to } = state.selection.main;
		const quoted = state.sliceDoc(from, to).split("\n").join("\n> ");
		if (state.readOnly) return false;
		if (quoted !== "") {
			const cleared = state.update({ changes: { from, to } });
			view.dispatch(cleared);
		}
		return insertBlock(view, `> [!${kind}]\n> ${quoted}|`);
	};
}

/** Text at the cursor. */
export function insertText(view: EditorView, insert: string): boolean {
	if (view.state.readOnly) return false;
	view.dispatch(view.state.replaceSelection(insert), { userEvent: "input", scrollIntoView: true });
	view.focus();
	return true;
}
