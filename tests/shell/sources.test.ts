import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createGrants, type SourceGrant } from "../../electron/files/grants";
import { listSource } from "../../electron/files/source-listing";
import { readSeveral, readSource, readSourcePart } from "../../electron/files/source-reading";
import { GrantPath } from "../../shared/host";
import { temporaryFolder } from "./temporary-folder";

async function vault(files: Record<string, string>): Promise<SourceGrant> {
	const path = join(await temporaryFolder(), "vault");
	await mkdir(path);
	for (const [name, text] of Object.entries(files)) {
		await mkdir(join(path, name, ".."), { recursive: true });
		await writeFile(join(path, name), text);
	}
	return { is: "source", kind: "folder", path };
}

const paths = async (source: SourceGrant) => (await listSource(source)).files.map((file) => file.path);

describe("listing a folder", () => {
	test("names every file below it in path order", async () => {
		const source = await vault({ "b.md": "b", "a/z.md": "z", "a/c/d.md": "d", ".obsidian/app.json": "{}" });
		expect(await paths(source)).toEqual([".obsidian/app.json", "a/c/d.md", "a/z.md", "b.md"]);
	});

	test("ends on links in a circle and says where they are", async () => {
		const source = await vault({ "a/b/note.md": "x" });
		await symlink(source.path, join(source.path, "a/b/round"));
		await symlink("self", join(source.path, "self"));
		const listing = await listSource(source);
		expect(listing.files.map((file) => file.path)).toEqual(["a/b/note.md"]);
		expect(listing.refused).toEqual([
			{ path: "a/b/round", why: "link-loop" },
			{ path: "self", why: "link-loop" },
		]);
	});

	test("does not follow links that lead out", async () => {
		const source = await vault({ "note.md": "x" });
		const outside = await vault({ "secret.md": "s" });
		await symlink(outside.path, join(source.path, "folder"));
		await symlink(join(outside.path, "secret.md"), join(source.path, "file.md"));
		await symlink("../missing", join(source.path, "dangling"));
		const listing = await listSource(source);
		expect(listing.files.map((file) => file.path)).toEqual(["note.md"]);
		expect(listing.refused).toEqual([
			{ path: "dangling", why: "unreadable" },
			{ path: "file.md", why: "link-outside" },
			{ path: "folder", why: "link-outside" },
		]);
	});

	test("keeps path order and reports in a folder of many files, folders and links", async () => {
		const names = Array.from({ length: 150 }, (_, at) => `${String(at).padStart(3, "0")}${at % 7 === 0 ? "/in.md" : ".md"}`);
		const source = await vault(Object.fromEntries(names.map((name) => [name, name])));
		await symlink("../missing", join(source.path, "050x"));
		expect(await paths(source)).toEqual([...names].sort());
		expect((await listSource(source)).refused).toEqual([{ path: "050x", why: "unreadable" }]);
	});

	test("takes a link to a file inside as that file", async () => {
		const source = await vault({ "note.md": "hello" });
		await symlink("note.md", join(source.path, "same.md"));
		expect(await paths(source)).toEqual(["note.md", "same.md"]);
		expect(Buffer.from(await readSource(source, "same.md", 100)).toString()).toBe("hello");
	});

	test("keeps to its limits and says so", async () => {
		const source = await vault({ "1.md": "1", "2.md": "22", "3.md": "3", "a/b/c/d.md": "d" });
		expect((await listSource(source, { files: 2, depth: 9, size: 9 })).refused).toContainEqual({ path: "3.md", why: "too-many" });
		expect((await listSource(source, { files: 9, depth: 2, size: 9 })).refused).toEqual([{ path: "a/b/c", why: "too-deep" }]);
		expect((await listSource(source, { files: 9, depth: 9, size: 1 })).refused).toEqual([{ path: "2.md", why: "too-large" }]);
	});

	test("passes over names that no path inside can carry", async () => {
		const source = await vault({ "good.md": "x", "..\\evil.md": "x" });
		const listing = await listSource(source);
		expect(listing.files.map((file) => file.path)).toEqual(["good.md"]);
		expect(listing.refused).toEqual([{ path: "..\\evil.md", why: "not-a-file" }]);
	});
});

