/** Gathers what is drawn over the visible text and answers whether markup is being edited there. */
import { type EditorState, type Line, type Range, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, type WidgetType } from "@codemirror/view";

const HIDDEN = Decoration.replace({});

export class PreviewBuilder {
	private readonly ranges: Range<Decoration>[] = [];
	private readonly lineClasses = new Map<number, Set<string>>();

	constructor(
		readonly state: EditorState,
		/** False while nobody edits: then all markup is hidden. */
		private readonly editing: boolean,
	) {}

	/** Whether the cursor or selection touches this stretch. */
	active(from: number, to: number): boolean {
		return this.editing && this.state.selection.ranges.some((range) => range.from <= to && range.to >= from);
	}

	/** Whether the cursor or selection touches the lines of this stretch. */
	activeLines(from: number, to: number): boolean {
		return this.editing && this.active(this.state.doc.lineAt(from).from, this.state.doc.lineAt(to).to);
	}

	hide(from: number, to: number): void {
		if (from < to) this.ranges.push(HIDDEN.range(from, to));
	}

	replace(from: number, to: number, widget: WidgetType): void {
		this.ranges.push(Decoration.replace({ widget }).range(from, to));
	}

	insert(at: number, widget: WidgetType, side: 1 | -1): void {
		this.ranges.push(Decoration.widget({ widget, side }).range(at));
	}

	mark(from: number, to: number, className: string, attributes: Readonly<Record<string, string>> = {}): void {
		if (from < to) this.ranges.push(Decoration.mark({ class: className, attributes: { ...attributes } }).range(from, to));
	}

	line(at: number, className: string): void {
		const { from } = this.state.doc.lineAt(at);
		const classes = this.lineClasses.get(from) ?? new Set();
		classes.add(className);
		this.lineClasses.set(from, classes);
	}

	/** Calls back for every line from the one at `from` to the one at `to`, within the given bounds. */
	eachLine(from: number, to: number, bounds: { readonly from: number; readonly to: number }, visit: (line: Line) => void): void {
		const end = Math.min(to, bounds.to);
		for (let at = Math.max(from, bounds.from); at <= end; ) {
			const line = this.state.doc.lineAt(at);
			visit(line);
			at = line.to + 1;
		}
	}

	finish(): DecorationSet {
		for (const [from, classes] of this.lineClasses) this.ranges.push(Decoration.line({ class: [...classes].join(" ") }).range(from));
		return RangeSet.of(this.ranges, true);
	}
}
