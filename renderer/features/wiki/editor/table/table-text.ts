/** A Markdown table as rows of cells, and back as text. Pure. */

export type Alignment = "left" | "center" | "right" | null;

export interface TableText {
	readonly alignments: readonly Alignment[];
	/** The first row is the head. All rows have as many cells as there are alignments. */
	readonly rows: readonly (readonly string[])[];
}

/** The cells of one line; `\|` is a bar inside a cell. */
export function splitRow(line: string): string[] {
	const cells: string[] = [];
	let cell = "";
	const trimmed = line.trim().replace(/^\|/, "");
	for (let at = 0; at < trimmed.length; at++) {
		const character = trimmed.charAt(at);
		if (character === "\\" && trimmed.charAt(at + 1) === "|") {
			cell += "\\|";
			at++;
		} else if (character === "|") {
			cells.push(cell.trim());
			cell = "";
		} else cell += character;
	}
	if (cell.trim() !== "" || !trimmed.endsWith("|")) cells.push(cell.trim());
	return cells;
}

function readAlignment(cell: string): Alignment {
	const left = cell.startsWith(":");
	const right = cell.endsWith(":");
	if (left && right) return "center";
	if (right) return "right";
	return left ? "left" : null;
}

/** Reads a table; null when the text is none. */
export function readTable(text: string): TableText | null {
	const lines = text.split("\n").map((line) => line.replace(/^[\s>]*(?=\|)/, ""));
	const [head, rule, ...body] = lines;
	if (head === undefined || rule === undefined || !/^[\s|:-]+$/.test(rule) || !rule.includes("-")) return null;
	const alignments = splitRow(rule).map(readAlignment);
	const padded = (cells: readonly string[]): string[] => alignments.map((_, column) => cells[column] ?? "");
	return { alignments, rows: [padded(splitRow(head)), ...body.map((line) => padded(splitRow(line)))] };
}

/** Wider columns than this are not padded: one long cell would make every line long. */
const WIDEST_PADDING = 40;

/** Writes a table with its bars under one another. */
export function writeTable(table: TableText): string {
	const widths = table.alignments.map((_, column) =>
		Math.min(WIDEST_PADDING, Math.max(3, ...table.rows.map((row) => [...(row[column] ?? "")].length))),
	);
	const pad = (cell: string, column: number): string => cell + " ".repeat(Math.max(0, (widths[column] ?? 3) - [...cell].length));
	const line = (cells: readonly string[]): string => `| ${cells.map(pad).join(" | ")} |`;
	const rule = table.alignments.map((alignment, column) => {
		const width = widths[column] ?? 3;
		const start = alignment === "left" || alignment === "center" ? ":" : "-";
		const end = alignment === "right" || alignment === "center" ? ":" : "-";
		return start + "-".repeat(width - 2) + end;
	});
	const [head = [], ...body] = table.rows;
	return [line(head), `| ${rule.join(" | ")} |`, ...body.map(line)].join("\n");
}

export type TableEdit =
	| { readonly do: "add-row"; readonly after: number }
	| { readonly do: "remove-row"; readonly row: number }
	| { readonly do: "add-column"; readonly after: number }
	| { readonly do: "remove-column"; readonly column: number }
	| { readonly do: "align"; readonly column: number; readonly alignment: Alignment };

function insertAt<Value>(list: readonly Value[], at: number, value: Value): Value[] {
	return [...list.slice(0, at), value, ...list.slice(at)];
}
function without<Value>(list: readonly Value[], at: number): Value[] {
	return list.filter((_, index) => index !== at);
}

/** The table after an edit. The head and the last column stay. */
export function editTable(table: TableText, edit: TableEdit): TableText {
	switch (edit.do) {
		case "add-row":
			return {
				...table,
				rows: insertAt(
					table.rows,
					Math.max(1, edit.after + 1),
					table.alignments.map(() => ""),
				),
			};
		case "remove-row":
			return edit.row === 0 ? table : { ...table, rows: without(table.rows, edit.row) };
		case "add-column":
			return {
				alignments: insertAt(table.alignments, edit.after + 1, null),
				rows: table.rows.map((row) => insertAt(row, edit.after + 1, "")),
			};
		case "remove-column":
			if (table.alignments.length === 1) return table;
			return { alignments: without(table.alignments, edit.column), rows: table.rows.map((row) => without(row, edit.column)) };
		case "align":
			return { ...table, alignments: table.alignments.map((old, column) => (column === edit.column ? edit.alignment : old)) };
	}
}

export interface CellPlace {
	/** 0 is the head. */
	readonly row: number;
	readonly column: number;
}

/** Where the text of a cell begins and ends within the table's text. */
export function cellRange(text: string, place: CellPlace): { readonly from: number; readonly to: number } | null {
	const lines = text.split("\n");
	const index = place.row === 0 ? 0 : place.row + 1;
	const line = lines[index];
	if (line === undefined) return null;
	const start = lines.slice(0, index).reduce((sum, before) => sum + before.length + 1, 0);
	const bars: number[] = [];
	for (let at = 0; at < line.length; at++) if (line.charAt(at) === "|" && line.charAt(at - 1) !== "\\") bars.push(at);
	if (!/^[\s>]*\|/.test(line)) bars.unshift(-1);
	if (!/\|\s*$/.test(line)) bars.push(line.length);
	const open = bars[place.column];
	const close = bars[place.column + 1];
	if (open === undefined || close === undefined) return null;
	const cell = line.slice(open + 1, close);
	const content = cell.trim();
	const lead = content === "" ? Math.min(1, cell.length) : cell.length - cell.trimStart().length;
	return { from: start + open + 1 + lead, to: start + open + 1 + lead + content.length };
}

/** The cell that a position within the table's text lies in. */
export function cellAt(text: string, offset: number): CellPlace {
	const before = text.slice(0, offset).split("\n");
	const line = text.split("\n")[before.length - 1] ?? "";
	const column = Math.max(0, (before.at(-1) ?? "").replace(/\\\|/g, "").split("|").length - (/^[\s>]*\|/.test(line) ? 2 : 1));
	return { row: before.length <= 2 ? 0 : before.length - 2, column };
}
