/** Callouts that can be folded: `> [!note]-` begins closed, `> [!note]+` open. */
import { foldEffect, foldedRanges, syntaxTree, unfoldEffect } from "@codemirror/language";
import type { EditorState, StateEffect } from "@codemirror/state";
import { type EditorView, type PluginValue, ViewPlugin, WidgetType } from "@codemirror/view";
import { readCallout } from "../../rendering/callouts";
import { editorPorts } from "../editor-ports";

interface Stretch {
	readonly from: number;
	readonly to: number;
}

function isFolded(state: EditorState, stretch: Stretch): boolean {
	let folded = false;
	foldedRanges(state).between(stretch.from, stretch.to, (from) => {
		folded ||= from === stretch.from;
	});
	return folded;
}

/** The button at the head of a callout. */
export class FoldWidget extends WidgetType {
	constructor(
		readonly stretch: Stretch,
		readonly folded: boolean,
	) {
		super();
	}
	override eq(other: FoldWidget): boolean {
		return other.folded === this.folded && other.stretch.from === this.stretch.from && other.stretch.to === this.stretch.to;
	}
	override toDOM(view: EditorView): HTMLElement {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "wiki-fold";
		button.textContent = this.folded ? "▸" : "▾";
		button.setAttribute("aria-expanded", String(!this.folded));
		button.setAttribute("aria-label", view.state.facet(editorPorts).words("editor.callout"));
		button.addEventListener("mousedown", (event) => event.preventDefault());
		button.addEventListener("click", () => {
			view.dispatch({ effects: (this.folded ? unfoldEffect : foldEffect).of({ from: this.stretch.from, to: this.stretch.to }) });
		});
		return button;
	}
	override ignoreEvent(): boolean {
		return true;
	}
}

/** The button for a callout that lies here; null when there is nothing below its head. */
export function foldWidget(state: EditorState, headEnd: number, end: number): FoldWidget | null {
	if (headEnd >= end) return null;
	const stretch = { from: headEnd, to: end };
	return new FoldWidget(stretch, isFolded(state, stretch));
}

function closedCallouts(state: EditorState): StateEffect<Stretch>[] {
	const effects: StateEffect<Stretch>[] = [];
	syntaxTree(state).iterate({
		enter: (node) => {
			if (node.name === "Document") return true;
			if (node.name === "Blockquote") {
				const line = state.doc.lineAt(node.from);
				const head = readCallout(line.text.slice(node.from - line.from).replace(/^>\s?/, ""));
				if (head?.fold === "closed" && line.to < node.to) effects.push(foldEffect.of({ from: line.to, to: node.to }));
			}
			return false;
		},
	});
	return effects;
}

/** Folds what begins closed when the page is first shown. */
class FirstFolding implements PluginValue {
	private done = false;
	constructor(view: EditorView) {
		// Not in the middle of making the view.
		queueMicrotask(() => {
			if (this.done || foldedRanges(view.state).size > 0) return;
			const effects = closedCallouts(view.state);
			if (effects.length > 0) view.dispatch({ effects });
		});
	}
	destroy(): void {
		this.done = true;
	}
}

export const firstFolding = ViewPlugin.fromClass(FirstFolding);
