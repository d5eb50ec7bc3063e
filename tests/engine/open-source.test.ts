import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSource } from "../../renderer/engine/jobs/open-source";
import type { Host } from "../../shared/host";
import { memoryHost } from "./memory-host";

const MB = 1024 * 1024;

/** A shell with a folder, which counts what it is asked. */
async function folderOf(files: Readonly<Record<string, string | Uint8Array>>) {
	const memory = await memoryHost();
	const grant = memory.offer("vault", files);
	const asked: string[] = [];
	const host: Host = {
		call: (name, ...args) => {
			asked.push(name);
			return memory.host.call(name, ...args);
		},
	};
	return { memory, grant, host, asked, source: await openSource(host, grant) };
}

describe("reading a source", () => {
	test("gives every file's own bytes, in whatever order they are announced and asked for", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 300 }),
				fc.infiniteStream(fc.nat({ max: 1000 })),
				fc.boolean(),
				async (kilobytes, picks, all) => {
					const files = Object.fromEntries(kilobytes.map((size, at) => [`${at}.md`, new Uint8Array(size * 1024).fill(at)]));
					const { source } = await folderOf(files);
					const order = Object.keys(files).sort(() => (picks.next().value ?? 0) - 500);
					source.willRead(all ? order : order.filter(() => (picks.next().value ?? 0) > 300));
					const asked = Object.keys(files).sort(() => (picks.next().value ?? 0) - 500);
					for (const path of [...asked, ...asked.slice(0, 3)]) expect(await source.read(path)).toEqual(files[path]);
				},
			),
			{ numRuns: 25 },
		);
	});

	test("asks the shell a few times for many small files", async () => {
		const files = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`${at}.md`, `note ${at}`]));
		const { source, asked } = await folderOf(files);
		source.willRead(Object.keys(files));
		for (const [path, text] of Object.entries(files)) expect(new TextDecoder().decode(await source.read(path))).toBe(text);
		expect(asked.length).toBeLessThan(10);
		expect(asked).not.toContain("source.read");
	});

	test("fetches no more ahead than two batches of 4 MB", async () => {
		const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.md`, new Uint8Array(MB - 1)]));
		const { source, asked } = await folderOf(files);
		source.willRead(Object.keys(files));
		await source.read("0.md");
		expect(asked.filter((name) => name === "source.readSeveral")).toHaveLength(2);
	});

	test("reads a large file by itself", async () => {
		const { source, asked } = await folderOf({ "large.md": new Uint8Array(3 * MB), "small.md": "x" });
		source.willRead(["large.md", "small.md"]);
		expect((await source.read("large.md")).length).toBe(3 * MB);
		expect(asked).toContain("source.read");
	});

	test("says of one that is gone why it cannot be read, and reads the others", async () => {
		const { source } = await folderOf({ "a.md": "a", "b.md": "b" });
		source.willRead(["a.md", "gone.md", "b.md"]);
		await expect(source.read("gone.md")).rejects.toMatchObject({ code: "not-found" });
		expect(new TextDecoder().decode(await source.read("b.md"))).toBe("b");
	});

	test("goes one by one where several cannot be had", async () => {
		const { memory, source } = await folderOf({ "a.md": "a" });
		memory.failing.set("source.readSeveral", "failed");
		source.willRead(["a.md"]);
		expect(new TextDecoder().decode(await source.read("a.md"))).toBe("a");
		memory.failing.set("source.read", "disk-full");
		await expect(source.read("a.md")).rejects.toMatchObject({ code: "disk-full" });
	});
});
