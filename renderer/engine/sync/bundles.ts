/** Changes carried by a file: spaces are written into one, and taken from one by the same intake as from anybody. */
import type { Grant, Host } from "../../../shared/host";
import { NotABundle, type ReadOn, readBundle } from "../../../shared/protocol/bundle/read-bundle";
import { type BundleWriter, writeBundle } from "../../../shared/protocol/bundle/write-bundle";
import { BLOB_PART } from "../../../shared/protocol/conversation/messages";
import { sealedSize } from "../../../shared/protocol/files/sealed-file";
import type { IntakeOutcome } from "../../../shared/protocol/intake";
import type { Sodium } from "../../../shared/protocol/sodium";
import { EngineError } from "../contract";
import type { RunningJob } from "../jobs/job-runner";
import type { LogEntry } from "../log/log-store";
import type { BundleJobs } from "../spaces-contract";
import { type ArrivingCopy, openArriving } from "./arriving-copy";
import type { SyncLog, SyncSpaces } from "./ports";
import type { SpaceFiles } from "./space-files";

/** Entries read from the log at a time. */
const AT_A_TIME = 200;
/** Envelopes taken in at a time, and their bytes. */
const TAKEN_AT_ONCE = 200;
const BYTES_AT_ONCE = 8 * 1024 * 1024;
/** Largest part that is read from the file at a time. */
const PART = 4 * 1024 * 1024;
/** What came from a file is in nobody's numbering. */
const FROM_FILE = { remote: "file", numbering: "" };
/** In the place of the person who brought a copy. */
const FROM_NOBODY = "0".repeat(64);

export interface BundleParts {
	readonly host: Host;
	readonly sodium: Sodium;
	readonly log: Pick<SyncLog, "ofSpace" | "countOf" | "byIds">;
	readonly spaces: Pick<SyncSpaces, "history" | "takeIn" | "ids">;
	readonly files: SpaceFiles;
	/** Whether files go along. */
	readonly withFiles: boolean;
	/** Resolves when what was taken in is in the lists: then its files are known. */
	readonly listed: () => Promise<void>;
}

type Exported = BundleJobs["export-bundle"]["result"];
type Imported = BundleJobs["import-bundle"]["result"];

/** Writes what somebody lacks of these spaces, as far as is known; everything for nobody in particular. */
export async function exportBundle(
	{ host, sodium, log, spaces, files, withFiles }: BundleParts,
	{ grant, spaces: wanted, person }: BundleJobs["export-bundle"]["params"],
	job: RunningJob,
): Promise<Exported> {
	for (const space of wanted) if (spaces.history(space) === null) throw new EngineError("bad-request", "there is no such space here");
	const writer = writeBundle(sodium, (bytes) => host.call("target.append", grant, "", bytes));
	try {
		const total = (await Promise.all(wanted.map((space) => log.countOf(space, 0)))).reduce((sum, count) => sum + count, 0);
		let [envelopes, looked, written] = [0, 0, 0];
		for (const space of wanted) {
			await writer.space(space);
			const has = theirs(spaces, space, person);
			for await (const entry of entriesOf(log, space)) {
				looked += 1;
				job.progress("saving", looked, total);
				await job.breathe();
				if (has(entry)) continue;
				await writer.envelope(entry.bytes);
				envelopes += 1;
			}
			if (withFiles) written += await writeFiles(writer, files, space, job);
		}
		const bytes = await finish(writer, host, grant, job);
		return { envelopes, files: written, bytes };
	} catch (error) {
		// That the half-written file could not be removed must not hide why it was not finished.
		await host.call("target.abort", grant).catch(() => undefined);
		throw error;
	}
}

/** Writes the files that are here; gives how many. */
async function writeFiles(writer: BundleWriter, files: SpaceFiles, space: string, job: RunningJob): Promise<number> {
	const known = await files.of(space);
	const here = await files.here(known);
	const wanted = known.filter(({ hash }, index) => here.has(hash) && known.findIndex((one) => one.hash === hash) === index);
	let written = 0;
	for (const file of wanted) {
		const [sealed] = files.sealed(space, file.hash);
		if (sealed === undefined) continue;
		const total = sealedSize(file.size);
		await writer.file(sealed.name, total);
		for (let from = 0; from < total; from += BLOB_PART) {
			await writer.part(await files.part(sealed, file, from, BLOB_PART));
			await job.breathe();
		}
		written += 1;
		job.progress("files", written, wanted.length);
	}
	return written;
}

async function finish(writer: BundleWriter, host: Host, grant: Grant, job: RunningJob): Promise<number> {
	const bytes = await writer.end();
	job.commit();
	await host.call("target.commit", grant);
	return bytes;
}

