import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BlobHash, StoredBlob } from "../../shared/host";
import { isOlder } from "./clear-incoming";
import { needRoom } from "./disk-room";
import { HostFailure, isMissing } from "./host-failure";

/** What nobody has added to for so long is not coming any more: 60 days, in milliseconds. */
const GIVEN_UP_AFTER = 60 * 24 * 60 * 60 * 1000;

/** Files that come in parts, over days where it has to be, also past the end of the app. Each has a key that its owner chooses. */
export interface ArrivingFiles {
	/** Bytes that are here; 0 for one that has not begun. */
	size(key: string): Promise<number>;
	/** Adds at the end, on the disk when it resolves; refuses a place that is not the end. */
	append(key: string, from: number, bytes: Uint8Array): Promise<void>;
	/** So many bytes from a place on; fewer at the end. */
	read(key: string, from: number, length: number): Promise<Uint8Array>;
	drop(key: string): Promise<void>;
	/** Gives the bytes to the blob store when they are those of the name, and removes them here. Fails, and keeps them, when they are others. */
	settle(
		key: string,
		hash: BlobHash,
		put: (parts: AsyncIterable<Uint8Array>, expected: BlobHash) => Promise<StoredBlob>,
	): Promise<StoredBlob>;
	/** Removes what was given up. */
	clear(now: number): Promise<void>;
}

export function createArrivingFiles(folder: string): ArrivingFiles {
	const pathOf = (key: string): string => join(folder, key);
	const turns = new Map<string, Promise<unknown>>();
	/** One after the other for each file: what is added stands where its sender thinks. */
	const inOrder = <Result>(key: string, step: () => Promise<Result>): Promise<Result> => {
		const run = (turns.get(key) ?? Promise.resolve()).then(step);
		const settled = run.catch(() => undefined).finally(() => turns.get(key) === settled && turns.delete(key));
		turns.set(key, settled);
		return run;
	};

	async function size(key: string): Promise<number> {
		try {
			return (await stat(pathOf(key))).size;
		} catch (error) {
			if (isMissing(error)) return 0;
			throw error;
		}
	}

	return {
		size: (key) => inOrder(key, () => size(key)),
		append: (key, from, bytes) =>
			inOrder(key, async () => {
				const here = await size(key);
				if (from !== here) throw new HostFailure("bad-request", `${here} bytes are here, and these begin at ${from}`);
				await mkdir(folder, { recursive: true, mode: 0o700 });
				await needRoom(folder, bytes.length);
				const file = await open(pathOf(key), "a", 0o600);
				try {
					await file.writeFile(bytes);
					await file.datasync();
				} finally {
					await file.close();
				}
			}),
		async read(key, from, length) {
			const file = await open(pathOf(key), "r");
			try {
				const part = Buffer.alloc(length);
				const { bytesRead } = await file.read(part, 0, length, from);
				return part.subarray(0, bytesRead);
			} finally {
				await file.close();
			}
		},
		drop: (key) => inOrder(key, () => rm(pathOf(key), { force: true })),
		settle: (key, hash, put) =>
			inOrder(key, async () => {
				if ((await size(key)) === 0) throw new HostFailure("not-found", "nothing of this file is here");
				const stored = await put(createReadStream(pathOf(key)), hash);
				await rm(pathOf(key), { force: true });
				return stored;
			}),
		async clear(now) {
			try {
				for (const name of await readdir(folder)) {
					if (await isOlder(join(folder, name), now - GIVEN_UP_AFTER)) await rm(join(folder, name), { force: true });
				}
			} catch (error) {
				if (!isMissing(error)) throw error;
			}
		},
	};
}
