import { createHash } from "node:crypto";
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BlobStore, createFileBlobStore } from "../../electron/files/blob-store";
import { createMemoryBlobStore } from "../../electron/files/memory-blob-store";
import { temporaryFolder } from "../shell/temporary-folder";

/** The largest file of these stores. */
const LARGEST = 4 * 1024 * 1024;

const stores: readonly (readonly [string, () => Promise<BlobStore>])[] = [
	["files", async () => createFileBlobStore(join(await temporaryFolder(), "blobs"), LARGEST)],
	["memory", async () => createMemoryBlobStore(LARGEST)],
];

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function* parts(...all: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
	yield* all;
}

async function collect(all: AsyncIterable<Uint8Array>): Promise<string> {
	const found: Uint8Array[] = [];
	for await (const part of all) found.push(part);
	return Buffer.concat(found).toString("utf8");
}

describe.each(stores)("a blob store of %s", (_, make) => {
	test("gives back what was put, by the hash of its bytes", async () => {
		const store = await make();
		const stored = await store.put(text("evidence"));
		expect(stored).toEqual({ hash: sha256(text("evidence")), size: 8, isNew: true });
		expect(Buffer.from(await store.read(stored.hash)).toString()).toBe("evidence");
		expect(await store.size(stored.hash)).toBe(8);
		expect(await store.list()).toEqual([stored.hash]);
	});

	test("keeps the same bytes once", async () => {
		const store = await make();
		await store.put(text("twice"));
		expect((await store.put(text("twice"))).isNew).toBe(false);
		expect((await store.putParts(parts(text("tw"), text("ice")))).isNew).toBe(false);
		expect(await store.list()).toHaveLength(1);
	});

	test("keeps an empty file", async () => {
		const store = await make();
		const { hash } = await store.put(new Uint8Array());
		expect(await store.size(hash)).toBe(0);
		expect((await store.read(hash)).length).toBe(0);
	});

	test("gives a part, both ends counted", async () => {
		const store = await make();
		const { hash } = await store.put(text("0123456789"));
		expect(await collect(store.readParts(hash, 2, 5))).toBe("2345");
		expect(await collect(store.readParts(hash))).toBe("0123456789");
	});

	test("says that it does not have a file", async () => {
		const store = await make();
		const unknown = "0".repeat(64);
		expect(await store.size(unknown)).toBeNull();
		await expect(store.read(unknown)).rejects.toMatchObject({ code: "not-found" });
	});

	test("drops what it is told to, and does not mind what it never had", async () => {
		const store = await make();
		const { hash } = await store.put(text("gone"));
		await store.drop([hash, "f".repeat(64)]);
		expect(await store.list()).toEqual([]);
	});

	test("drops what was put twice when both puts are taken back", async () => {
		const store = await make();
		const { hash } = await store.put(text("shared"));
		await store.putParts(parts(text("shared")));
		await store.drop([hash]);
		expect(await store.list()).toEqual([hash]);
		await store.drop([hash]);
		expect(await store.list()).toEqual([]);
	});

	test("never sweeps what was put since it was opened", async () => {
		const store = await make();
		const { hash } = await store.put(text("fresh"));
		expect(await store.old(Date.now() + 10_000)).toEqual([]);
		expect(await store.sweep([hash], Date.now() + 10_000)).toBe(0);
		expect(await store.list()).toEqual([hash]);
	});

	test("refuses bytes other than expected, and keeps nothing of them", async () => {
		const store = await make();
		await expect(store.putParts(parts(text("other")), "0".repeat(64))).rejects.toMatchObject({ code: "failed" });
		expect(await store.list()).toEqual([]);
	});

	test("refuses more than the largest file while it comes in", async () => {
		const store = await make();
		const megabyte = new Uint8Array(1024 * 1024);
		const endless = parts(...Array.from({ length: LARGEST / megabyte.length + 1 }, () => megabyte));
		await expect(store.putParts(endless)).rejects.toMatchObject({ code: "too-large" });
		expect(await store.list()).toEqual([]);
	});

	test("takes the same file from several at once", async () => {
		const store = await make();
		const results = await Promise.all(Array.from({ length: 8 }, () => store.putParts(parts(text("at once")))));
		expect(new Set(results.map((result) => result.hash)).size).toBe(1);
		expect(await store.list()).toHaveLength(1);
	});
});

test("a refused file leaves nothing behind on the disk", async () => {
	const folder = await temporaryFolder();
	const store = createFileBlobStore(folder);
	await expect(store.putParts(parts(text("x")), "0".repeat(64))).rejects.toThrow();
	expect(await readdir(join(folder, "incoming"))).toEqual([]);
});

describe("a blob store that is opened again", () => {
	const opened = async (...contents: readonly string[]) => {
		const folder = await temporaryFolder();
		const first = createFileBlobStore(folder);
		const hashes = await Promise.all(contents.map(async (content) => (await first.put(text(content))).hash));
		return { folder, hashes, store: createFileBlobStore(folder) };
	};

	test("does not remove what was there before when a put of the same is taken back", async () => {
		const { hashes, store } = await opened("of an item");
		expect((await store.put(text("of an item"))).isNew).toBe(false);
		await store.putParts(parts(text("of an item")));
		await store.drop([...hashes, ...hashes, ...hashes]);
		expect(await store.list()).toEqual(hashes);
	});

	test("does not remove what it never put", async () => {
		const { hashes, store } = await opened("of an item");
		await store.drop(hashes);
		expect(await store.list()).toEqual(hashes);
	});

	test("sweeps what is old and asked for, nothing younger and nothing that was put again", async () => {
		const { folder, hashes, store } = await opened("old", "young", "again");
		const [old = "", young = "", again = ""] = hashes;
		const yesterday = new Date(Date.now() - 100_000_000);
		for (const hash of [old, again]) await utimes(join(folder, hash.slice(0, 2), hash), yesterday, yesterday);
		await store.put(text("again"));
		expect(await store.old(Date.now() - 86_400_000)).toEqual([old]);
		expect(await store.sweep([...hashes, "f".repeat(64)], Date.now() - 86_400_000)).toBe(1);
		expect(await store.list()).toEqual([young, again].sort());
	});

	test("keeps what is put while it is swept or dropped, whichever comes first", async () => {
		for (let attempt = 0; attempt < 30; attempt++) {
			const { hashes, store } = await opened("contested");
			const moment = Date.now() + 10_000;
			await Promise.all(
				attempt % 2 === 0
					? [store.sweep(hashes, moment), store.put(text("contested"))]
					: [store.putParts(parts(text("contested"))), store.sweep(hashes, moment)],
			);
			expect(await store.list()).toEqual(hashes);
			const other = await store.put(text("new"));
			await Promise.all([store.drop([other.hash]), store.put(text("new"))]);
			expect(await store.list()).toContain(other.hash);
		}
	});
});
