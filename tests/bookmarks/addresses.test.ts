import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAddress } from "../../renderer/features/bookmarks/model/address";
import { foundAddresses } from "../../renderer/features/bookmarks/model/found-addresses";
import { isSafeAddress } from "../../shared/model/names";

const carried = (data: Readonly<Record<string, string>>) => (type: string) => data[type] ?? "";

describe("an address as people write it", () => {
	test.each([
		["https://example.org/a?b#c", "https://example.org/a?b#c"],
		["  http://example.org  ", "http://example.org"],
		["example.org", "https://example.org"],
		["www.example.org/path?x=1", "https://www.example.org/path?x=1"],
		["//example.org/path", "https://example.org/path"],
		["localhost:8080/admin", "https://localhost:8080/admin"],
		["example.org:8080", "https://example.org:8080"],
		["bücher.example", "https://bücher.example"],
		["ana@example.org", "mailto:ana@example.org"],
		["mailto:ana@example.org", "mailto:ana@example.org"],
		["https://exam\nple.org/long\r\npath", "https://example.org/longpath"],
	])("%j is %s", (typed, url) => {
		expect(readAddress(typed)).toEqual({ is: "address", url });
	});

	test.each([
		["", "empty"],
		["   ", "empty"],
		["javascript:alert(1)", "script"],
		["  JavaScript:alert(1)", "script"],
		["java\tscript:alert(1)", "script"],
		["\u0001javascript:alert(1)", "script"],
		["java\u200bscript:alert(1)", "script"],
		["vbscript:x", "script"],
		["file:///etc/passwd", "local-file"],
		["data:text/html,<b>x</b>", "data"],
		["ftp://example.org", "other-scheme"],
		["about:blank", "other-scheme"],
		["chrome://settings", "other-scheme"],
		["just some words", "no-address"],
		["word", "no-address"],
		["https://", "no-address"],
		["mailto:nobody", "no-address"],
	])("%j is refused: %s", (typed, why) => {
		expect(readAddress(typed)).toMatchObject({ is: "refused", why });
	});

	test("whatever is typed, what is taken is a safe address", () => {
		const typed = fc.oneof(
			fc.string(),
			fc.webUrl(),
			fc.string().map((rest) => `javascript:${rest}`),
			fc.emailAddress(),
		);
		fc.assert(
			fc.property(typed, (text) => {
				const read = readAddress(text);
				return read.is === "refused" || isSafeAddress(read.url);
			}),
		);
	});
});

describe("addresses in what is dropped or pasted", () => {
	test("a link dragged from Firefox comes with its title", () => {
		const found = foundAddresses(carried({ "text/x-moz-url": "https://example.org/\nAn example", "text/plain": "https://example.org/" }));
		expect(found).toEqual([{ url: "https://example.org/", title: "An example" }]);
	});

	test("a list of addresses is read line by line, comments and doubles left out", () => {
		const list = "# from somewhere\r\nhttps://a.example/\r\nhttps://b.example/\r\nhttps://a.example/";
		expect(foundAddresses(carried({ "text/uri-list": list })).map(({ url }) => url)).toEqual(["https://a.example/", "https://b.example/"]);
	});

	test("one pasted word is read as the address field would", () => {
		expect(foundAddresses(carried({ "text/plain": "example.org/x" }))).toEqual([{ url: "https://example.org/x", title: "" }]);
	});

	test("among words only whole links count, without the full stop behind them", () => {
		const text = "See https://a.example/x, and (https://b.example/y). Not example.org.";
		expect(foundAddresses(carried({ "text/plain": text })).map(({ url }) => url)).toEqual(["https://a.example/x", "https://b.example/y"]);
	});

	test("a Markdown link gives its title", () => {
		expect(foundAddresses(carried({ "text/plain": "[Valves](https://v.example)" }))).toEqual([
			{ url: "https://v.example", title: "Valves" },
		]);
	});

	test("scripts and files are never among them", () => {
		expect(foundAddresses(carried({ "text/uri-list": "javascript:alert(1)\r\nfile:///etc/passwd" }))).toEqual([]);
	});
});
