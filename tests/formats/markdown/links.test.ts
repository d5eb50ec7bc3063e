import { describe, expect, test } from "vitest";
import { pageLinks } from "../../../shared/formats/markdown";

const targets = (markdown: string) => pageLinks(markdown).map((link) => link.target);

describe("links of a page", () => {
	test("a wikilink says target, heading and what it is looked up by, whatever its alias", () => {
		expect(pageLinks("See [[Work/Valve Seals#Step 2|the seals]].")).toEqual([
			{ use: "link", target: "Work/Valve Seals", key: "valve seals", heading: "Step 2" },
		]);
	});

	test("an embed is an embed", () => {
		expect(pageLinks("![[photo.png|200]] ![a](img/one%20two.png)")).toEqual([
			{ use: "embed", target: "photo.png", key: "photo.png", heading: "" },
			{ use: "embed", target: "img/one two.png", key: "one two.png", heading: "" },
		]);
	});

	test("relative Markdown links count, decoded, with their heading; addresses do not", () => {
		expect(
			pageLinks('[a](Three%20laws.md#Second) [b](<My note.md> "title") [c](https://example.org/x.md) [d](mailto:a@b.c) [e](#here)'),
		).toEqual([
			{ use: "link", target: "Three laws.md", key: "three laws", heading: "Second" },
			{ use: "link", target: "My note.md", key: "my note", heading: "" },
		]);
	});

	test.each([
		["a fence", "```\n[[no]]\n```\n[[yes]]"],
		["a tilde fence that holds backticks", "~~~\n```\n[[no]]\n~~~\n[[yes]]"],
		["a fence in a quote", "> ```\n> [[no]]\n> ```\n> [[yes]]"],
		["a fence that its quote ends", "> ```\n> [[no]]\n\n[[yes]]"],
		["a fence in a list", "- ```js\n  [[no]]\n  ```\n- [[yes]]"],
		["a code span", "`[[no]]` [[yes]]"],
		["a code span of two marks", "``[[no]] ` `` [[yes]]"],
		["a code span over two lines", "`[[no]]\n[[no]]` [[yes]]"],
		["an indented block", "text\n\n    [[no]]\n\n[[yes]]"],
		["a comment", "<!-- [[no]]\n\n[[no]] --> [[yes]]"],
		["a percent comment", "%% [[no]] %% [[yes]]"],
		["an escape", "\\[[no]] [[yes]]"],
	])("what stands in %s is no link", (_, markdown) => {
		expect(targets(markdown)).toEqual(["yes"]);
	});

	test.each([
		["indented text in a list", "- item\n\n    [[yes]]"],
		["a mark that never closes", "a ` b [[yes]]"],
		["a span that would reach over a blank line", "a ` b\n\n[[yes]] ` c"],
		["a comment that never ends", "<!-- [[yes]]"],
		["more brackets than needed", "[[[yes]]]"],
		["a table, where the bar is escaped", "| [[yes\\|shown]] | b |"],
		["the text of another link's beginning", "[[ [[yes]]"],
		["a callout", "> [!tip] Title\n> [[yes]]"],
	])("a link is found in %s", (_, markdown) => {
		expect(targets(markdown)).toEqual(["yes"]);
	});

	test("an image inside a link gives both", () => {
		expect(targets("[![shot](a.png)](Page.md)")).toEqual(["a.png", "Page.md"]);
	});

	test("brackets within a destination are kept when they balance", () => {
		expect(targets("[x](Notes_(old).md)")).toEqual(["Notes_(old).md"]);
	});

	test("a link to a heading of the same page leads to no other page", () => {
		expect(targets("[[#Here]] [x](#here)")).toEqual([]);
	});
});
