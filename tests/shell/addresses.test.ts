import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { createMemoryBlobStore } from "../../electron/files/memory-blob-store";
import { parseDeepLink } from "../../electron/links/deep-links";
import { externalAddress, openExternal } from "../../electron/links/open-external";
import { loadWords } from "../../electron/menus/words";
import { serveBlob } from "../../electron/protocol/blob-files";
import { serveBookFile } from "../../electron/protocol/book-files";
import { readByteRange } from "../../electron/protocol/byte-range";
import { contentType } from "../../electron/protocol/content-type";
import { isBookAddress } from "../../electron/start/book-origin";
import { temporaryFolder } from "./temporary-folder";

describe("app://book", () => {
	async function book(): Promise<(path: string) => Promise<Response>> {
		const home = await temporaryFolder();
		await mkdir(join(home, "renderer"));
		await mkdir(join(home, "crash"));
		await writeFile(join(home, "renderer/index.html"), "the book");
		await writeFile(join(home, "crash/index.html"), "the crash page");
		await writeFile(join(home, "secret.json"), "secret");
		return (path) => serveBookFile({ renderer: join(home, "renderer"), crash: join(home, "crash") }, new URL(path, "app://book"));
	}

	test("serves the interface and the crash page under a strict policy", async () => {
		const get = await book();
		const page = await get("/");
		expect(await page.text()).toBe("the book");
		expect(page.headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval';");
		expect(page.headers.get("content-security-policy")).not.toContain("script-src 'self' 'unsafe");
		expect(page.headers.get("x-content-type-options")).toBe("nosniff");
		expect(await (await get("/crash/index.html")).text()).toBe("the crash page");
	});

	test.each([
		"/..%2fsecret.json",
		"/%2e%2e%2fsecret.json",
		"/..%5csecret.json",
		"/crash/..%2f..%2fsecret.json",
		"/crash/%2e%2e%2f%2e%2e%2fsecret.json",
		"/%00",
		"/%",
		"/%c0%ae%c0%ae/secret.json",
		"//secret.json",
		"/missing.html",
		"/secret.json",
		"/index.html/",
		"/crash",
	])("answers 404 to %s", async (path) => {
		const get = await book();
		const answer = await get(path);
		expect(answer.status).toBe(404);
		expect(await answer.text()).not.toContain("secret");
	});

	test("is told from what only looks like it", () => {
		expect(isBookAddress("app://book/")).toBe(true);
		for (const address of ["app://bookworm/", "app://files/", "app://book.evil/", "https://book/", "app://book@evil/"])
			expect(isBookAddress(address)).toBe(false);
	});
});

describe("app://files", () => {
	const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6]);

	test("serves a file that can do nothing", async () => {
		const blobs = createMemoryBlobStore();
		const { hash } = await blobs.put(png);
		const answer = await serveBlob(blobs, new Request(`app://files/${hash}`));
		expect(answer.headers.get("content-type")).toBe("image/png");
		expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
		expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
		expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png);
	});

	test("serves the part that is asked for", async () => {
		const blobs = createMemoryBlobStore();
		const { hash } = await blobs.put(png);
		const ask = (range: string) => serveBlob(blobs, new Request(`app://files/${hash}`, { headers: { range } }));
		const part = await ask("bytes=4-6");
		expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 4-6/10"]);
		expect(new Uint8Array(await part.arrayBuffer())).toEqual(png.slice(4, 7));
		expect((await ask("bytes=10-")).status).toBe(416);
	});

	test.each(["/", "/../index.html", `/${"0".repeat(64)}`, `/${"G".repeat(64)}`, `/${"0".repeat(64)}/x`])(
		"has nothing at %s",
		async (path) => {
			expect((await serveBlob(createMemoryBlobStore(), new Request(`app://files${path}`))).status).toBe(404);
		},
	);

	test("shows a file as what it is, and nothing as a page or a script", () => {
		const text = (value: string) => new TextEncoder().encode(value);
		expect(contentType(png, "text/html", "x.html")).toBe("image/png");
		expect(contentType(text("<script>"), "text/html", "x.html")).toBe("application/octet-stream");
		expect(contentType(text("alert(1)"), "text/javascript", "x.js")).toBe("application/octet-stream");
		expect(contentType(text("<svg/>"), null, "drawing.SVG")).toBe("image/svg+xml");
		expect(contentType(text("not one"), "image/svg+xml", null)).toBe("application/octet-stream");
		expect(contentType(text("%PDF-1.7"), null, null)).toBe("application/pdf");
		expect(contentType(text(""), null, null)).toBe("application/octet-stream");
	});

	test.each([
		[null, { wants: "all" }],
		["bytes=0-0", { wants: "some", start: 0, end: 0 }],
		["bytes=-3", { wants: "some", start: 7, end: 9 }],
		["bytes=-99", { wants: "some", start: 0, end: 9 }],
		["bytes=5-99", { wants: "some", start: 5, end: 9 }],
		["bytes=6-5", { wants: "impossible" }],
		["bytes=-0", { wants: "impossible" }],
		["bytes=-", { wants: "all" }],
		["bytes=0-1,3-4", { wants: "all" }],
		["lines=1-2", { wants: "all" }],
	])("reads the range %j", (header, wanted) => {
		expect(readByteRange(header, 10)).toEqual(wanted);
	});
});

