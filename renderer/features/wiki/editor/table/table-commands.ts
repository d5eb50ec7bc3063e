/** Editing a table by keys and menu: from cell to cell, rows and columns. */
import { type ChangeSpec, EditorSelection, type EditorState } from "@codemirror/state";
import type { Command, EditorView, KeyBinding } from "@codemirror/view";
import { type Place, tablePlaces } from "./table-places";
import { type CellPlace, cellAt, cellRange, editTable, readTable, type TableEdit, type TableText, writeTable } from "./table-text";

interface TableHere {
	readonly place: Place;
	readonly text: string;
	readonly table: TableText;
	readonly cell: CellPlace;
}

/** The table that the cursor is in. */
export function tableHere(state: EditorState): TableHere | null {
	const { head } = state.selection.main;
	const place = state.field(tablePlaces, false)?.find((table) => head >= table.from && head <= table.to);
	if (place === undefined) return null;
	const text = state.sliceDoc(place.from, place.to);
	const table = readTable(text);
	return table === null ? null : { place, text, table, cell: cellAt(text, head - place.from) };
}

function write(view: EditorView, here: TableHere, table: TableText, goTo: CellPlace): void {
	const insert = writeTable(table);
	const range = cellRange(insert, goTo) ?? { from: 0, to: 0 };
	const changes: ChangeSpec = { from: here.place.from, to: here.place.to, insert };
	view.dispatch({
		changes: insert === here.text ? [] : changes,
		selection: EditorSelection.range(here.place.from + range.from, here.place.from + range.to),
		scrollIntoView: true,
		userEvent: "input.table",
	});
}

/** To the next or the last cell; behind the last one a row is added. */
function step(by: 1 | -1): Command {
	return (view) => {
		if (view.state.readOnly) return false;
		const here = tableHere(view.state);
		if (here === null) return false;
		const columns = here.table.alignments.length;
		const index = here.cell.row * columns + here.cell.column + by;
		if (index < 0) return true;
		const goTo = { row: Math.floor(index / columns), column: index % columns };
		const grown =
			goTo.row >= here.table.rows.length ? editTable(here.table, { do: "add-row", after: here.table.rows.length - 1 }) : here.table;
		write(view, here, grown, goTo);
		return true;
	};
}

/** Enter goes to the cell below, and out of the table from an empty last row. */
const below: Command = (view) => {
	if (view.state.readOnly) return false;
	const here = tableHere(view.state);
	if (here === null) return false;
	const { rows } = here.table;
	const last = here.cell.row === rows.length - 1;
	if (last && here.cell.row > 0 && rows[here.cell.row]?.every((cell) => cell === "")) {
		const shorter = writeTable(editTable(here.table, { do: "remove-row", row: here.cell.row }));
		const insert = `${shorter}\n\n`;
		view.dispatch({
			changes: { from: here.place.from, to: here.place.to, insert },
			selection: { anchor: here.place.from + insert.length },
		});
		return true;
	}
	const grown = last ? editTable(here.table, { do: "add-row", after: here.cell.row }) : here.table;
	write(view, here, grown, { row: here.cell.row + 1, column: here.cell.column });
	return true;
};

export const tableKeys: readonly KeyBinding[] = [
	{ key: "Tab", run: step(1), shift: step(-1) },
	{ key: "Enter", run: below },
];

/** Changes the table that the cursor is in. */
export function changeTable(make: (cell: CellPlace) => TableEdit): Command {
	return (view) => {
		const here = tableHere(view.state);
		if (here === null || view.state.readOnly) return false;
		const edit = make(here.cell);
		const table = editTable(here.table, edit);
		const row = edit.do === "add-row" ? here.cell.row + 1 : here.cell.row;
		const column = edit.do === "add-column" ? here.cell.column + 1 : here.cell.column;
		write(view, here, table, { row: Math.min(row, table.rows.length - 1), column: Math.min(column, table.alignments.length - 1) });
		return true;
	};
}

/** A table to begin with. */
export function insertTable(view: EditorView, rows = 2, columns = 3): boolean {
	const line = view.state.doc.lineAt(view.state.selection.main.head);
	const empty: TableText = {
		alignments: Array.from({ length: columns }, () => null),
		rows: Array.from({ length: rows + 1 }, () => Array.from({ length: columns }, () => "")),
	};
	const lead = line.text.trim() === "" ? "" : "\n\n";
	const at = line.text.trim() === "" ? line.from : line.to;
	const text = writeTable(empty);
	const cell = cellRange(text, { row: 0, column: 0 })?.from ?? 0;
	view.dispatch({
		changes: { from: at, to: line.to, insert: `${lead}${text}\n` },
		selection: { anchor: at + lead.length + cell },
		scrollIntoView: true,
		userEvent: "input.table",
	});
	view.focus();
	return true;
}
