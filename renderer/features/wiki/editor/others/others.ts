/**
 * Where others are in the text: a caret and what they have selected, in their colour, with their name where the pointer rests
 * and for a moment when they move. Drawn over and under the text, never in it: nothing moves, and nothing is in the way of a key.
 */
import { EditorSelection, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, type LayerMarker, layer, RectangleMarker, type ViewUpdate } from "@codemirror/view";
import type { PersonColours } from "./person-colours";

export interface Other {
	/** Names them from one showing to the next. */
	readonly device: string;
	readonly name: string;
	readonly colours: PersonColours;
	/** Positions in the text as it is shown. */
	readonly anchor: number;
	readonly head: number;
}

/** Shows these, and nobody else. */
export const showOthers = StateEffect.define<readonly Other[]>();

const NOBODY: readonly Other[] = [];

export const othersField = StateField.define<readonly Other[]>({
	create: () => NOBODY,
	update(others, { changes, docChanged, effects, newDoc }) {
		let now = others;
		if (docChanged && now.length > 0)
			// A caret belongs to the letter behind it, as it does where it comes from.
			now = now.map((other) => ({ ...other, anchor: changes.mapPos(other.anchor, 1), head: changes.mapPos(other.head, 1) }));
		const within = (at: number): number => Math.max(0, Math.min(at, newDoc.length));
		for (const effect of effects)
			if (effect.is(showOthers))
				now =
					effect.value.length === 0
						? NOBODY
						: effect.value.map((other) => ({ ...other, anchor: within(other.anchor), head: within(other.head) }));
		return now;
	},
});

function colour(element: HTMLElement, { light, dark, onLight, onDark }: PersonColours): void {
	const values = { "--person-light": light, "--person-dark": dark, "--on-person-light": onLight, "--on-person-dark": onDark };
	for (const [name, value] of Object.entries(values)) element.style.setProperty(name, value);
}

interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number | null;
	readonly height: number;
}

function place(element: HTMLElement, { left, top, width, height }: Box): void {
	element.style.left = `${left}px`;
	element.style.top = `${top}px`;
	element.style.height = `${height}px`;
	if (width !== null) element.style.width = `${width}px`;
}

const isSameBox = (one: Box, other: Box): boolean =>
	one.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height;

class Selected implements LayerMarker {
	constructor(
		readonly box: Box,
		readonly other: Other,
	) {}
	eq(before: Selected): boolean {
		return isSameBox(before.box, this.box) && before.other.colours.light === this.other.colours.light;
	}
	draw(): HTMLElement {
		const element = document.createElement("div");
		element.className = "wiki-other-selection";
		colour(element, this.other.colours);
		place(element, this.box);
		return element;
	}
}

class Caret implements LayerMarker {
	constructor(
		readonly box: Box,
		readonly other: Other,
	) {}
	eq(before: Caret): boolean {
		return isSameBox(before.box, this.box) && before.other.device === this.other.device && before.other.name === this.other.name;
	}
	draw(): HTMLElement {
		const element = document.createElement("div");
		element.className = "wiki-other-caret";
		const flag = element.appendChild(document.createElement("span"));
		flag.className = "wiki-other-name";
		this.show(element);
		return element;
	}
	update(element: HTMLElement, before: LayerMarker): boolean {
		if (!(before instanceof Caret) || before.other.device !== this.other.device) return false;
		this.show(element);
		return true;
	}
	private show(element: HTMLElement): void {
		colour(element, this.other.colours);
		place(element, this.box);
		const flag = element.firstElementChild;
		if (flag === null) return;
		flag.textContent = this.other.name;
		// An animation begins anew when it has another name.
		const isOdd = element.classList.contains("wiki-other-moved");
		element.classList.toggle("wiki-other-moved", !isOdd);
		element.classList.toggle("wiki-other-moved-again", isOdd);
	}
}

const changed = ({ docChanged, startState, state }: ViewUpdate): boolean => {
	const [before, now] = [startState.field(othersField, false), state.field(othersField)];
	return before !== now || (docChanged && now.length > 0);
};

const others = (view: EditorView): readonly Other[] => view.state.field(othersField);

const carets = layer({
	above: true,
	class: "wiki-others",
	updateOnDocViewUpdate: false,
	update: changed,
	markers: (view) =>
		others(view).flatMap((other) =>
			RectangleMarker.forRange(view, "", EditorSelection.cursor(other.head)).map(({ left, top, height }) => {
				return new Caret({ left, top, width: null, height }, other);
			}),
		),
});

const selections = layer({
	above: false,
	class: "wiki-others-selected",
	updateOnDocViewUpdate: false,
	update: changed,
	markers: (view) =>
		others(view).flatMap((other) => {
			if (other.anchor === other.head) return [];
			return RectangleMarker.forRange(view, "", EditorSelection.range(other.anchor, other.head)).map((box) => new Selected(box, other));
		}),
});

export const othersInText = [othersField, selections, carets];
