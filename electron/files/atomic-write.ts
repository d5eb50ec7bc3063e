import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file as a whole: whoever reads it, also after a sudden death, finds the old bytes or the new ones.
 * When the promise is fulfilled the new bytes are on the disk.
 */
export async function writeAtomically(path: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
	await replaceAtomically(path, mode, async (file) => {
		await file.writeFile(bytes);
	});
}

/** Like `writeAtomically`, for bytes that come in parts. When `fill` fails, the old file stands and nothing is left behind. */
export async function replaceAtomically(path: string, mode: number, fill: (file: FileHandle) => Promise<void>): Promise<void> {
	const folder = dirname(path);
	await mkdir(folder, { recursive: true });
	const part = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString("hex")}.part`);
	const file = await open(part, "wx", mode);
	try {
		try {
			await fill(file);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(part, path);
	} catch (error) {
		await rm(part, { force: true });
		throw error;
	}
	await syncFolder(folder);
}

/** Makes a rename in the folder durable. Windows cannot open folders and needs no such step. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
