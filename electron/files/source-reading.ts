import { type FileHandle, open, realpath } from "node:fs/promises";
import { join } from "node:path";
import { GrantPath } from "../../shared/host";
import { LARGEST_KEPT } from "../../shared/limits";
import { exactBytes } from "./exact-bytes";
import type { SourceGrant } from "./grants";
import { HostFailure } from "./host-failure";
import { isInside } from "./source-listing";

/** A file's bytes; fails when there are more than the limit, and for anything that is not a file inside the source. */
export async function readSource(source: SourceGrant, path: string, limit: number): Promise<Uint8Array> {
	return withSourceFile(source, path, limit, (file) => file.readFile());
}

/** So many bytes of a file, of whatever size, from a place on; fewer at its end. */
export async function readSourcePart(source: SourceGrant, path: string, from: number, length: number): Promise<Uint8Array> {
	return withSourceFile(source, path, Number.MAX_SAFE_INTEGER, async (file) => {
		const part = Buffer.alloc(length);
		let filled = 0;
		while (filled < length) {
			const { bytesRead } = await file.read(part, filled, length - filled, from + filled);
			if (bytesRead === 0) break;
			filled += bytesRead;
		}
		return part.subarray(0, filled);
	});
}

/** Files under way at a time. More would only queue for the same few threads. */
const AT_ONCE = 8;

/** The bytes of several files, in their order; null for each that `readSource` would not give. */
export async function readSeveral(source: SourceGrant, paths: readonly string[], limit: number): Promise<(Uint8Array | null)[]> {
	const found: (Uint8Array | null)[] = paths.map(() => null);
	const waiting = paths.entries();
	const takeAll = async (): Promise<void> => {
		for (const [index, path] of waiting) {
			found[index] = await readSource(source, path, limit).then(exactBytes, () => null);
		}
	};
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, takeAll));
	return found;
}

/** The file's bytes in parts, for copying without holding it whole. */
export async function* readSourceParts(source: SourceGrant, path: string): AsyncIterable<Uint8Array> {
	const file = await openInside(source, path);
	try {
		await checkFile(file, LARGEST_KEPT);
		yield* file.createReadStream({ autoClose: false });
	} finally {
		await file.close();
	}
}

async function withSourceFile<Result>(
	source: SourceGrant,
	path: string,
	limit: number,
	use: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
	const file = await openInside(source, path);
	try {
		await checkFile(file, limit);
		return await use(file);
	} finally {
		await file.close();
	}
}

async function openInside(source: SourceGrant, path: string): Promise<FileHandle> {
	if (!GrantPath.safeParse(path).success) throw new HostFailure("bad-request", "not a path inside the chosen folder");
	if ((source.kind === "file") !== (path === "")) throw new HostFailure("not-found", "no such file in what was chosen");
	const root = await realpath(source.path);
	const target = await realpath(join(root, path));
	if (!isInside(root, target)) throw new HostFailure("no-permission", "the link leads out of the chosen folder");
	return open(target, "r");
}

async function checkFile(file: FileHandle, limit: number): Promise<void> {
	const found = await file.stat();
	if (!found.isFile()) throw new HostFailure("not-found", "not a file");
	if (found.size > limit) throw new HostFailure("too-large", `${found.size} bytes, and at most ${limit} are allowed`);
}
