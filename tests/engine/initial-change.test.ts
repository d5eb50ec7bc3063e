import { change, free, getHeads, init, load, save, toJS } from "@automerge/automerge/slim";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { initialChange } from "../../renderer/engine/documents/initial-change";
import { toDocument } from "../../shared/model/document";
import type { Draft } from "../../shared/model/item";
import { models } from "../../shared/model/registry";
import { loadAutomerge } from "./test-book";

beforeAll(loadAutomerge);

const ACTOR = "ab".repeat(16);
const text = fc.string({ unit: "binary", maxLength: 40 });
const tags = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 4 });

const inputs = {
	bookmark: fc.record({
		url: fc.webUrl({ withQueryParameters: true }),
		title: text,
		note: text,
		tags,
		toRead: fc.boolean(),
		created: fc.nat(),
	}),
	collection: fc.record({ title: text, note: text, tags, favourite: fc.boolean() }),
	page: fc.record({
		title: text,
		body: fc.string({ unit: "grapheme", maxLength: 60 }),
		aliases: fc.array(text, { maxLength: 3 }),
		tags,
		properties: fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue(), { maxKeys: 3 }),
	}),
	file: fc.record({ title: text, hash: fc.constant("0".repeat(64)), size: fc.nat() }),
};

describe("the first change of a document", () => {
	test.each(Object.keys(inputs) as (keyof typeof inputs)[])("of a %s reads as if Automerge itself had written it", (kind) => {
		fc.assert(
			fc.property(inputs[kind] as fc.Arbitrary<unknown>, (input) => {
				const model = models[kind];
				const document = toDocument(model, model.make(input, 7));
				const bytes = initialChange(document, ACTOR, 5000);
				const ours = load<Draft>(bytes);
				const theirs = change(init<Draft>({ actor: ACTOR }), { time: 5 }, (draft) => {
					Object.assign(draft, document);
				});
				expect(getHeads(load(save(ours)))).toEqual(getHeads(ours));
				expect(toJS(ours)).toEqual(toJS(theirs));
				expect(model.read(ours)).toEqual(model.make(input, 7));
				free(ours);
				free(theirs);
			}),
			{ numRuns: 150 },
		);
	});

	test("a tag that no document can hold is left out", () => {
		expect(models.bookmark.make({ url: "https://example.org", tags: ["__proto__", "#__proto__", "kept"] }, 1).tags).toEqual(["kept"]);
	});
});
