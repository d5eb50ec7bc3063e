import { expect, test } from "vitest";
import { changesAmong } from "../../electron/links/opened-files";

test.each([
	[["app", "/media/stick/Changes.commonplace-changes"], "/media/stick/Changes.commonplace-changes"],
	[["app", "--sample", "Changes.commonplace-changes"], "/home/ama/Changes.commonplace-changes"],
	[["app", "commonplace://item/a", "a b.commonplace-changes", "other.commonplace-changes"], "/home/ama/a b.commonplace-changes"],
	[["app", "--user-data-dir=/x/y.commonplace-changes"], null],
	[["app", "/media/stick/book.commonplace"], null],
	[["/opt/odd.commonplace-changes"], null],
	[[], null],
])("a start with %j is asked to show %s", (args, path) => expect(changesAmong(args, "/home/ama")).toBe(path));
