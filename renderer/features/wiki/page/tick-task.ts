/** Ticking a task of a page that is being read. */
import type { Command } from "../../../engine/contract";

/** The command that ticks or unticks the task on this line (counted from 0, as Markdown counts); null when there is none. */
export function tickTask(id: string, text: string, line: number): Command | null {
	const expected = text.split(/\r\n?|\n/)[line];
	const mark = expected === undefined ? undefined : /\[([ xX/-])\](?=[ \t])/.exec(expected)?.[1];
	return mark === undefined ? null : { do: "set-task", id, params: { line, expected, done: mark === " " } };
}
