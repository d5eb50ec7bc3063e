/** Draws tables where the cursor is not. Whole blocks may only be replaced from a state field. */
import { type EditorState, type Extension, Prec, RangeSet, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import { tableKeys } from "./table-commands";
import { tableCaretaker, tablePlaces } from "./table-places";
import { TableWidget } from "./table-widget";

interface Drawn {
	readonly decorations: DecorationSet;
	/** Index of the table that is being edited; -1 when none is. */
	readonly edited: number;
}

function editedTable(state: EditorState): number {
	const { from, to } = state.selection.main;
	return state.readOnly ? -1 : state.field(tablePlaces).findIndex((place) => from <= place.to && to >= place.from);
}

function draw(state: EditorState, edited: number): Drawn {
	const ranges = state.field(tablePlaces).flatMap((place, index) => {
		if (index === edited) return [];
		return [Decoration.replace({ widget: new TableWidget(state.sliceDoc(place.from, place.to)), block: true }).range(place.from, place.to)];
	});
	return { decorations: RangeSet.of(ranges), edited };
}

const drawnTables = StateField.define<Drawn>({
	create: (state) => draw(state, editedTable(state)),
	update(drawn, { startState, state, docChanged, changes }) {
		const edited = editedTable(state);
		const places = state.field(tablePlaces);
		const moved = startState.field(tablePlaces, false) !== places;
		if (!moved && edited === drawn.edited) return drawn;
		// Typing elsewhere moves tables without changing them: then the drawn ones move along.
		if (docChanged && edited === drawn.edited) {
			const mapped = drawn.decorations.map(changes);
			if (sameStarts(mapped, places, edited) && !changesTouch(startState, changes, edited)) return { decorations: mapped, edited };
		}
		return draw(state, edited);
	},
	provide: (field) => EditorView.decorations.from(field, (drawn) => drawn.decorations),
});

function sameStarts(
	decorations: DecorationSet,
	places: readonly { readonly from: number; readonly to: number }[],
	edited: number,
): boolean {
	const cursor = decorations.iter();
	for (const [index, place] of places.entries()) {
		if (index === edited) continue;
		if (cursor.value === null || cursor.from !== place.from || cursor.to !== place.to) return false;
		cursor.next();
	}
	return cursor.value === null;
}

function changesTouch(
	before: EditorState,
	changes: { iterChangedRanges(visit: (from: number, to: number) => void): void },
	edited: number,
): boolean {
	let touches = false;
	const places = before.field(tablePlaces, false) ?? [];
	changes.iterChangedRanges((from, to) => {
		touches ||= places.some((place, index) => index !== edited && from <= place.to && to >= place.from);
	});
	return touches;
}

export const tablePreview: Extension = [tablePlaces, drawnTables, tableCaretaker, Prec.high(keymap.of(tableKeys))];
