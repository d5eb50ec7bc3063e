import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createBackupTasks } from "../../electron/backup/backup-tasks";
import { createMemoryBlobStore } from "../../electron/files/memory-blob-store";
import { temporaryFolder } from "./temporary-folder";

const cheap = { passes: 1, memory: 8192 };

test("a backup that is given up while it begins leaves no file behind", async () => {
	const folder = await temporaryFolder();
	const tasks = createBackupTasks(createMemoryBlobStore(), cheap);
	const begun = tasks.begin(join(folder, "book.commonplace"), "correct horse battery");
	await tasks.abort();
	await begun;
	expect(await readdir(folder)).toEqual([]);
});

test("giving up what never began, or failed to, is fine", async () => {
	const tasks = createBackupTasks(createMemoryBlobStore(), cheap);
	await tasks.abort();
	await expect(tasks.begin(join(await temporaryFolder(), "no such folder", "book.commonplace"), "correct horse")).rejects.toThrow();
	await tasks.abort();
});

test("steps without a beginning are refused", async () => {
	const tasks = createBackupTasks(createMemoryBlobStore(), cheap);
	await expect(tasks.addEnvelopes([])).rejects.toMatchObject({ code: "bad-request" });
	await expect(tasks.next()).rejects.toMatchObject({ code: "bad-request" });
});
