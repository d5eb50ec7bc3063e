import { createHash } from "node:crypto";
import { LARGEST_KEPT } from "../../shared/limits";
import type { BlobStore } from "./blob-store";
import { HostFailure, WrongBytes } from "./host-failure";

/** The store without a disk, for tests of what stands on it. */
export function createMemoryBlobStore(largest = LARGEST_KEPT): BlobStore {
	const blobs = new Map<string, Uint8Array>();
	const taken = new Map<string, number>();
	const read = async (hash: string): Promise<Uint8Array> => {
		const bytes = blobs.get(hash);
		if (bytes === undefined) throw new HostFailure("not-found", `no file ${hash} is kept here`);
		return bytes;
	};
	const keep = (bytes: Uint8Array, expected?: string) => {
		if (bytes.length > largest) throw new HostFailure("too-large", `larger than ${largest} bytes`);
		const hash = createHash("sha256").update(bytes).digest("hex");
		if (expected !== undefined && hash !== expected) throw new WrongBytes();
		const isNew = !blobs.has(hash);
		if (isNew) blobs.set(hash, new Uint8Array(bytes));
		taken.set(hash, (taken.get(hash) ?? 0) + 1);
		return { hash, size: bytes.length, isNew };
	};
	return {
		read,
		put: async (bytes) => keep(bytes),
		async putParts(parts, expected) {
			const all: Uint8Array[] = [];
			for await (const part of parts) all.push(part);
			return keep(Buffer.concat(all), expected);
		},
		size: async (hash) => blobs.get(hash)?.length ?? null,
		async *readParts(hash, start = 0, end = Number.POSITIVE_INFINITY) {
			yield (await read(hash)).subarray(start, end + 1);
		},
		async drop(hashes) {
			for (const hash of hashes) {
				const left = (taken.get(hash) ?? 0) - 1;
				if (left > 0) taken.set(hash, left);
				else if (left === 0) {
					taken.delete(hash);
					blobs.delete(hash);
				}
			}
		},
		// Nothing outlives this store, so everything in it was put since it was opened.
		old: async () => [],
		sweep: async () => 0,
		list: async () => [...blobs.keys()].sort(),
	};
}
