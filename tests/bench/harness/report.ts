/** Prints rows as a table and keeps them in results/. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Row } from "./row";

const RESULTS = resolve(import.meta.dirname, "../results");

/** A bench's end: prints the rows, and keeps them unless it was a quick look. */
export function report(name: string, rows: readonly Row[], quick: boolean): void {
	console.log(`\n${table(rows)}\n`);
	if (quick) return;
	mkdirSync(RESULTS, { recursive: true });
	writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(rows, null, "\t")}\n`);
}

/** The rows as a Markdown table, so that it can be read on a terminal and pasted into a page. */
export function table(rows: readonly Row[]): string {
	const lines = rows.map(({ work, ours, against, unit, ratio, reach, better }) => [
		work,
		`${ours} ${unit}`,
		`${against} ${unit}`,
		`${ratio}×`,
		reach,
		`${better} is better`,
	]);
	const head = ["work", "ours", "against", "ratio", "reach", ""];
	const widths = head.map((title, column) => Math.max(title.length, ...lines.map((cells) => cells[column]?.length ?? 0)));
	const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
	return [line(head), line(widths.map((width) => "-".repeat(width))), ...lines.map(line)].join("\n");
}
