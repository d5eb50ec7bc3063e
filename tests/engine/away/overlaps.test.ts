import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Edit, editsOf, overlapsOf, type Step } from "../../../renderer/engine/away/overlaps";

function apply(text: string, steps: readonly Step[]): string {
	return steps.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text);
}

function applyEdits(text: string, edits: readonly Edit[]): string {
	let made = "";
	let at = 0;
	for (const { from, to, insert } of edits) {
		made += text.slice(at, from) + insert;
		at = to;
	}
	return made + text.slice(at);
}

const replace = (base: string, old: string, insert: string): Edit => {
	const from = base.indexOf(old);
	return { from, to: from + old.length, insert };
};

describe("steps of a change as edits of the text before it", () => {
	test("lead to the same text, ascending and apart", () => {
		const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 30 });
		const wishes = fc.array(fc.record({ at: fc.nat(), remove: fc.nat({ max: 6 }), insert: text }), { maxLength: 12 });
		fc.assert(
			fc.property(text, wishes, (base, wanted) => {
				let length = base.length;
				const steps = wanted.map(({ at, remove, insert }) => {
					const step = { at: at % (length + 1), remove, insert };
					step.remove = Math.min(remove, length - step.at);
					length += insert.length - step.remove;
					return step;
				});
				const edits = editsOf(steps, base.length);
				expect(applyEdits(base, edits)).toBe(apply(base, steps));
				for (const [index, edit] of edits.entries()) expect(edit.from).toBeGreaterThanOrEqual(edits[index - 1]?.to ?? 0);
			}),
		);
	});
});

describe("edits of two people", () => {
	const base = "The pump is dry.\nThe well is deep.\nThe end.";

	test("of different lines touch nothing of one another", () => {
		const mine = [replace(base, "dry", "wet")];
		const theirs = [replace(base, "deep", "shallow"), { from: base.length, to: base.length, insert: " Really." }];
		expect(overlapsOf(base, mine, theirs, [...mine, ...theirs])).toEqual([]);
	});

	test("of one line are shown side by side, with what became of it", () => {
		const mine = [replace(base, "dry", "wet")];
		const theirs = [replace(base, "The pump", "Our pump")];
		const now = [...theirs, ...mine];
		expect(overlapsOf(base, mine, theirs, now)).toEqual([
			{ mine: "The pump is wet.", theirs: "Our pump is dry.", now: "Our pump is wet." },
		]);
	});

	test("of which one took a passage out that the other wrote in are shown", () => {
		const mine = [replace(base, "\nThe well is deep.", "")];
		const theirs = [replace(base, "deep", "very deep")];
		const [overlap] = overlapsOf(base, mine, theirs, [replace(base, "\nThe well is deep.", "very ")]);
		expect(overlap?.mine).not.toContain("well");
		expect(overlap?.theirs).toContain("The well is very deep.");
	});

	test("whole lines put between others touch neither, and the same edit by both needs no look", () => {
		const line = { from: base.indexOf("The well"), to: base.indexOf("The well"), insert: "A new line.\n" };
		const theirs = [replace(base, "deep", "shallow")];
		expect(overlapsOf(base, [line], theirs, [line, ...theirs])).toEqual([]);
		const same = [replace(base, "dry", "wet")];
		expect(overlapsOf(base, same, same, same)).toEqual([]);
	});
});
