import { describe, expect, test } from "vitest";
import {
	excerpt,
	headings,
	inlineTags,
	pageLinks,
	pageStructure,
	plainText,
	taskCounts,
	wordCount,
} from "../../../shared/formats/markdown";

describe("tags in a page", () => {
	test("a tag may be nested and of any script", () => {
		expect(inlineTags("#valve/seals und #Übergabe, #安全 #🔧tools")).toEqual(["valve/seals", "Übergabe", "安全", "🔧tools"]);
	});
	test.each([
		["a heading", "# heading"],
		["a number", "issue #123"],
		["code", "`#no` and\n```\n#no\n```"],
		["an address", "https://example.org/#no <https://example.org/ #no>"],
		["a link", "[[page#no]] [[page #no]] [x](#no) [x](page.md#no)"],
		["HTML", '<span style="color: #fff">x</span>'],
		["the middle of a word", "a#b"],
		["a comment", "%% #no %%"],
		["an escape", "\\#no"],
	])("%s is none", (_, markdown) => {
		expect(inlineTags(markdown)).toEqual([]);
	});
	test("each is named once, as first written", () => {
		expect(inlineTags("#Safety (#safety) **#shift**")).toEqual(["Safety", "shift"]);
	});
	test("the text shown for a link may hold a tag's hash without hiding the next tag", () => {
		expect(inlineTags("[[page]] #yes")).toEqual(["yes"]);
	});
});

describe("headings", () => {
	test("both ways of writing them, with their level and place, read without marks", () => {
		expect(headings("# One **bold** #\n\ntext\n\nTwo\n---\n### [[Page|Three]]\n")).toEqual([
			{ level: 1, text: "One bold", at: 0 },
			{ level: 2, text: "Two", at: 24 },
			{ level: 3, text: "Three", at: 32 },
		]);
	});
	test("not in code, comments or lists; a rule is no underline", () => {
		expect(headings("```\n# no\n```\n<!--\n# no\n-->\n- # no\n\n---\n#tag\n")).toEqual([]);
	});
});

describe("tasks", () => {
	test("open and done are counted, other marks are neither", () => {
		expect(taskCounts("- [ ] a\n  * [x] b\n1. [X] c\n> - [ ] d\n- [-] e\n[ ] f\n- [link](x)\n```\n- [ ] g\n```")).toEqual({
			open: 2,
			done: 2,
		});
	});
});

describe("readable text", () => {
	test("marks go, words stay", () => {
		const markdown = [
			"## A *plain* **title**",
			"",
			"> [!warning]- Mind the gap",
			"> snake_case and 2 * 3 and ==this== ~~that~~",
			"",
			"- [x] [[Folder/Page|the page]] and [a link](https://example.org/)",
			"| a | b |",
			"|---|:-:|",
			"| `code` | <b>bold</b> \\*star\\* |",
			"",
			"```js",
			"let a = 1;",
			"```",
			"<https://example.org/> %%hidden%%",
		].join("\n");
		expect(plainText(markdown)).toBe(
			[
				"A plain title",
				"",
				"Mind the gap",
				"snake_case and 2 * 3 and this that",
				"",
				"the page and a link",
				"a   b",
				"",
				"code   bold *star*",
				"",
				"let a = 1;",
				"",
				"https://example.org/ hidden",
			].join("\n"),
		);
	});

	test("an excerpt is one line of the given length, without the title, embeds and comments", () => {
		expect(excerpt("# Title\n\nFirst  line ![[x.png]]%%no%%\nof *the* text.", 200)).toBe("First line of the text.");
		const long = excerpt(`# Title\n\n${"word ".repeat(10_000)}`, 200);
		expect(long.length).toBeLessThanOrEqual(200);
		expect(long.endsWith("word…")).toBe(true);
		expect(excerpt("# Only a title", 200)).toBe("Only a title");
		expect(excerpt("# Title\n\n## Pump 4\n\n12 June.\n\nNext\n----\nSee [[Fault log#Pump 4]].\n\n### End", 200)).toBe(
			"Pump 4 · 12 June. Next · See Fault log › Pump 4. End",
		);
		expect(excerpt("", 200)).toBe("");
	});

	test("words are counted as a reader would", () => {
		expect(wordCount("Don't count **marks** or [[Some/Path|well-known words]] 3.5 — twice.")).toBe(8);
		expect(wordCount("安全第一")).toBe(4);
		expect(wordCount("")).toBe(0);
	});

	test("reading all at once gives the same as reading one by one", () => {
		const markdown = "# T\n\n- [ ] see [[A]] #tag `#no`\n\n## Sub\n\ntext %%hidden%%";
		expect(pageStructure(markdown, 50)).toEqual({
			links: pageLinks(markdown),
			tags: inlineTags(markdown),
			headings: headings(markdown),
			tasks: taskCounts(markdown),
			words: wordCount(markdown),
			excerpt: excerpt(markdown, 50),
			plainText: plainText(markdown),
		});
	});
});
