import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { readPlainFrontMatter } from "../../../shared/formats/vault/plain-front-matter";

/** What a YAML reader makes of it; null when it finds fault. */
function readByYaml(yaml: string): unknown {
	const document = parseDocument(yaml, { logLevel: "silent", uniqueKeys: true });
	return document.errors.length > 0 ? null : document.toJS();
}

/** Words as people write them, and everything that is easily taken for them. */
const plain = fc.constantFrom("plant", "Ventile", "übung", "語", "a b", "v1.2", "it's", "a/b", "yes", "on", "e1");
const notText = fc.constantFrom(...["null", "True", "no", "y", "~", "12", "1e3", "0x1f", "2020-01-02", ".inf", "<<", ""]);
const marked = fc.constantFrom(
	...["'x'", '"x"', "a: b", "a:b", "a #c", "a#c", "#c", "- a", "a -", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "?", "a,b"],
	...["[", "]", "{a}", "---", "...", "a ", " a", "a  b"],
);
const noise = fc.string({ unit: fc.constantFrom(..."ab1 -:#[]{},'\".\t&*!|>%é"), maxLength: 6 });
const word = fc.oneof({ weight: 12, arbitrary: plain }, notText, marked, noise);
const key = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom("tags", "aliases", "date created", "Übung", "a-b", "a") },
	{ weight: 1, arbitrary: word },
);
const line = fc.oneof(
	fc.tuple(key, word).map(([name, value]) => `${name}: ${value}`),
	fc
		.tuple(key, fc.array(word, { maxLength: 4 }), fc.constantFrom(", ", ",", " , "))
		.map(([name, list, comma]) => `${name}: [${list.join(comma)}]`),
	fc
		.tuple(key, fc.array(word, { maxLength: 3 }), fc.constantFrom("", "  ", "    "))
		.map(([name, list, indent]) => [`${name}:`, ...list.map((each) => `${indent}- ${each}`)].join("\n")),
	word,
	word.map((value) => `  - ${value}`),
	fc.constant(""),
);
const block = fc.tuple(fc.array(line, { maxLength: 5 }), fc.constantFrom("\n", "", "\n\n")).map(([lines, end]) => lines.join("\n") + end);

describe("plain front matter", () => {
	test("is read as a YAML reader reads it, or left to that reader", () => {
		fc.assert(
			fc.property(block, (yaml) => {
				const plain = readPlainFrontMatter(yaml);
				if (plain !== null) expect(plain).toEqual(readByYaml(yaml));
			}),
			{ numRuns: 3000 },
		);
	});

	test.each([
		["tags: [pumps, valve seats]\n", { tags: ["pumps", "valve seats"] }],
		["tags: []\nstatus: in work\n", { tags: [], status: "in work" }],
		["aliases:\n  - Pump station\n  - P-Station\nlead: Ana Lúcia\n", { aliases: ["Pump station", "P-Station"], lead: "Ana Lúcia" }],
		["tags:\n- a\n- b\n", { tags: ["a", "b"] }],
	])("of the usual kind is read: %j", (yaml, values) => {
		expect(readPlainFrontMatter(yaml)).toEqual(values);
		expect(readByYaml(yaml)).toEqual(values);
	});

	test.each([
		"",
		"a:\n",
		"a: 1\n",
		"a: true\n",
		"a: 'x'\n",
		"a: b: c\n",
		"a: b # c\n",
		"a: b\na: c\n",
		"a:\n  b: c\n",
		"a: |\n  b\n",
		"a: b\n  c\n",
		"a:\tb\n",
	])("is left to a YAML reader where it is not plain: %j", (yaml) => {
		expect(readPlainFrontMatter(yaml)).toBeNull();
	});
});