/** What the log has of a space, membership first, and of each device in the order of its numbers: in the log some lie far behind their place. */
async function* entriesOf(log: BundleParts["log"], space: string): AsyncGenerator<LogEntry> {
	const places: { readonly id: string; readonly number: number; readonly rank: number }[] = [];
	for (let seq = 0; ; ) {
		const page = await log.ofSpace(space, seq, AT_A_TIME);
		for (const { id, number, lane } of page) places.push({ id, number, rank: lane === "membership" ? 0 : 1 });
		if (page.length < AT_A_TIME) break;
		seq = page.at(-1)?.seq ?? seq;
	}
	places.sort((one, other) => one.rank - other.rank || one.number - other.number);
	for (let from = 0; from < places.length; from += AT_A_TIME)
		yield* await log.byIds(places.slice(from, from + AT_A_TIME).map(({ id }) => id));
}

/** What is known to be with a person: on every laptop of theirs, since any of them may be the one that lacks the rest. */
function theirs(spaces: BundleParts["spaces"], space: string, person: string | null): (entry: LogEntry) => boolean {
	const devices = [...(spaces.history(space)?.current()?.devices.values() ?? [])].filter((one) => one.person === person && one.active);
	return ({ device, origin }) => devices.length > 0 && devices.every((one) => one.device === device || one.device === origin?.remote);
}

interface Counts {
	readonly space: string;
	taken: number;
	known: number;
	refused: number;
}

/** Takes what is in the file, as far as it is whole. */
export async function importBundle(
	{ host, sodium, spaces, files, listed }: BundleParts,
	{ grant }: BundleJobs["import-bundle"]["params"],
	job: RunningJob,
): Promise<Imported> {
	const size = (await host.call("source.list", grant)).files[0]?.size ?? 0;
	const counts = new Map<string, Counts>();
	let waiting: { readonly space: string; readonly envelopes: Uint8Array[] } = { space: "", envelopes: [] };
	let waitingBytes = 0;
	let at = 0;
	const readOn: ReadOn = async (length) => {
		const bytes = await host.call("source.readPart", grant, "", at, Math.min(length, PART));
		at += bytes.length;
		job.progress("reading", Math.min(at, size), size);
		return bytes;
	};

	async function takeWaiting(): Promise<void> {
		const { space, envelopes } = waiting;
		waiting = { space, envelopes: [] };
		waitingBytes = 0;
		if (envelopes.length === 0) return;
		await job.breathe();
		count(space, await spaces.takeIn(space, envelopes, FROM_FILE));
	}

	function count(space: string, outcomes: readonly IntakeOutcome[]): void {
		const one = counts.get(space) ?? { space, taken: 0, known: 0, refused: 0 };
		counts.set(space, one);
		for (const { is } of outcomes) {
			if (is === "refused") one.refused += 1;
			else if (is === "known") one.known += 1;
			else one.taken += 1;
		}
	}

	/** The file that is coming, where an item here refers to it and it is not here yet. */
	let arriving: { readonly copy: ArrivingCopy; readonly total: number } | null = null;

	async function beginFile(space: string, name: string, length: number): Promise<void> {
		await takeWaiting();
		await listed();
		const known = await files.named(space, name);
		arriving = null;
		if (known === null || known.total !== length || (await files.here([known.file])).size > 0) return;
		const copy = await openArriving(host, sodium, { name, by: FROM_NOBODY }, known.sealed, known.file);
		arriving = { copy, total: length };
	}

	/** What came of it before is passed over. */
	async function takePart(from: number, bytes: Uint8Array): Promise<void> {
		if (arriving === null) return;
		const { copy, total } = arriving;
		const fresh = bytes.subarray(Math.max(0, Math.min(bytes.length, copy.taken() - from)));
		if (fresh.length > 0) await copy.take(fresh);
		if (from + bytes.length < total) return;
		arriving = null;
		await copy.keep();
	}

	const reading = readBundle(sodium, readOn);
	for (;;) {
		const { value, done } = await nextItem(reading);
		if (done === true) {
			await takeWaiting();
			return { spaces: [...counts.values()], broken: value !== "whole" };
		}
		if (value.is === "file") await beginFile(value.space, value.name, value.length);
		if (value.is === "part") {
			await job.breathe();
			await takePart(value.from, value.bytes);
		}
		if (value.is !== "envelope") continue;
		if (waiting.space !== value.space) {
			await takeWaiting();
			waiting = { space: value.space, envelopes: [] };
		}
		waiting.envelopes.push(value.bytes);
		waitingBytes += value.bytes.length;
		if (waiting.envelopes.length >= TAKEN_AT_ONCE || waitingBytes >= BYTES_AT_ONCE) await takeWaiting();
	}
}

async function nextItem(reading: ReturnType<typeof readBundle>): ReturnType<ReturnType<typeof readBundle>["next"]> {
	try {
		return await reading.next();
	} catch (error) {
		throw error instanceof NotABundle ? new EngineError("bad-request", "this is no file of changes", "not-a-bundle") : error;
	}
}
