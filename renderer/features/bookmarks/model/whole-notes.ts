/** Whole notes, also where a row has only the beginning. */
import type { Engine } from "../../../engine/contract";
import { hasWholeNote } from "./bookmark-form";
import type { BookmarkRow } from "./bookmark-row";

/** Asks for the notes that are longer than a row carries; gives a function that tells the whole note of each row. */
export async function wholeNotes(engine: Engine, rows: readonly BookmarkRow[]): Promise<(row: BookmarkRow) => string> {
	const cut = rows.filter((row) => !hasWholeNote(row));
	const texts = await Promise.all(cut.map((row) => engine.ask("text", { id: row.id })));
	const whole = new Map(cut.map((row, index) => [row.id, texts[index] ?? row.detail.note]));
	return (row) => whole.get(row.id) ?? row.detail.note;
}
