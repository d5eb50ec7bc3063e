import { createHash, type Hash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobHash, StoredBlob } from "../../shared/host";
import { LARGEST_KEPT } from "../../shared/limits";
import { syncFolder } from "./atomic-write";
import { createTakings } from "./blob-takings";
import { isOlder } from "./clear-incoming";
import { needRoom } from "./disk-room";
import { createDurableFolders } from "./durable-folders";
import { HostFailure, isMissing, WrongBytes } from "./host-failure";

/** Files by the SHA-256 of their bytes. What `put` acknowledged is on the disk and stays there until `drop` or `sweep`. */
export interface BlobStore {
	put(bytes: Uint8Array): Promise<StoredBlob>;
	/** Takes bytes that come in parts; refuses more than the largest file, or other bytes than expected, and then keeps nothing. */
	putParts(parts: AsyncIterable<Uint8Array>, expected?: BlobHash): Promise<StoredBlob>;
	read(hash: BlobHash): Promise<Uint8Array>;
	/** Size in bytes; null when the store does not have it. */
	size(hash: BlobHash): Promise<number | null>;
	/** The bytes in parts, from `start` up to and including `end`. */
	readParts(hash: BlobHash, start?: number, end?: number): AsyncIterable<Uint8Array>;
	/** Takes back one put for each mention. A blob is removed when all puts since the store was opened were taken back: what somebody else put meanwhile stays. */
	drop(hashes: readonly BlobHash[]): Promise<void>;
	/** Blobs last written before `moment` (milliseconds since 1970) that nobody put since the store was opened. */
	old(moment: number): Promise<readonly BlobHash[]>;
	/** Removes those of these that `old` would name now. Gives how many. */
	sweep(hashes: readonly BlobHash[], moment: number): Promise<number>;
	list(): Promise<readonly BlobHash[]>;
}

/** The store as files: `folder/ab/<hash>`. What comes in rests in `folder/incoming` until it is whole. `largest`: bytes of a file, for tests. */
export function createFileBlobStore(folder: string, largest = LARGEST_KEPT): BlobStore {
	const openHome = createDurableFolders(folder);
	const takings = createTakings();
	const pathOf = (hash: BlobHash): string => join(folder, hash.slice(0, 2), hash);
	const size = async (hash: BlobHash): Promise<number | null> => {
		try {
			return (await stat(pathOf(hash))).size;
		} catch (error) {
			if (isMissing(error)) return null;
			throw error;
		}
	};

	const putParts = async (parts: AsyncIterable<Uint8Array>, expected?: BlobHash): Promise<StoredBlob> => {
		const incoming = join(folder, "incoming");
		await mkdir(incoming, { recursive: true });
		const part = join(incoming, randomBytes(12).toString("hex"));
		try {
			const written = await writeParts(part, parts, largest);
			const hash = written.hash.digest("hex");
			if (expected !== undefined && hash !== expected) throw new WrongBytes();
			return await takings.take(hash, async () => ({ hash, size: written.size, isNew: await settle(part, hash, written.size) }));
		} finally {
			await rm(part, { force: true });
		}
	};

	/** Gives the finished file its name, unless a whole one is there already. */
	const settle = async (part: string, hash: BlobHash, bytes: number): Promise<boolean> => {
		if ((await size(hash)) === bytes) return false;
		const home = await openHome(hash.slice(0, 2));
		await rename(part, pathOf(hash));
		await syncFolder(home);
		return true;
	};

	const list = async (): Promise<readonly BlobHash[]> => {
		const homes = (await readdirOrNone(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
		const names = await Promise.all(homes.map((home) => readdirOrNone(join(folder, home))));
		return names
			.flat()
			.filter((name) => /^[0-9a-f]{64}$/.test(name))
			.sort();
	};

	return {
		putParts,
		size,
		async put(bytes) {
			const hash = createHash("sha256").update(bytes).digest("hex");
			const found = { hash, size: bytes.length, isNew: false };
			const here = await takings.take(hash, async () => ((await size(hash)) === bytes.length ? found : null));
			return here ?? putParts(single(bytes), hash);
		},
		async read(hash) {
			try {
				return await readFile(pathOf(hash));
			} catch (error) {
				if (isMissing(error)) throw new HostFailure("not-found", `no file ${hash} is kept here`);
				throw error;
			}
		},
		readParts: (hash, start, end) =>
			createReadStream(pathOf(hash), { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) }),
		async drop(hashes) {
			for (const hash of hashes) await takings.giveBack(hash, () => rm(pathOf(hash), { force: true }));
		},
		list,
		async old(moment) {
			const found: BlobHash[] = [];
			for (const hash of await list()) if (!takings.isTaken(hash) && (await isOlder(pathOf(hash), moment))) found.push(hash);
			return found;
		},
		async sweep(hashes, moment) {
			let removed = 0;
			for (const hash of hashes) {
				await takings.whileUntaken(hash, async () => {
					if (!(await isOlder(pathOf(hash), moment))) return;
					await rm(pathOf(hash), { force: true });
					removed++;
				});
			}
			return removed;
		},
	};
}

async function* single(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}

async function writeParts(path: string, parts: AsyncIterable<Uint8Array>, largest: number): Promise<{ hash: Hash; size: number }> {
	const hash = createHash("sha256");
	let size = 0;
	const file = await open(path, "wx", 0o600);
	try {
		for await (const part of parts) {
			size += part.length;
			if (size > largest) throw new HostFailure("too-large", `larger than ${largest} bytes`);
			await needRoom(dirname(path), part.length);
			hash.update(part);
			await file.writeFile(part);
		}
		await file.sync();
	} finally {
		await file.close();
	}
	return { hash, size };
}

async function readdirOrNone(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (isMissing(error)) return [];
		throw error;
	}
}
