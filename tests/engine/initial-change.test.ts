import {
	applyChanges,
	change,
	type Doc,
	decodeChange,
	free,
	getAllChanges,
	getHeads,
	getLastLocalChange,
	ImmutableString,
	init,
	load,
	save,
	toJS,
} from "@automerge/automerge/slim";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { firstChangeReader } from "../../renderer/engine/documents/first-change/reading";
import { initialChanges } from "../../renderer/engine/documents/initial-change";
import { toDocument } from "../../shared/model/document";
import type { Draft } from "../../shared/model/item";
import { models } from "../../shared/model/registry";
import { loadAutomerge } from "./test-book";

beforeAll(loadAutomerge);
beforeAll(() => sodium.ready);

const ACTOR = "ab".repeat(16);
const text = fc.string({ unit: "binary", maxLength: 60, size: "max" });
const tags = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 4 });
/** Any sixteen bits, so also halves of surrogate pairs, which no UTF-8 can say. */
const units = fc.array(fc.nat({ max: 0xffff }), { maxLength: 30, size: "max" }).map((codes) => String.fromCharCode(...codes));
const prose = fc.oneof(
	fc.string({ unit: "grapheme", maxLength: 60, size: "max" }),
	fc.string({ unit: "binary", maxLength: 300, size: "max" }),
	units,
	fc
		.array(fc.constantFrom("a", "b", "\n", "\r\n", "é", "語", "😀", "👩‍👩‍👧", "\ud83d", "\ude00", " "), { maxLength: 200, size: "max" })
		.map((parts) => parts.join("")),
	fc.nat({ max: 3000 }).map((length) => "plain words ".repeat(length / 12)),
);

/** As it comes out of a file: without the -0 that JSON cannot say. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const inputs = {
	bookmark: fc.record({
		url: fc.webUrl({ withQueryParameters: true }),
		title: text,
		note: text,
		tags,
		toRead: fc.boolean(),
		created: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
	}),
	collection: fc.record({ title: text, note: text, tags, favourite: fc.boolean() }),
	page: fc.record({
		title: text,
		body: prose,
		aliases: fc.array(text, { maxLength: 3 }),
		tags,
		properties: fc.dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 3 }),
	}),
	file: fc.record({ title: text, hash: fc.constant("0".repeat(64)), size: fc.nat() }),
};

/** Whatever a document may hold. */
const key = fc
	.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 8 }), fc.constantFrom("a", "b", "9", "10", "\uffee", "😀"))
	.filter((name) => name !== "__proto__");
const short = fc.oneof(units, text, prose).map((value) => new ImmutableString(value));
const number = fc.oneof(
	// The largest of all is given as a BigInt by Automerge.
	fc.maxSafeInteger().filter((value) => Math.abs(value) < Number.MAX_SAFE_INTEGER),
	fc.integer({ min: -300, max: 300 }),
	fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
);
const inList = fc.oneof(short, fc.boolean(), fc.constant(null));
const inDocument = fc.oneof(
	prose,
	inList,
	number,
	fc.array(inList, { maxLength: 6 }),
	fc.dictionary(
		fc.oneof(
			key,
			units.filter((name) => name !== "" && name !== "__proto__"),
		),
		inList,
		{ maxKeys: 8, noNullPrototype: true },
	),
);
const anyDocument = fc.dictionary(key, inDocument, { minKeys: 1, maxKeys: 8, noNullPrototype: true });

function ours(document: Draft, time: number): Uint8Array {
	return initialChanges(ACTOR, sodium.crypto_hash_sha256)(document, time);
}

/** The document as Automerge makes it, and the change in which it does. */
function theirs(document: Draft, time: number): { readonly doc: Doc<Draft>; readonly bytes: Uint8Array } {
	const doc = change(init<Draft>({ actor: ACTOR }), { time: Math.floor(time / 1000) }, (draft) => {
		Object.assign(draft, document);
	});
	return { doc, bytes: getLastLocalChange(doc) ?? new Uint8Array() };
}

