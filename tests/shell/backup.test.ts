import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HEADER_LENGTH } from "../../electron/backup/backup-format";
import { type BackupReader, openBackup } from "../../electron/backup/read-backup";
import { startBackup } from "../../electron/backup/write-backup";
import type { BlobStore } from "../../electron/files/blob-store";
import { createMemoryBlobStore } from "../../electron/files/memory-blob-store";
import { createMemoryKeyStorage } from "../../electron/keys/key-storage";
import { createKeyVault } from "../../electron/keys/key-vault";
import { loadSodium } from "../../electron/keys/sodium";
import { Settings } from "../../shared/host";
import { temporaryFolder } from "./temporary-folder";

/** The least work that libsodium allows, so that these tests are about the file and not about waiting. */
const cheap = { passes: 1, memory: 8192 };
const passphrase = "correct horse battery";
const settings = Settings.parse({ displayName: "Marta", colourScheme: "dark" });
const envelopes = Array.from({ length: 300 }, (_, number) => new Uint8Array(1 + number * 37).fill(number % 251));

async function book(): Promise<{
	path: string;
	blobs: BlobStore;
	keys: Awaited<ReturnType<ReturnType<typeof createKeyVault>["personKeys"]>>;
}> {
	const blobs = createMemoryBlobStore();
	await blobs.put(new TextEncoder().encode("a small file"));
	await blobs.put(new Uint8Array(2_500_000).fill(7));
	await blobs.put(new Uint8Array());
	const keys = await createKeyVault(createMemoryKeyStorage(), loadSodium).personKeys();
	return { path: join(await temporaryFolder(), "book.commonplace"), blobs, keys };
}

async function written(): Promise<{ path: string; blobs: BlobStore; keys: Awaited<ReturnType<typeof book>>["keys"] }> {
	const made = await book();
	const writer = await startBackup(await loadSodium(), made.path, passphrase, cheap);
	await writer.addEnvelopes(envelopes.slice(0, 100));
	await writer.addEnvelopes([]);
	await writer.addEnvelopes(envelopes.slice(100));
	await writer.finish(made.keys, settings, made.blobs);
	return made;
}

async function readEnvelopes(reader: BackupReader): Promise<Uint8Array[]> {
	const all: Uint8Array[] = [];
	for (let batch = await reader.nextEnvelopes(); batch.length > 0; batch = await reader.nextEnvelopes()) all.push(...batch);
	return all;
}

test("a backup gives back envelopes, keys, settings and files", async () => {
	const { path, blobs, keys } = await written();
	const reader = await openBackup(await loadSodium(), path, passphrase);
	expect(reader.summary).toMatchObject({ envelopes: 300, blobs: 3 });
	expect((await readEnvelopes(reader)).map((bytes) => Buffer.from(bytes).toString("hex"))).toEqual(
		envelopes.map((bytes) => Buffer.from(bytes).toString("hex")),
	);
	expect(await reader.nextEnvelopes()).toEqual([]);
	const restored = createMemoryBlobStore();
	expect(await reader.readRest(restored)).toEqual({ keys, settings, leftOut: [] });
	expect(await restored.list()).toEqual(await blobs.list());
	await reader.close();
});

test("a backup of the first version gives the keys it had, as those of a former private space", async () => {
	const path = join(await temporaryFolder(), "book.commonplace");
	await writeFile(path, await readFile("tests/fixtures/keys/first-version.commonplace"));
	const reader = await openBackup(await loadSodium(), path, passphrase);
	expect((await readEnvelopes(reader)).map(({ length }) => length)).toEqual([3]);
	const { keys } = await reader.readRest(createMemoryBlobStore());
	expect(keys.formerSpace).toEqual({ id: "0f".repeat(16), epoch: 0, keys: ["ab".repeat(32)] });
	expect(keys.otherDevices.map(({ devicePrivateKey }) => devicePrivateKey)).toEqual([null, null]);
	await reader.close();
	const identity = await createKeyVault(createMemoryKeyStorage(), loadSodium).install(keys);
	expect(identity.formerSpace?.id).toBe("0f".repeat(16));
	expect(identity.holdsPersonKey).toBe(true);
});

