/**
 * Documents as every version of the model wrote them, kept for ever: what a book holds today must be read by all
 * later versions. A new version adds its files; none is ever changed. (`GOLDEN=write` writes those that are missing.)
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { load } from "@automerge/automerge/slim";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { initialChanges } from "../../renderer/engine/documents/initial-change";
import { toDocument } from "../../shared/model/document";
import type { Draft, ItemKind } from "../../shared/model/item";
import { itemKinds, models } from "../../shared/model/registry";
import { loadAutomerge } from "../engine/test-book";

const PARENT = "abcdefghijklmnopqrstuvwxyz";

const inputs: Readonly<Record<ItemKind, unknown>> = {
	page: {
		title: "Seal replacement",
		body: "# Steps\n\nSee [[Depressurising a line]] #valves 😀",
		aliases: ["DN80 seal"],
		tags: ["how-to"],
		parent: PARENT,
		order: "a1",
		favourite: true,
		created: 1_700_000_000_000,
		properties: { status: "draft", level: 3 },
		frontMatter: "---\nstatus: draft\n---\n",
	},
	bookmark: {
		url: "https://example.org/valves?x=1",
		title: "Valves",
		note: "Read",
		tags: ["a/b"],
		toRead: true,
		keyword: "v",
		private: true,
		created: 1,
		modified: 2,
	},
	collection: { title: "Suppliers", note: "All of them", parent: PARENT },
	cv: {
		title: "Ama's CV",
		basics: { name: "Ama Boateng", label: "Field technician", birthDate: "1990-02-28" },
		entries: {
			"w1/section": "work",
			"w1/order": "a0",
			"w1/name": "Valve works",
			"w1/startDate": "2019-04",
			"w1/highlights": '["Rebuilt the DN80 valve"]',
			"l1/section": "languages",
			"l1/order": "a1",
			"l1/language": "Twi",
			"l1/listening": "C2",
		},
		extra: '{"jsonResume":{"meta":{"theme":"even"}}}',
	},
	file: { title: "photo.png", hash: "0".repeat(64), size: 12, mediaType: "image/png" },
};

beforeAll(loadAutomerge);
beforeAll(() => sodium.ready);

describe("documents of version 1", () => {
	test.each(itemKinds)("a %s is read as it was written", (kind) => {
		const model = models[kind];
		const fields = model.make(inputs[kind], 5);
		const file = resolve(import.meta.dirname, `../fixtures/model/${kind}-1.automerge`);
		if (!existsSync(file) && process.env.GOLDEN === "write")
			writeFileSync(file, initialChanges("ab".repeat(16), sodium.crypto_hash_sha256)(toDocument(model, fields), 1000));
		const document = load<Draft>(readFileSync(file));
		expect(model.read(document)).toEqual(fields);
		expect(model.describe(model.read(document))).toMatchSnapshot();
	});
});