/** Holds what was written against what Automerge writes, reads and computes. */
function expectTheSame(document: Draft, time: number): void {
	const bytes = ours(document, time);
	const expected = theirs(document, time);
	expect(decodeChange(bytes)).toEqual(decodeChange(expected.bytes));
	expect(Buffer.from(bytes).equals(expected.bytes)).toBe(true);
	const [applied] = applyChanges(init<Draft>(), [bytes]);
	expect(getHeads(applied)).toEqual(getHeads(expected.doc));
	expect(toJS(applied)).toEqual(toJS(expected.doc));
	const again = load<Draft>(save(applied));
	expect(getHeads(again)).toEqual(getHeads(expected.doc));
	for (const doc of [applied, expected.doc, again]) free(doc);
}

describe("the first change of a document", () => {
	test.each(Object.keys(inputs) as (keyof typeof inputs)[])("of a %s is byte for byte what Automerge itself would have written", (kind) => {
		fc.assert(
			fc.property(inputs[kind] as fc.Arbitrary<unknown>, fc.nat({ max: 4e12 }), (input, time) => {
				const model = models[kind];
				const document = toDocument(model, model.make(input, 7));
				expectTheSame(document, time);
			}),
			{ numRuns: 150 },
		);
	});

	test("of anything that a document can hold is byte for byte what Automerge itself would have written", () => {
		fc.assert(
			fc.property(anyDocument, (document) => {
				expectTheSame(document, 5000);
			}),
			{ numRuns: 250 },
		);
	});

	test("with numbers in lists and maps reads as it was given", () => {
		fc.assert(
			fc.property(fc.array(number), fc.dictionary(key, number, { noNullPrototype: true }), (list, map) => {
				const doc = load<Draft>(ours({ list, map }, 1));
				expect(toJS(doc)).toEqual({ list, map });
				free(doc);
			}),
			{ numRuns: 100 },
		);
	});

	test("gives back what the model made, and can be written on from there", () => {
		fc.assert(
			fc.property(inputs.page, fc.string({ unit: "grapheme", minLength: 1, maxLength: 5 }), (input, title) => {
				const made = models.page.make({ ...input, body: input.body.replace(/\p{Surrogate}/gu, "") }, 7);
				const doc = load<Draft>(ours(toDocument(models.page, made), 1), { actor: ACTOR });
				expect(models.page.read(doc)).toEqual(made);
				const next = change(doc, (draft) => {
					draft.title = new ImmutableString(title);
				});
				const again = load<Draft>(save(next));
				expect(getAllChanges(again)).toHaveLength(2);
				expect(models.page.read(again)).toEqual({ ...made, title });
				for (const used of [next, again]) free(used);
			}),
			{ numRuns: 50 },
		);
	});

	test("with names that differ in broken characters alone keeps the last of them", () => {
		const doc = load<Draft>(ours({ "\ud800": 1, other: true, "\ud801": 2 }, 1));
		expect(toJS(doc)).toEqual({ "\ufffd": 2, other: true });
		free(doc);
	});

	test("one writer writes many, none of which shows in another", () => {
		const write = initialChanges(ACTOR, sodium.crypto_hash_sha256);
		const documents = [
			{ body: "long text ".repeat(500) },
			{ a: new ImmutableString("x") },
			{ body: "語" },
			{ list: [1, 2], deep: { er: true, both: null } },
		];
		for (const document of documents) expect(Buffer.from(write(document, 9)).equals(theirs(document, 9).bytes)).toBe(true);
	});

	test.each([
		["nothing", {}],
		["a name of nothing", { "": true }],
		["undefined", { a: undefined }],
		["a function", { a: () => 1 }],
		["a moment", { a: new Date(1) }],
		["what is no number", { a: Number.NaN }],
		["lists in lists", { a: [[]] }],
	])("is refused for %s", (_, document) => {
		expect(() => ours(document, 1)).toThrow(RangeError);
	});

	test("a tag that no document can hold is left out", () => {
		expect(models.bookmark.make({ url: "https://example.org", tags: ["__proto__", "#__proto__", "kept"] }, 1).tags).toEqual(["kept"]);
	});
});

