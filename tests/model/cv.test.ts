/** A CV that two people edit apart. */
import { change, clone, from, load, merge, save } from "@automerge/automerge/slim";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { cvModel, entriesOf } from "../../shared/model/cv";
import { isCvDate } from "../../shared/model/cv/dates";
import { toDocument } from "../../shared/model/document";
import { CommandRefused, type Draft } from "../../shared/model/item";
import { commandOf } from "../../shared/model/registry";
import { loadAutomerge } from "../engine/test-book";

beforeAll(loadAutomerge);

type Step = readonly [name: string, params: unknown];

function does(document: Draft, ...steps: readonly Step[]): Draft {
	return change(document, (draft) => {
		for (const [name, params] of steps) {
			const command = commandOf("cv", name);
			if (command === null) throw new Error(`no command ${name}`);
			command.apply(draft, command.params.parse(params) as never);
		}
	});
}

const empty = (): Draft => from(toDocument(cvModel, cvModel.make({ title: "CV" }, 5)));
const entries = (document: Draft) => entriesOf(cvModel.read(document).entries);
const add = (id: string, section = "work", order = "a0", fields: Readonly<Record<string, string>> = {}): Step => [
	"add-entry",
	{ id, section, order, fields },
];

describe("dates", () => {
	test.each(["1999", "2024-02", "2024-02-29", "2023-12-31"])("%s is one", (written) => expect(isCvDate(written)).toBe(true));
	test.each(["31 February", "2023-02-29", "2024-02-31", "2024-13", "2024-00", "24-01-01", "0999", "2024-1-1", "", "2024-01-01T00:00"])(
		"%s is none",
		(written) => expect(isCvDate(written)).toBe(false),
	);
});

describe("a CV of two people who edit apart", () => {
	test("both fields of one entry stay, and what each added", () => {
		const first = does(empty(), add("e1", "work", "a0", { name: "Valve works" }));
		const mine = does(clone(first), ["set-entry", { id: "e1", fields: { position: "Fitter" } }], add("e2", "education"));
		const theirs = does(
			clone(first),
			["set-entry", { id: "e1", fields: { startDate: "2020-01" } }],
			["set-basic", { field: "label", value: "Technician" }],
		);
		const both = merge(mine, theirs);
		expect(entries(both).find(({ id }) => id === "e1")?.fields).toEqual({ name: "Valve works", position: "Fitter", startDate: "2020-01" });
		expect(entries(both)).toHaveLength(2);
		expect(cvModel.read(both).basics.label).toBe("Technician");
	});

	test("what one removes while the other writes in it comes back with what was written", () => {
		const first = does(empty(), add("e1"));
		const both = merge(
			does(clone(first), ["remove-entry", { id: "e1" }]),
			does(clone(first), ["set-entry", { id: "e1", fields: { name: "Later" } }]),
		);
		expect(entries(both)).toEqual([]);
		expect(entries(does(both, ["restore-entry", { id: "e1" }]))).toMatchObject([{ id: "e1", fields: { name: "Later" } }]);
	});

	test("in whatever order they meet, all copies show the same", () => {
		const ids = fc.constantFrom("a", "b", "c", "d");
		const step: fc.Arbitrary<Step> = fc.oneof(
			fc
				.tuple(ids, fc.constantFrom("work", "skills"), fc.constantFrom("a0", "a1", "a2"))
				.map(([id, section, order]) => add(id, section, order)),
			fc.tuple(ids, fc.string({ maxLength: 5 })).map(([id, name]): Step => ["set-entry", { id, fields: { name } }]),
			fc.tuple(ids, fc.constantFrom("a0", "a1", "a3")).map(([id, order]): Step => ["move-entry", { id, order }]),
			ids.map((id): Step => ["remove-entry", { id }]),
			ids.map((id): Step => ["restore-entry", { id }]),
		);
		const attempt = (document: Draft, one: Step): Draft => {
			try {
				return does(document, one);
			} catch (error) {
				if (error instanceof CommandRefused) return document;
				throw error;
			}
		};
		fc.assert(
			fc.property(
				fc.array(step, { maxLength: 8 }),
				fc.array(step, { maxLength: 8 }),
				fc.array(step, { maxLength: 8 }),
				(before, mine, theirs) => {
					const first = before.reduce(attempt, empty());
					const here = mine.reduce(attempt, clone(first));
					const there = theirs.reduce(attempt, clone(first));
					const one = merge(clone(here), there);
					const other = merge(clone(there), here);
					expect(entries(one)).toEqual(entries(other));
					expect(entries(load<Draft>(save(one)))).toEqual(entries(other));
				},
			),
			{ numRuns: 60 },
		);
	});
});

describe("what a CV refuses", () => {
	const cv = () => does(empty(), add("e1"));
	test.each<Step>([
		["set-entry", { id: "e1", fields: { startDate: "2024-02-31" } }],
		["set-entry", { id: "e1", fields: { colour: "blue" } }],
		["set-entry", { id: "e1", fields: { highlights: "not a list" } }],
		["set-entry", { id: "nobody", fields: {} }],
		["move-entry", { id: "nobody", order: "a0" }],
		["remove-entry", { id: "nobody" }],
		["set-basic", { field: "shoe", value: "42" }],
		["set-basic", { field: "birthDate", value: "yesterday" }],
		add("e1"),
		add("e2", "hobbies"),
	])("%s %j", (name, params) => {
		expect(() => does(cv(), [name, params])).toThrow(CommandRefused);
	});

	test("what makes no sense in a document is passed over", () => {
		const odd = { kind: "cv", basics: 5, entries: { "x/section": "no such", "y/name": "n", z: "?", "../../e/section": "work" } };
		expect(entriesOf(cvModel.read(odd).entries)).toEqual([]);
		expect(cvModel.describe(cvModel.read({ kind: "cv" })).searchable.text).toBe("");
	});
});
