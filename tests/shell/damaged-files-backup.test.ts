import { createHash } from "node:crypto";
import { mkdir, readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openBackup } from "../../electron/backup/read-backup";
import { startBackup } from "../../electron/backup/write-backup";
import { type BlobStore, createFileBlobStore } from "../../electron/files/blob-store";
import { createMemoryBlobStore } from "../../electron/files/memory-blob-store";
import { createMemoryKeyStorage } from "../../electron/keys/key-storage";
import { createKeyVault } from "../../electron/keys/key-vault";
import { loadSodium } from "../../electron/keys/sodium";
import { Settings } from "../../shared/host";
import { temporaryFolder } from "./temporary-folder";

const cheap = { passes: 1, memory: 8192 };
const passphrase = "correct horse battery";
const settings = Settings.parse({});
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function save(path: string, blobs: BlobStore) {
	const keys = await createKeyVault(createMemoryKeyStorage(), loadSodium).personKeys();
	const writer = await startBackup(await loadSodium(), path, passphrase, cheap);
	return writer.finish(keys, settings, blobs);
}

async function restore(path: string) {
	const reader = await openBackup(await loadSodium(), path, passphrase);
	const blobs = createMemoryBlobStore();
	const rest = await reader.readRest(blobs);
	await reader.close();
	return { summary: reader.summary, kept: await blobs.list(), leftOut: rest.leftOut };
}

test("files that are damaged, cut short, unreadable or gone are left out of a backup, and all others come back", async () => {
	const folder = await temporaryFolder();
	const blobs = createFileBlobStore(join(folder, "blobs"));
	const put = async (content: string): Promise<{ hash: string; place: string }> => {
		const { hash } = await blobs.put(text(content));
		return { hash, place: join(folder, "blobs", hash.slice(0, 2), hash) };
	};
	const whole = [await put("one whole file"), await put("another whole file"), await put("")];
	const rotten = await put("bytes that rot");
	const cut = await put("bytes that are cut");
	await writeFile(rotten.place, "bytes that ROT");
	await truncate(cut.place, 3);
	const folderInItsPlace = "ab".repeat(32);
	await mkdir(join(folder, "blobs", "ab", folderInItsPlace), { recursive: true });
	const gone = "cd".repeat(32);

	const path = join(folder, "book.commonplace");
	const { summary, leftOut } = await save(path, { ...blobs, list: async () => [...(await blobs.list()), gone] });
	expect([...leftOut].sort()).toEqual([rotten.hash, cut.hash, folderInItsPlace, gone].sort());
	expect(summary.blobs).toBe(3);

	const back = await restore(path);
	expect(back.summary).toEqual(summary);
	expect(back.leftOut).toEqual([]);
	expect(back.kept).toEqual(whole.map(({ hash }) => hash).sort());
});

test("a backup that holds damaged files, as earlier writers made them, gives back all that is whole", async () => {
	const path = join(await temporaryFolder(), "book.commonplace");
	const blobs = createMemoryBlobStore();
	const first = await blobs.put(text("first"));
	const last = await blobs.put(new Uint8Array(1_500_000).fill(3));
	const before = text("what it was");
	const damaged = sha256(before);
	const made = await save(path, changing(blobs, damaged, before));
	expect(made.summary.blobs).toBe(3);
	const back = await restore(path);
	expect(back.kept).toEqual([first.hash, last.hash].sort());
	expect(back.leftOut).toEqual([damaged]);
});

test("a full disk while files come back is still a failure, not a damaged file", async () => {
	const path = join(await temporaryFolder(), "book.commonplace");
	const blobs = createMemoryBlobStore();
	await blobs.put(text("a file"));
	await save(path, blobs);
	const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
	const reader = await openBackup(await loadSodium(), path, passphrase);
	await expect(reader.readRest({ ...blobs, putParts: () => Promise.reject(full) })).rejects.toBe(full);
	await reader.close();
});

test("a backup that cannot take its place leaves nothing beside it", async () => {
	const folder = await temporaryFolder();
	const path = join(folder, "book.commonplace");
	await mkdir(join(path, "not empty"), { recursive: true });
	const keys = await createKeyVault(createMemoryKeyStorage(), loadSodium).personKeys();
	const writer = await startBackup(await loadSodium(), path, passphrase, cheap);
	await expect(writer.finish(keys, settings, createMemoryBlobStore())).rejects.toThrow();
	await writer.abort();
	await writer.abort();
	expect(await readdir(folder)).toEqual(["book.commonplace"]);
});

/** A store whose file changes once the writer has checked it: what reaches the backup is as from a writer that does not check. */
function changing(blobs: BlobStore, hash: string, checked: Uint8Array): BlobStore {
	return {
		...blobs,
		list: async () => [...(await blobs.list()), hash],
		size: async (asked) => (asked === hash ? checked.length : blobs.size(asked)),
		async *readParts(asked, start, end) {
			if (asked !== hash) yield* blobs.readParts(asked, start, end);
			else yield start === undefined ? checked : new Uint8Array(checked.length);
		},
	};
}
