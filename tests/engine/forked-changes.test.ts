/** The rule by which changes of one number count or not, alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ItemPart, isForked, outdoneParts } from "../../renderer/engine/documents/forked-changes";

const part = (envelope: string, author: string, hash: string, sequence: number, ...dependencies: string[]): ItemPart => ({
	envelope,
	number: sequence,
	author,
	changes: [{ hash, actor: author, sequence, dependencies }],
});

/** Histories in which few people use few numbers, so that they meet; each change may rest on any before it. */
const histories = fc
	.array(
		fc.record({
			author: fc.constantFrom("ada", "ben", "cleo"),
			actor: fc.constantFrom("a", "b"),
			sequence: fc.integer({ min: 1, max: 4 }),
			number: fc.integer({ min: 1, max: 5 }),
			on: fc.array(fc.nat(20), { maxLength: 2 }),
			size: fc.integer({ min: 1, max: 2 }),
		}),
		{ minLength: 1, maxLength: 14 },
	)
	.map((drawn) =>
		drawn.map(({ author, actor, sequence, number, on, size }, index): ItemPart => {
			const dependencies = [...new Set(on.map((at) => `h${at % 15}`))].filter((hash) => Number(hash.slice(1)) < index);
			const change = (step: number) => ({
				hash: step === 0 ? `h${index}` : `h${index}+${step}`,
				actor,
				sequence: sequence + step,
				dependencies: step === 0 ? dependencies : [`h${index}`],
			});
			return { envelope: `e${(index * 7) % 15}`, number, author, changes: Array.from({ length: size }, (_, step) => change(step)) };
		}),
	);

test("what counts uses no number twice, rests on nothing that does not count, and depends on no order", () => {
	fc.assert(
		fc.property(
			histories.chain((parts) => fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length }))),
			([parts, shuffled]) => {
				const out = outdoneParts(parts);
				expect([...outdoneParts(shuffled)].sort()).toEqual([...out].sort());
				const left = parts.filter(({ envelope }) => !out.has(envelope));
				expect(isForked(left)).toBe(false);
				const gone = new Set(parts.flatMap(({ envelope, changes }) => (out.has(envelope) ? changes.map(({ hash }) => hash) : [])));
				for (const { changes } of left)
					for (const { dependencies } of changes) expect(dependencies.some((hash) => gone.has(hash))).toBe(false);
				if (!isForked(parts)) expect(out.size).toBe(0);
			},
		),
		{ numRuns: 2000 },
	);
});

test("the work of more people outweighs an earlier number, and one's own weighs nothing", () => {
	const early = part("e1", "ben", "one", 1);
	const later = { ...part("e2", "ben", "two", 1), number: 9 };
	const own = part("e3", "ben", "three", 2, "two");
	const ofCleo = part("e4", "cleo", "four", 1, "three");
	expect(outdoneParts([early, later, own])).toEqual(new Set(["e2", "e3"]));
	expect(outdoneParts([early, later, own, ofCleo])).toEqual(new Set(["e1"]));
	expect(outdoneParts([early, later, own, ofCleo, part("e5", "ada", "five", 1, "one")])).toEqual(new Set(["e2", "e3", "e4"]));
});
