/** Draws what is on screen, and only that: every keystroke costs the same, however long the page is. */
import { foldedRanges, syntaxTree } from "@codemirror/language";
import { StateEffect } from "@codemirror/state";
import { type DecorationSet, EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { editorPorts } from "../editor-ports";
import { previewBlock } from "./block-preview";
import { firstFolding } from "./callout-folding";
import { previewInline } from "./inline-preview";
import { PreviewBuilder } from "./preview-builder";

/** The meaning of links, or something else outside the text, has changed: draw again. */
const drawAgain = StateEffect.define<null>();

/** Parts of the text that nothing is drawn for; some of what lies in them may be. */
const PLAIN: ReadonlySet<string> = new Set([
	"Document",
	"Paragraph",
	"BulletList",
	"OrderedList",
	"Task",
	"HeaderMark",
	"ListMark",
	"EmphasisMark",
	"CodeMark",
	"TaskMarker",
]);

function draw(view: EditorView, editing: boolean): DecorationSet {
	const builder = new PreviewBuilder(view.state, editing);
	const tree = syntaxTree(view.state);
	for (const bounds of view.visibleRanges) {
		builder.eachLine(bounds.from, bounds.to, bounds, (line) => {
			if (line.length === 0) builder.line(line.from, "wiki-blank");
		});
		tree.iterate({
			from: bounds.from,
			to: bounds.to,
			enter: (reference) => {
				// Most of what is read is drawn as it is; making a node of it costs more than the look.
				if (PLAIN.has(reference.name)) return true;
				const { node } = reference;
				const block = previewBlock(node, builder, bounds);
				return block ? previewInline(node, builder) : false;
			},
		});
	}
	return builder.finish();
}

class VisiblePreview implements PluginValue {
	decorations: DecorationSet;
	private pointerDown = false;
	private readonly stopListening: () => void;

	constructor(private readonly view: EditorView) {
		this.decorations = draw(view, this.editing());
		this.stopListening = view.state.facet(editorPorts).resolver.onChange(() => this.request());
	}

	update(update: ViewUpdate): void {
		const selection = (update.selectionSet || update.focusChanged) && !this.pointerDown;
		const folded = foldedRanges(update.startState) !== foldedRanges(update.state);
		const told = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(drawAgain)));
		const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
		const locked = update.startState.readOnly !== update.state.readOnly;
		if (update.docChanged || update.viewportChanged || selection || told || parsed || locked || folded)
			this.decorations = draw(this.view, this.editing());
	}

	destroy(): void {
		this.stopListening();
	}

	/** While the pointer is held, markup does not jump out from under it. */
	press(): void {
		this.pointerDown = true;
		const release = (): void => {
			this.pointerDown = false;
			this.request();
		};
		this.view.dom.ownerDocument.addEventListener("mouseup", release, { once: true });
	}

	private request(): void {
		// Not in the middle of an update: the editor forbids it.
		queueMicrotask(() => this.view.dispatch({ effects: drawAgain.of(null) }));
	}

	private editing(): boolean {
		return this.view.hasFocus && !this.view.state.readOnly;
	}
}

const plugin = ViewPlugin.fromClass(VisiblePreview, {
	decorations: (value) => value.decorations,
	eventHandlers: {
		mousedown() {
			this.press();
		},
	},
});

export const visiblePreview = [plugin, firstFolding, EditorView.editorAttributes.of({ class: "wiki-preview" })];
