/** Reads what the person chose. Small files come several at a time and ahead of being asked for: a question to the shell for each would cost more than the reading. */
import type { ReportEntry, SourceReader } from "../../../shared/formats/contract";
import { type Grant, type Host, LARGEST_FILE, SEVERAL_FILES, SMALL_FILE, type SourceEntry } from "../../../shared/host";

/** The first batch is small, so that there is something to work on soon; each further one is twice as large. */
const FIRST_BATCH = 8;
/** Bytes of files that are fetched together. Two such batches may be held at a time. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** A reader for what the person chose. `only` narrows it to some of its files. */
export async function openSource(host: Host, grant: Grant, only: (path: string) => boolean = () => true): Promise<SourceReader> {
	const listing = await host.call("source.list", grant);
	const files = listing.files.filter((file) => only(file.path));
	const ahead = readAhead(host, grant, files);
	return {
		name: listing.name,
		files,
		refused: listing.refused.map(
			({ path, why }): ReportEntry => ({
				subject: path,
				code: why === "too-large" ? "file-too-large" : why === "not-a-file" ? "unsupported" : why,
			}),
		),
		willRead: ahead.willRead,
		read: async (path) => (await ahead.take(path)) ?? host.call("source.read", grant, path, LARGEST_FILE),
	};
}

interface Batch {
	readonly paths: readonly string[];
	readonly next: Batch | null;
	/** What was fetched and not taken yet; null before it is fetched. */
	fetched: Promise<Map<string, Uint8Array>> | null;
}

interface ReadAhead {
	willRead(paths: readonly string[]): void;
	/** A file that was fetched ahead, once; null for every other. */
	take(path: string): Promise<Uint8Array | null>;
}

function readAhead(host: Host, grant: Grant, files: readonly SourceEntry[]): ReadAhead {
	const sizes = new Map(files.map((file) => [file.path, file.size]));
	const batchOf = new Map<string, Batch>();

	async function fetchAll(paths: readonly string[]): Promise<Map<string, Uint8Array>> {
		// Whoever asks for what is missing here asks the shell once more, and is told why.
		const found = await host.call("source.readSeveral", grant, paths, SMALL_FILE).catch(() => []);
		const fetched = new Map<string, Uint8Array>();
		for (const [index, path] of paths.entries()) {
			const bytes = found[index] ?? null;
			if (bytes !== null) fetched.set(path, bytes);
		}
		return fetched;
	}

	function begin(batch: Batch): Promise<Map<string, Uint8Array>> {
		batch.fetched ??= fetchAll(batch.paths);
		return batch.fetched;
	}

	return {
		willRead(paths) {
			const small = paths.filter((path) => (sizes.get(path) ?? Number.POSITIVE_INFINITY) <= SMALL_FILE);
			let next: Batch | null = null;
			for (const some of inBatches(small, (path) => sizes.get(path) ?? 0).reverse()) {
				next = { paths: some, next, fetched: null };
				for (const path of some) batchOf.set(path, next);
			}
			if (next !== null) begin(next);
		},
		async take(path) {
			const batch = batchOf.get(path);
			if (batch === undefined) return null;
			batchOf.delete(path);
			const fetched = await begin(batch);
			if (batch.next !== null) begin(batch.next);
			const bytes = fetched.get(path) ?? null;
			fetched.delete(path);
			return bytes;
		},
	};
}

function inBatches(paths: readonly string[], sizeOf: (path: string) => number): string[][] {
	const batches: string[][] = [];
	let last: string[] = [];
	let bytes = 0;
	let most = FIRST_BATCH / 2;
	for (const path of paths) {
		const size = sizeOf(path);
		if (last.length === 0 || last.length >= most || bytes + size > BATCH_BYTES) {
			last = [];
			bytes = 0;
			most = Math.min(most * 2, SEVERAL_FILES);
			batches.push(last);
		}
		last.push(path);
		bytes += size;
	}
	return batches;
}
