/** Small things that stand in for markup. */
import { type EditorView, WidgetType } from "@codemirror/view";
import { editorPorts } from "../editor-ports";

export class BulletWidget extends WidgetType {
	override eq(): boolean {
		return true;
	}
	override toDOM(): HTMLElement {
		const bullet = document.createElement("span");
		bullet.className = "wiki-bullet";
		bullet.textContent = "•";
		bullet.setAttribute("aria-hidden", "true");
		return bullet;
	}
}

/** Between a page and a heading in it, in the place of `#`. */
export class InsideWidget extends WidgetType {
	override eq(): boolean {
		return true;
	}
	override toDOM(): HTMLElement {
		const between = document.createElement("span");
		between.textContent = " › ";
		return between;
	}
}

/** Told to an embed's element when the editor drops it. */
const GONE = "wiki-gone";

/** A task's box. A click changes the text under it. */
export class TaskWidget extends WidgetType {
	constructor(
		readonly done: boolean,
		readonly locked: boolean,
	) {
		super();
	}
	override eq(other: TaskWidget): boolean {
		return other.done === this.done && other.locked === this.locked;
	}
	override toDOM(view: EditorView): HTMLElement {
		const box = document.createElement("input");
		box.type = "checkbox";
		box.checked = this.done;
		box.disabled = this.locked;
		box.className = "wiki-task-box";
		box.setAttribute("aria-label", view.state.facet(editorPorts).words("editor.task"));
		box.addEventListener("mousedown", (event) => event.preventDefault());
		box.addEventListener("click", (event) => {
			event.preventDefault();
			toggleTask(view, view.posAtDOM(box));
		});
		return box;
	}
	override ignoreEvent(): boolean {
		return true;
	}
}

/** Ticks or unticks the task whose `[ ]` begins at this position. */
export function toggleTask(view: EditorView, at: number): void {
	if (view.state.readOnly) return;
	const mark = view.state.sliceDoc(at, at + 3);
	if (!/^\[[ xX-]\]$/.test(mark)) return;
	view.dispatch({ changes: { from: at + 1, to: at + 2, insert: mark === "[ ]" ? "x" : " " }, userEvent: "input.task" });
}

/** What `![[…]]` or `![…](…)` shows: a picture, a file, another page. */
export class EmbedWidget extends WidgetType {
	constructor(
		readonly written: string,
		/** Whether it has the line for itself. */
		readonly alone: boolean,
	) {
		super();
	}
	override eq(other: EmbedWidget): boolean {
		return other.written === this.written && other.alone === this.alone;
	}
	override toDOM(view: EditorView): HTMLElement {
		const frame = document.createElement(this.alone ? "div" : "span");
		frame.className = this.alone ? "wiki-embed wiki-embed-alone" : "wiki-embed";
		const stop = view.state.facet(editorPorts).drawEmbed(this.written, frame);
		frame.addEventListener(GONE, stop, { once: true });
		return frame;
	}
	override destroy(frame: HTMLElement): void {
		frame.dispatchEvent(new Event(GONE));
	}
	override get estimatedHeight(): number {
		return this.alone ? 200 : -1;
	}
	override ignoreEvent(event: Event): boolean {
		return event.type !== "mousedown";
	}
}

export class RuleWidget extends WidgetType {
	override eq(): boolean {
		return true;
	}
	override toDOM(): HTMLElement {
		const rule = document.createElement("span");
		rule.className = "wiki-rule";
		rule.setAttribute("role", "separator");
		return rule;
	}
}

/** The head of a callout: its icon stands in CSS, its kind in words. */
export class CalloutKindWidget extends WidgetType {
	constructor(readonly label: string) {
		super();
	}
	override eq(other: CalloutKindWidget): boolean {
		return other.label === this.label;
	}
	override toDOM(): HTMLElement {
		const kind = document.createElement("span");
		kind.className = "wiki-callout-kind";
		kind.textContent = this.label;
		return kind;
	}
}
