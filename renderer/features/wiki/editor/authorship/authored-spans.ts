/** Who wrote what, as colours under the text, with the name and time where the pointer rests. */
import { type Range, RangeSet, RangeValue, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, hoverTooltip, ViewPlugin, type ViewUpdate } from "@codemirror/view";

export interface ShownSpan {
	readonly from: number;
	readonly to: number;
	/** 0, 1, … by how much each author wrote; the colours repeat. */
	readonly colour: number;
	/** Name and time, in words. */
	readonly label: string;
}

export const AUTHOR_COLOURS = 6;

class Authored extends RangeValue {
	constructor(
		readonly colour: number,
		readonly label: string,
	) {
		super();
	}
	override eq(other: Authored): boolean {
		return other.colour === this.colour && other.label === this.label;
	}
}

/** Shows these spans; null hides them. */
export const showAuthors = StateEffect.define<readonly ShownSpan[] | null>();

function toSet(spans: readonly ShownSpan[], doc: Text): RangeSet<Authored> {
	const ranges: Range<Authored>[] = [];
	for (const span of spans) {
		const to = Math.min(span.to, doc.length);
		if (span.from < to) ranges.push(new Authored(span.colour, span.label).range(span.from, to));
	}
	return RangeSet.of(ranges, true);
}

const authoredField = StateField.define<RangeSet<Authored>>({
	create: () => RangeSet.empty,
	update(spans, transaction) {
		let now = transaction.docChanged ? spans.map(transaction.changes) : spans;
		for (const effect of transaction.effects)
			if (effect.is(showAuthors)) now = effect.value === null ? RangeSet.empty : toSet(effect.value, transaction.newDoc);
		return now;
	},
});

function drawVisible(view: EditorView): DecorationSet {
	const spans = view.state.field(authoredField);
	if (spans.size === 0) return Decoration.none;
	const ranges: Range<Decoration>[] = [];
	for (const { from, to } of view.visibleRanges) {
		spans.between(from, to, (start, end, value) => {
			const cut = { from: Math.max(from, start), to: Math.min(to, end) };
			if (cut.from < cut.to)
				ranges.push(Decoration.mark({ class: `wiki-author wiki-author-${value.colour % AUTHOR_COLOURS}` }).range(cut.from, cut.to));
		});
	}
	return RangeSet.of(ranges, true);
}

const drawing = ViewPlugin.fromClass(
	class {
		decorations: DecorationSet;
		constructor(view: EditorView) {
			this.decorations = drawVisible(view);
		}
		update(update: ViewUpdate): void {
			const changed = update.startState.field(authoredField, false) !== update.state.field(authoredField);
			if (changed || update.viewportChanged) this.decorations = drawVisible(update.view);
		}
	},
	{ decorations: (value) => value.decorations },
);

const tooltip = hoverTooltip((view, position) => {
	let found: { from: number; to: number; label: string } | null = null;
	view.state.field(authoredField).between(position, position, (from, to, value) => {
		found = { from, to, label: value.label };
		return false;
	});
	const span = found as { readonly from: number; readonly to: number; readonly label: string } | null;
	if (span === null) return null;
	return {
		pos: position,
		above: true,
		create: () => {
			const dom = document.createElement("div");
			dom.className = "wiki-author-tip";
			dom.textContent = span.label;
			return { dom };
		},
	};
});

export const authoredSpans = [authoredField, drawing, tooltip];
