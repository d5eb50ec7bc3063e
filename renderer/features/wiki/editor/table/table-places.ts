/** Where the tables of a page are. Kept as the text changes, without reading the page again. */
import { syntaxTree } from "@codemirror/language";
import { type EditorState, StateEffect, StateField, type Transaction } from "@codemirror/state";
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { createAlarm } from "../alarm";

export interface Place {
	readonly from: number;
	readonly to: number;
}

/** Larger tables stay text: drawing them would take longer than a glance. */
const LARGEST_TABLE = 30_000;

function tablesIn(state: EditorState, from: number, to: number): Place[] {
	const found: Place[] = [];
	syntaxTree(state).iterate({
		from,
		to,
		enter: (node) => {
			if (node.name === "Table") {
				const start = state.doc.lineAt(node.from).from;
				// A table inside a quote or list stays text: the bars at its left belong to what it lies in.
				if (node.to - start <= LARGEST_TABLE && node.node.parent?.name === "Document") found.push({ from: start, to: node.to });
			}
			return node.name === "Document";
		},
	});
	return found;
}

const replacePlaces = StateEffect.define<readonly Place[]>();

function afterChange(places: readonly Place[], transaction: Transaction): readonly Place[] {
	const { state, changes } = transaction;
	let from = state.doc.length;
	let to = 0;
	changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
		from = Math.min(from, fromB);
		to = Math.max(to, toB);
	});
	const mapped = places.map((place) => ({ from: changes.mapPos(place.from, 1), to: changes.mapPos(place.to, -1) }));
	// The neighbourhood of what changed is looked at anew, a line further at both ends: tables grow by their neighbours.
	const near = { from: state.doc.lineAt(Math.max(0, from - 1)).from, to: state.doc.lineAt(Math.min(state.doc.length, to + 1)).to };
	const touched = mapped.filter((place) => place.from <= near.to && place.to >= near.from);
	const first = Math.min(near.from, ...touched.map((place) => place.from));
	const last = Math.max(near.to, ...touched.map((place) => place.to));
	const fresh = tablesIn(state, first, last);
	if (touched.length === 0 && fresh.length === 0 && places.length === 0) return places;
	const kept = mapped.filter(
		(place) => place.from < place.to && !touched.includes(place) && !fresh.some((table) => table.from === place.from),
	);
	return [...kept, ...fresh].sort((a, b) => a.from - b.from);
}

/** All tables known of, in order. */
export const tablePlaces = StateField.define<readonly Place[]>({
	create: (state) => tablesIn(state, 0, state.doc.length),
	update(places, transaction) {
		for (const effect of transaction.effects) if (effect.is(replacePlaces)) return effect.value;
		return transaction.docChanged ? afterChange(places, transaction) : places;
	},
});

/** Milliseconds without change after which the whole page is compared with what is known. */
const QUIET = 250;

/**
 * What a change does far away (a fence that is opened turns tables into code), and what the parser reads
 * later, is noticed in a quiet moment.
 */
class Caretaker implements PluginValue {
	private readonly alarm = createAlarm(() => {
		const { state } = this.view;
		const known = state.field(tablePlaces);
		const now = tablesIn(state, 0, state.doc.length);
		const same =
			known.length === now.length && known.every((place, index) => place.from === now[index]?.from && place.to === now[index]?.to);
		if (!same) this.view.dispatch({ effects: replacePlaces.of(now) });
	});

	constructor(private readonly view: EditorView) {
		this.alarm.set(QUIET);
	}
	update(update: ViewUpdate): void {
		if (update.docChanged || syntaxTree(update.startState) !== syntaxTree(update.state)) this.alarm.set(QUIET);
	}
	destroy(): void {
		this.alarm.cancel();
	}
}

export const tableCaretaker = ViewPlugin.fromClass(Caretaker);