test("keys and files can be taken without the envelopes", async () => {
	const { path, keys } = await written();
	const reader = await openBackup(await loadSodium(), path, passphrase);
	expect((await reader.readRest(createMemoryBlobStore())).keys).toEqual(keys);
	await reader.close();
});

test("the file shows nothing of what is in it, no private key above all", async () => {
	const { path, keys } = await written();
	const bytes = await readFile(path);
	const secrets = [keys.personKey, keys.personPrivateKey ?? "", keys.otherDevices[0]?.devicePrivateKey ?? ""];
	for (const text of ["Marta", "a small file", ...secrets]) expect(text !== "" && bytes.includes(text)).toBe(false);
	for (const key of secrets) expect(bytes.includes(Buffer.from(key, "hex"))).toBe(false);
});

test("nothing shows before it is finished, and nothing stays when it is given up", async () => {
	const { path } = await book();
	await writeFile(path, "an older backup");
	const writer = await startBackup(await loadSodium(), path, passphrase, cheap);
	await writer.addEnvelopes(envelopes);
	expect(await readFile(path, "utf8")).toBe("an older backup");
	await writer.abort();
	expect(await readdir(join(path, ".."))).toEqual(["book.commonplace"]);
	expect(await readFile(path, "utf8")).toBe("an older backup");
});

test("a wrong passphrase is said to be wrong", async () => {
	const { path } = await written();
	await expect(openBackup(await loadSodium(), path, "correct horse batterz")).rejects.toMatchObject({ code: "wrong-passphrase" });
});

test("the same passphrase typed with other accents' bytes is the same", async () => {
	const { path, blobs, keys } = await book();
	const writer = await startBackup(await loadSodium(), path, "Stra\u00dfe \u00e9t\u00e9", cheap);
	await writer.finish(keys, settings, blobs);
	await (await openBackup(await loadSodium(), path, "Stra\u00dfe e\u0301te\u0301")).close();
});

test("any flipped bit is found, and told from a wrong passphrase", async () => {
	const { path } = await written();
	const whole = await readFile(path);
	const sodium = await loadSodium();
	await fc.assert(
		fc.asyncProperty(fc.oneof(fc.nat(HEADER_LENGTH - 1), fc.nat(whole.length - 1)), fc.nat(7), async (at, bit) => {
			const damaged = Buffer.from(whole);
			damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
			await writeFile(path, damaged);
			const code = await openBackup(sodium, path, passphrase).then(
				() => "opened",
				(error: { code: string }) => error.code,
			);
			expect(["damaged-backup", "newer-backup"]).toContain(code);
		}),
		{ numRuns: 60 },
	);
});

test("a file that is cut anywhere is found to be damaged", async () => {
	const { path } = await written();
	const whole = await readFile(path);
	const sodium = await loadSodium();
	for (const length of [0, 1, 8, HEADER_LENGTH - 1, HEADER_LENGTH, HEADER_LENGTH + 3, 1000, whole.length - 30, whole.length - 1]) {
		await writeFile(path, whole.subarray(0, length));
		await expect(openBackup(sodium, path, passphrase)).rejects.toMatchObject({ code: "damaged-backup" });
	}
	await writeFile(path, Buffer.concat([whole, Buffer.from("x")]));
	await expect(openBackup(sodium, path, passphrase)).rejects.toMatchObject({ code: "damaged-backup" });
});

test("a backup of a later version is named as such", async () => {
	const { path } = await written();
	const bytes = await readFile(path);
	bytes.writeUInt16BE(3, 8);
	await writeFile(path, bytes);
	await expect(openBackup(await loadSodium(), path, passphrase)).rejects.toMatchObject({ code: "newer-backup" });
});

test("another file is no backup", async () => {
	const { path } = await book();
	await writeFile(path, "<!DOCTYPE NETSCAPE-Bookmark-file-1>".repeat(100));
	await expect(openBackup(await loadSodium(), path, passphrase)).rejects.toMatchObject({ code: "damaged-backup" });
});
