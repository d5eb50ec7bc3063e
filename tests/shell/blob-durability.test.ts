import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { syncFolder } from "../../electron/files/atomic-write";
import { createFileBlobStore } from "../../electron/files/blob-store";
import { clearIncoming } from "../../electron/files/clear-incoming";
import { temporaryFolder } from "./temporary-folder";

vi.mock("../../electron/files/atomic-write", async (original) => {
	const real = await original<typeof import("../../electron/files/atomic-write")>();
	return { ...real, syncFolder: vi.fn(real.syncFolder) };
});

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const synced = (): string[] => vi.mocked(syncFolder).mock.calls.map(([folder]) => folder);
beforeEach(() => {
	vi.mocked(syncFolder).mockClear();
});

test("a file that was kept survives a sudden death with the folders that lead to it", async () => {
	const outside = await temporaryFolder();
	const folder = join(outside, "blobs");
	const { hash } = await createFileBlobStore(folder).put(text("evidence"));
	expect(new Set(synced())).toEqual(new Set([outside, folder, join(folder, hash.slice(0, 2))]));
});

test("the way to a folder is made durable once, and again when the folder was made again", async () => {
	const folder = join(await temporaryFolder(), "blobs");
	const store = createFileBlobStore(folder);
	const { hash } = await store.put(text("evidence"));
	const once = synced().filter((path) => path === folder).length;
	await store.drop([hash]);
	await store.put(text("evidence"));
	expect(synced().filter((path) => path === folder)).toHaveLength(once);
	await rm(join(folder, hash.slice(0, 2)), { recursive: true });
	await store.put(text("evidence"));
	expect(synced().filter((path) => path === folder)).toHaveLength(once + 1);
});

test("what was half written before the start is removed, what comes in now is not", async () => {
	const folder = await temporaryFolder();
	await clearIncoming(join(folder, "no store yet"), Date.now());
	const incoming = join(folder, "incoming");
	await mkdir(incoming);
	await writeFile(join(incoming, "old"), "half");
	await writeFile(join(incoming, "new"), "half");
	const started = Date.now() / 1000;
	await utimes(join(incoming, "old"), started - 10, started - 10);
	await utimes(join(incoming, "new"), started + 1, started + 1);
	await clearIncoming(folder, started * 1000);
	expect(await readdir(incoming)).toEqual(["new"]);
});