describe("reading a file", () => {
	test.each(["../secret.md", "/etc/passwd", "a/../../secret.md", "a//b", "./a", "a\\b", "a\0b", ".."])(
		"refuses the path %j",
		async (path) => {
			expect(GrantPath.safeParse(path).success).toBe(false);
			await expect(readSource(await vault({ a: "x" }), path, 100)).rejects.toMatchObject({ code: "bad-request" });
		},
	);

	test("does not follow a link that was put there after the listing", async () => {
		const source = await vault({ "note.md": "x" });
		const outside = await vault({ "secret.md": "s" });
		await symlink(outside.path, join(source.path, "way"));
		await expect(readSource(source, "way/secret.md", 100)).rejects.toMatchObject({ code: "no-permission" });
	});

	test("keeps to the limit", async () => {
		const source = await vault({ "note.md": "12345" });
		await expect(readSource(source, "note.md", 4)).rejects.toMatchObject({ code: "too-large" });
		expect((await readSource(source, "note.md", 5)).length).toBe(5);
	});
});

describe("reading several files", () => {
	test("gives each in its place, and nothing where one cannot be had", async () => {
		const source = await vault({ "a.md": "a", "b/c.md": "cc", "large.md": "12345" });
		const outside = await vault({ "secret.md": "s" });
		await symlink(outside.path, join(source.path, "way"));
		const paths = ["b/c.md", "gone.md", "../secret.md", "way/secret.md", "large.md", "b", "a.md"];
		const found = await readSeveral(source, paths, 4);
		expect(found.map((bytes) => bytes && Buffer.from(bytes).toString())).toEqual(["cc", null, null, null, null, null, "a"]);
	});

	test("gives as many as are asked for, in their order", async () => {
		const names = Array.from({ length: 100 }, (_, at) => `${at}.md`);
		const source = await vault(Object.fromEntries(names.map((name) => [name, name])));
		const found = await readSeveral(source, names, 100);
		expect(found.map((bytes) => bytes && Buffer.from(bytes).toString())).toEqual(names);
		expect(found.every((bytes) => bytes?.buffer.byteLength === bytes?.byteLength)).toBe(true);
		expect(await readSeveral(source, [], 100)).toEqual([]);
	});
});

describe("grants", () => {
	test("open only what was chosen, each for its own use", async () => {
		const grants = createGrants();
		const source = await vault({ "note.md": "x" });
		const picked = await grants.addSource(join(source.path, "note.md"));
		expect(picked).toMatchObject({ name: "note.md", kind: "file", size: 1 });
		expect(grants.source(picked.grant).path).toBe(join(source.path, "note.md"));
		expect(() => grants.target(picked.grant)).toThrow(expect.objectContaining({ code: "no-such-grant" }));
		expect(() => grants.source("0".repeat(32))).toThrow(expect.objectContaining({ code: "no-such-grant" }));
		expect(() => grants.source(grants.addTarget("/x", "vault").grant)).toThrow(expect.objectContaining({ code: "no-such-grant" }));
	});
});

test("a file is read part by part, as far as it goes", async () => {
	const source = await vault({ "a.md": "0123456789" });
	const part = async (from: number, length: number): Promise<string> =>
		Buffer.from(await readSourcePart(source, "a.md", from, length)).toString();
	expect([await part(0, 4), await part(4, 4), await part(8, 4), await part(10, 4), await part(500, 4)]).toEqual([
		"0123",
		"4567",
		"89",
		"",
		"",
	]);
	await expect(readSourcePart(source, "../a.md", 0, 4)).rejects.toMatchObject({ code: "bad-request" });
});
