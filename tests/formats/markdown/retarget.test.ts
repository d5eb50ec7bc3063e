import { describe, expect, test } from "vitest";
import { applyEdits, type LinkRename, pageLinks, retargetLinks } from "../../../shared/formats/markdown";

const renamed = (markdown: string, rename: LinkRename) => applyEdits(markdown, retargetLinks(markdown, rename));

describe("links follow a page that was renamed", () => {
	test("alias, heading, embed mark and folder stay as they were written", () => {
		const before = "[[Old]] [[old#Part|alias]] ![[Work/Old]] [x](Work/Old.md#Part) [[Older]] `[[Old]]` [[old.md]]";
		expect(renamed(before, { from: ["Old"], to: "New name" })).toBe(
			"[[New name]] [[New name#Part|alias]] ![[Work/New name]] [x](Work/New%20name.md#Part) [[Older]] `[[Old]]` [[New name.md]]",
		);
	});
	test("a path names one page, and the endings of it", () => {
		expect(renamed("[[a/b/Old]] [[b/Old]] [[Old]] [[c/Old]]", { from: ["a/b/Old"], to: "d/New" })).toBe(
			"[[d/New]] [[d/New]] [[Old]] [[c/Old]]",
		);
	});
	test("a link in a table keeps its escaped bar", () => {
		expect(renamed("| [[Old\\|shown]] |", { from: ["Old"], to: "New" })).toBe("| [[New\\|shown]] |");
	});
	test("a name that cannot stand in brackets is written as a Markdown link that leads there", () => {
		const after = renamed("see [[Old]] and ![[Old#Part|it]]", { from: ["Old"], to: "C# [notes] (1)" });
		expect(pageLinks(after)).toEqual([
			{ use: "link", target: "C# [notes] (1).md", key: "c# [notes] (1)", heading: "" },
			{ use: "embed", target: "C# [notes] (1).md", key: "c# [notes] (1)", heading: "Part" },
		]);
	});
	test("a file keeps its own ending, with no .md behind it", () => {
		expect(renamed("![[old.png|100]]", { from: ["old.png"], to: "a#1.png" })).toBe("![100](a%231.png)");
	});
	test("one who knows better decides link by link", () => {
		const edits = retargetLinks("[[A]] [[B]] [[C]]", (link) => (link.target === "B" ? "X/B" : null));
		expect(edits).toEqual([{ at: 8, remove: 1, insert: "X/B" }]);
	});
});