describe("reading a first change without Automerge", () => {
	const read = (bytes: Uint8Array): Draft | null => firstChangeReader(sodium.crypto_hash_sha256)(bytes);

	test.each(Object.keys(inputs) as (keyof typeof inputs)[])("gives the same %s that Automerge reads", (kind) => {
		fc.assert(
			fc.property(inputs[kind] as fc.Arbitrary<unknown>, fc.nat({ max: 4e12 }), (input, time) => {
				const model = models[kind];
				const bytes = ours(toDocument(model, model.make(input, 7)), time);
				const doc = load<Draft>(bytes);
				const found = read(bytes);
				if (Math.abs(Number((input as { created?: number }).created ?? 0)) < Number.MAX_SAFE_INTEGER) expect(found).not.toBeNull();
				if (found !== null) expect(model.read(found)).toEqual(model.read(doc));
				free(doc);
			}),
			{ numRuns: 150 },
		);
	});

	test("leaves to Automerge the largest numbers, which it reads as no plain number", () => {
		for (const created of [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]) expect(read(ours({ created }, 1))).toBeNull();
		expect(read(ours({ created: Number.MAX_SAFE_INTEGER - 1 }, 1))).toEqual({ created: Number.MAX_SAFE_INTEGER - 1 });
		const doc = load<Draft>(ours({ created: Number.MAX_SAFE_INTEGER - 1 }, 1));
		expect(toJS(doc)).toEqual({ created: Number.MAX_SAFE_INTEGER - 1 });
		free(doc);
	});

	test("gives whatever a document can hold, or leaves it to Automerge", () => {
		let readable = 0;
		fc.assert(
			fc.property(anyDocument, (document) => {
				const bytes = ours(document, 5000);
				const found = read(bytes);
				if (found === null) return;
				readable += 1;
				const doc = load<Draft>(bytes);
				expect(found).toEqual(toJS(doc));
				free(doc);
			}),
			{ numRuns: 250 },
		);
		expect(readable).toBeGreaterThan(150);
	});

	test("leaves to Automerge what Automerge wrote in another way, and what came after a first change", () => {
		const first = theirs({ title: new ImmutableString("one"), body: "two" }, 1);
		const second = change(first.doc, (draft) => {
			draft.title = new ImmutableString("three");
		});
		expect(read(getLastLocalChange(second) ?? new Uint8Array())).toBeNull();
		expect(read(save(second))).toBeNull();
		expect(read(first.bytes)).toEqual(toJS(first.doc));
		free(second);
	});

	test("never gives a document for bytes of which one was changed, cut off or added", () => {
		const bytes = ours(toDocument(models.page, models.page.make({ title: "A page", body: "wörds 😀", tags: ["a"] }, 7)), 9);
		for (let at = 0; at < bytes.length; at++) {
			for (const flip of [1, 0x40, 0x80, 0xff]) {
				const changed = bytes.slice();
				changed[at] = (changed[at] ?? 0) ^ flip;
				const found = read(changed);
				// Some bytes are content; then what is read is what Automerge would read, once its checksum is right.
				if (found !== null) expect(Buffer.from(ours(found, 9)).equals(changed), `byte ${at}`).toBe(true);
			}
			expect(read(bytes.subarray(0, at))).toBeNull();
		}
		expect(read(Uint8Array.of(...bytes, 0))).toBeNull();
	});

	test("is over at once for a change that claims a million million operations", () => {
		const bytes = ours({ list: [null, null, null] }, 1);
		const run = bytes.lastIndexOf(3);
		const hostile = Uint8Array.of(...bytes.subarray(0, run), 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, ...bytes.subarray(run + 1));
		expect(read(hostile)).toBeNull();
	});
});
