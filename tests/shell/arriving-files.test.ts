import { createHash } from "node:crypto";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createArrivingFiles } from "../../electron/files/arriving-files";
import { createFileBlobStore } from "../../electron/files/blob-store";
import { temporaryFolder } from "./temporary-folder";

const key = "a".repeat(64);
const bytes = Uint8Array.from({ length: 5000 }, (_, index) => index % 251);
const hash = createHash("sha256").update(bytes).digest("hex");

test("a file that comes in parts goes on where it broke off, also after the app was started again, and becomes a blob", async () => {
	const home = await temporaryFolder();
	const first = createArrivingFiles(join(home, "arriving"));
	expect(await first.size(key)).toBe(0);
	await first.append(key, 0, bytes.subarray(0, 2000));
	const again = createArrivingFiles(join(home, "arriving"));
	expect(await again.size(key)).toBe(2000);
	await again.append(key, 2000, bytes.subarray(2000));
	expect(new Uint8Array(await again.read(key, 1990, 20))).toEqual(bytes.subarray(1990, 2010));
	expect((await again.read(key, 4990, 100)).length).toBe(10);
	const blobs = createFileBlobStore(join(home, "blobs"));
	expect(await again.settle(key, hash, blobs.putParts)).toEqual({ hash, size: 5000, isNew: true });
	expect(new Uint8Array(await blobs.read(hash))).toEqual(bytes);
	expect(await readdir(join(home, "arriving"))).toEqual([]);
});

test("a part that does not begin where the file ends is refused, and of two at the same place only one is taken", async () => {
	const arriving = createArrivingFiles(join(await temporaryFolder(), "arriving"));
	await arriving.append(key, 0, bytes.subarray(0, 100));
	await expect(arriving.append(key, 50, bytes)).rejects.toMatchObject({ code: "bad-request" });
	await expect(arriving.append(key, 101, bytes)).rejects.toMatchObject({ code: "bad-request" });
	const both = await Promise.allSettled([arriving.append(key, 100, bytes.subarray(0, 7)), arriving.append(key, 100, bytes.subarray(0, 9))]);
	expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
	expect(await arriving.size(key)).toBe(107);
});

test("what has other bytes than its name says becomes no blob, stays to be looked at, and can be dropped", async () => {
	const home = await temporaryFolder();
	const arriving = createArrivingFiles(join(home, "arriving"));
	await arriving.append(key, 0, bytes.subarray(1));
	const blobs = createFileBlobStore(join(home, "blobs"));
	await expect(arriving.settle(key, hash, blobs.putParts)).rejects.toMatchObject({ code: "failed" });
	expect(await blobs.size(hash)).toBeNull();
	expect(await arriving.size(key)).toBe(4999);
	await arriving.drop(key);
	expect(await arriving.size(key)).toBe(0);
	await expect(arriving.settle(key, hash, blobs.putParts)).rejects.toMatchObject({ code: "not-found" });
});

test("what nobody has added to for two months is removed, what came lately stays", async () => {
	const folder = join(await temporaryFolder(), "arriving");
	const arriving = createArrivingFiles(folder);
	await arriving.clear(Date.now());
	await arriving.append(key, 0, bytes);
	const old = join(folder, "b".repeat(64));
	await writeFile(old, "old");
	const longAgo = Date.now() / 1000 - 61 * 24 * 60 * 60;
	await utimes(old, longAgo, longAgo);
	await arriving.clear(Date.now());
	expect(await readdir(folder)).toEqual([key]);
});
