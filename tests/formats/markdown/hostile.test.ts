import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits, excerpt, pageStructure, retargetLinks } from "../../../shared/formats/markdown";

const MEGABYTE = 1024 * 1024;
const fill = (unit: string, size: number) => unit.repeat(Math.ceil(size / unit.length));
/** Backtick runs of every length: what makes a naive reader quadratic. */
const runs = (size: number) => {
	let text = "";
	for (let length = 1; text.length < size; length++) text += `${"`".repeat(length)} `;
	return text;
};

const HOSTILE: readonly [string, (size: number) => string][] = [
	...[
		"[",
		"[[",
		"[[x",
		"![[a]]",
		"](",
		"](<",
		"](a",
		'](a "',
		"[a](",
		"[[a|",
		"`",
		"` ",
		"``a`",
		"<!--",
		"%%",
		"%%a ",
		"<a ",
		"#",
		"#a ",
		"\\",
		"*",
		"_a",
		"|",
		"> ",
		"- ",
		">",
		"\n",
		"\n\n",
		" \n",
		"    a\n",
		"```\n",
		"~~~~\n> ",
		"a\n=\n",
		"[x]: ",
		"- [ ] a\n",
		"<",
		"[![",
		"\t",
		"# ",
		"====",
		"(((",
		"[a](b)",
	].map((unit): [string, (size: number) => string] => [JSON.stringify(unit), (size) => fill(unit, size)]),
	["backtick runs of every length", runs],
	["one very long line", (size) => fill("word ", size)],
	["opened brackets, then closed ones", (size) => fill("[", size / 2) + fill("](", size / 2)],
];

function readAll(text: string): void {
	pageStructure(text, 200);
	excerpt(text, 200);
	retargetLinks(text, { from: ["a"], to: "b" });
}

/** Milliseconds of the processor's work: on a busy machine the clock says little. */
function work(text: string, times = 1): number {
	const started = process.cpuUsage();
	for (let time = 0; time < times; time++) readAll(text);
	const { user, system } = process.cpuUsage(started);
	return (user + system) / 1000;
}

/**
 * Whether four times the text costs clearly less than sixteen times the work. The small one is read four times, because
 * the system counts the processor's work in steps; other programs can only add to a measurement, so the least counts.
 */
function growsLinearly(make: (size: number) => string): boolean {
	const small = make(MEGABYTE / 4);
	const large = make(MEGABYTE);
	let [least, leastOfFour] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let attempt = 0; attempt < 8; attempt++) {
		least = Math.min(least, work(large));
		leastOfFour = Math.min(leastOfFour, work(small, 4));
		if (least < 100 || least < leastOfFour * 2.5) return true;
	}
	return false;
}

describe("no text makes reading a page slow", () => {
	test.each(HOSTILE)("the work grows with the length of %s", (_, make) => {
		expect(growsLinearly(make)).toBe(true);
	});

	test("ten megabytes of [ and a million [[x", () => {
		expect(work(fill("[", 10 * MEGABYTE)) + work(fill("[[x", 3_000_000))).toBeLessThan(20_000);
	});
});

const marks = fc
	.array(
		fc.constantFrom(
			"[[",
			"]]",
			"[",
			"](",
			")",
			"|",
			"#",
			"a",
			"b.md",
			"`",
			"```",
			"\n",
			"\n\n",
			" ",
			"> ",
			"- ",
			"<!--",
			"-->",
			"%%",
			"\\",
			"!",
			"<",
			">",
			'"',
			"é",
		),
	)
	.map((parts) => parts.join(""));

describe("whatever is written", () => {
	test("is read without failing, and edits are ascending and apart", () => {
		fc.assert(
			fc.property(marks, (text) => {
				readAll(text);
				const edits = retargetLinks(text, () => "x y");
				let end = 0;
				for (const edit of edits) {
					expect(edit.at).toBeGreaterThanOrEqual(end);
					end = edit.at + edit.remove;
				}
				expect(end).toBeLessThanOrEqual(text.length);
				applyEdits(text, edits);
			}),
			{ numRuns: 2_000 },
		);
	});
});
