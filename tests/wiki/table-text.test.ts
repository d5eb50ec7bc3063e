import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	cellAt,
	cellRange,
	editTable,
	readTable,
	splitRow,
	type TableText,
	writeTable,
} from "../../renderer/features/wiki/editor/table/table-text";

const source = "| Part | Size |\n|------|-----:|\n| Seal | DN80 |\n| Stem | a \\| b |";

describe("a table in Markdown", () => {
	it("is read with its alignments, bars inside cells included", () => {
		expect(readTable(source)).toEqual({
			alignments: [null, "right"],
			rows: [
				["Part", "Size"],
				["Seal", "DN80"],
				["Stem", "a \\| b"],
			],
		});
	});

	it("is none without the line of dashes", () => {
		expect(readTable("| a |\n| b |")).toBeNull();
		expect(readTable("one line")).toBeNull();
	});

	it("comes back the same after it was written", () => {
		const cell = fc.stringMatching(/^[a-zé \\]{0,8}$/).map((text) => text.replace(/\\/g, "").trim());
		const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
			fc.record({
				alignments: fc.array(fc.constantFrom("left" as const, "center" as const, "right" as const, null), {
					minLength: columns,
					maxLength: columns,
				}),
				rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 5 }),
			}),
		);
		fc.assert(
			fc.property(table, (given: TableText) => {
				expect(readTable(writeTable(given))).toEqual(given);
			}),
		);
	});

	it("gains and loses rows and columns, but keeps its head and its last column", () => {
		const table = readTable(source);
		if (table === null) throw new Error("not a table");
		expect(editTable(table, { do: "add-row", after: 0 }).rows[1]).toEqual(["", ""]);
		expect(editTable(table, { do: "remove-row", row: 0 })).toBe(table);
		expect(editTable(table, { do: "add-column", after: 0 }).rows[1]).toEqual(["Seal", "", "DN80"]);
		const one = editTable(table, { do: "remove-column", column: 0 });
		expect(one.rows[0]).toEqual(["Size"]);
		expect(editTable(one, { do: "remove-column", column: 0 })).toBe(one);
	});

	it("knows where each cell's words are", () => {
		const range = cellRange(source, { row: 1, column: 1 });
		expect(range && source.slice(range.from, range.to)).toBe("DN80");
		expect(cellAt(source, source.indexOf("DN80") + 1)).toEqual({ row: 1, column: 1 });
		expect(cellAt(source, source.indexOf("Part"))).toEqual({ row: 0, column: 0 });
		expect(splitRow("a | b")).toEqual(["a", "b"]);
	});
});