describe("links", () => {
	test("commonplace:// asks for an item or a new bookmark", () => {
		expect(parseDeepLink("commonplace://item/0b9-_Z")).toEqual({ do: "open-item", id: "0b9-_Z" });
		expect(parseDeepLink("commonplace://new/bookmark?url=https%3A%2F%2Fa.b%2Fc&title=T")).toEqual({
			do: "new",
			kind: "bookmark",
			url: "https://a.b/c",
			title: "T",
		});
		const invite = `commonplace://join?server=wss%3A%2F%2Fa.b#${"0a".repeat(16)}.${"f1".repeat(32)}`;
		expect(parseDeepLink(invite)).toEqual({ do: "join", link: invite });
	});

	test.each([
		"commonplace://item/../../x",
		"commonplace://item/",
		"commonplace://item/a?x=1",
		"commonplace://new/page",
		"commonplace://new/bookmark",
		"commonplace://new/bookmark?url=javascript:alert(1)",
		"commonplace://new/bookmark?url=file:///etc/passwd",
		"commonplace://new/bookmark?url=https://a&url=https://b",
		"commonplace://new/bookmark?url=https://a&extra=1",
		`commonplace://join#${"0a".repeat(16)}`,
		`commonplace://join#${"0a".repeat(16)}.${"zz".repeat(32)}`,
		`commonplace://join/x#${"0a".repeat(16)}.${"f1".repeat(32)}`,
		"commonplace://user@item/a",
		"commonplace://item:80/a",
		"https://item/a",
		"commonplace:item/a",
		`commonplace://item/${"a".repeat(9000)}`,
	])("%s asks for nothing", (link) => {
		expect(parseDeepLink(link)).toBeNull();
	});

	test.each(["https://a.b/", "http://a.b/", "mailto:a@b.c"])("%s may be opened outside", (address) => {
		expect(externalAddress(address)).toBe(address);
	});

	test.each([
		"file:///etc/passwd",
		"smb://server/share",
		"javascript:alert(1)",
		" javascript:alert(1)",
		"JaVaScRiPt:alert(1)",
		"data:text/html,x",
		"ms-settings:privacy",
		"vbscript:x",
		"ftp://a.b/",
		"commonplace://item/a",
		"app://book/",
		"//server/share",
		"\\\\server\\share",
		"",
	])("%j may not", async (address) => {
		const opened: string[] = [];
		const result = await openExternal(address, async (given) => {
			opened.push(given);
		});
		expect([result, opened]).toEqual(["refused", []]);
	});

	test("a system that cannot open a link is no failure of ours", async () => {
		expect(await openExternal("https://a.b/", () => Promise.reject(new Error("no browser")))).toBe("failed");
	});
});

describe("the shell's words", () => {
	const folder = resolve(import.meta.dirname, "../../resources/languages");

	test("come in the person's language, and in English where there is none", () => {
		expect(loadWords(folder, "xx-YY")("menu.file")).toBe("File");
		expect(loadWords(folder, "../../etc")("menu.file")).toBe("File");
		expect(loadWords(folder, "en")("no.such.key")).toBe("no.such.key");
	});

	test("are the same set in every language", () => {
		const keys = (language: string) => Object.keys(JSON.parse(readFileSync(join(folder, language, "shell.json"), "utf8")) as object).sort();
		for (const language of readdirSync(folder)) expect(keys(language)).toEqual(keys("en"));
	});
});
