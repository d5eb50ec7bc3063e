import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TargetGrant } from "../../electron/files/grants";
import { createTargets, freeName } from "../../electron/files/target-writing";
import { temporaryFolder } from "./temporary-folder";

const grant = "a".repeat(32);

async function* bytes(text: string): AsyncIterable<Uint8Array> {
	yield new TextEncoder().encode(text);
}

const folderTarget = (path: string): TargetGrant => ({ is: "target", kind: "folder", path });
const fileTarget = (path: string): TargetGrant => ({ is: "target", kind: "file", path });

describe("writing a folder", () => {
	test("shows nothing until it is finished, then all of it", async () => {
		const home = await temporaryFolder();
		const target = folderTarget(join(home, "Notes"));
		const targets = createTargets();
		await targets.write(grant, target, "a/b.md", bytes("b"));
		await targets.write(grant, target, "c.md", bytes("c"));
		expect((await readdir(home)).filter((name) => !name.startsWith("."))).toEqual([]);
		await targets.commit(grant, target);
		expect(await readdir(home)).toEqual(["Notes"]);
		expect(await readFile(join(home, "Notes/a/b.md"), "utf8")).toBe("b");
	});

	test("never writes into a folder that has something in it", async () => {
		const home = await temporaryFolder();
		await mkdir(join(home, "Notes"));
		await writeFile(join(home, "Notes/mine.md"), "mine");
		const targets = createTargets();
		const target = folderTarget(join(home, "Notes"));
		await targets.write(grant, target, "mine.md", bytes("theirs"));
		await targets.commit(grant, target);
		expect(await readFile(join(home, "Notes/mine.md"), "utf8")).toBe("mine");
		expect(await readFile(join(home, "Notes 2/mine.md"), "utf8")).toBe("theirs");
	});

	test("of parts that come one after the other", async () => {
		const home = await temporaryFolder();
		const targets = createTargets();
		const target = folderTarget(join(home, "Notes"));
		for (const part of ["one ", "two ", "three"]) await targets.append(grant, target, "a/b.md", new TextEncoder().encode(part));
		await targets.commit(grant, target);
		expect(await readFile(join(home, "Notes/a/b.md"), "utf8")).toBe("one two three");
	});

	test("takes the place of an empty folder", async () => {
		const home = await temporaryFolder();
		await mkdir(join(home, "Notes"));
		const targets = createTargets();
		const target = folderTarget(join(home, "Notes"));
		await targets.write(grant, target, "a.md", bytes("a"));
		await targets.commit(grant, target);
		expect(await readdir(home)).toEqual(["Notes"]);
	});

	test("leaves nothing behind when it is given up", async () => {
		const home = await temporaryFolder();
		const targets = createTargets();
		await targets.write(grant, folderTarget(join(home, "Notes")), "a.md", bytes("a"));
		await targets.abort(grant);
		expect(await readdir(home)).toEqual([]);
		await targets.write(grant, folderTarget(join(home, "Notes")), "a.md", bytes("a"));
		await targets.abortAll();
		expect(await readdir(home)).toEqual([]);
	});
});

test("writing a file replaces it as a whole", async () => {
	const home = await temporaryFolder();
	await writeFile(join(home, "bookmarks.html"), "old");
	const targets = createTargets();
	const target = fileTarget(join(home, "bookmarks.html"));
	await targets.write(grant, target, "", bytes("new"));
	expect(await readFile(join(home, "bookmarks.html"), "utf8")).toBe("old");
	await targets.commit(grant, target);
	expect(await readFile(join(home, "bookmarks.html"), "utf8")).toBe("new");
	await expect(targets.write(grant, target, "inside", bytes("x"))).rejects.toMatchObject({ code: "bad-request" });
});

test("a free name is the wanted one, or the next that nobody has", async () => {
	const home = await temporaryFolder();
	expect(await freeName(join(home, "Notes"))).toBe(join(home, "Notes"));
	await writeFile(join(home, "Notes"), "a file");
	await mkdir(join(home, "Notes 2"));
	await writeFile(join(home, "Notes 2/x"), "x");
	expect(await freeName(join(home, "Notes"))).toBe(join(home, "Notes 3"));
});

test("a file that is written part by part shows when it is finished, and nothing stays of one that is given up", async () => {
	const home = await temporaryFolder();
	const target = fileTarget(join(home, "all.commonplace-changes"));
	const targets = createTargets();
	for (let part = 0; part < 5; part++) await targets.append(grant, target, "", new Uint8Array(100_000).fill(part));
	expect((await readdir(home)).filter((name) => !name.startsWith("."))).toEqual([]);
	await targets.commit(grant, target);
	const written = await readFile(target.path);
	expect([written.length, written[0], written[499_999]]).toEqual([500_000, 0, 4]);
	await targets.append(grant, target, "", new Uint8Array(10));
	await targets.abort(grant);
	expect(await readdir(home)).toEqual(["all.commonplace-changes"]);
	expect((await readFile(target.path)).length).toBe(500_000);
});
