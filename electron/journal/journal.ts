import { type FileHandle, mkdir, open, readdir, readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { JournalEntry, JournalPart, JournalState } from "../../shared/host";
import { syncFolder } from "../files/atomic-write";
import { needRoom } from "../files/disk-room";
import { isMissing } from "../files/host-failure";
import { encodeRecord, HEADER_LENGTH, isSegment, readRecord, segmentHeader } from "./journal-format";

/** Bytes after which a new segment is begun. The last one is read at every start. */
const SEGMENT = 8 * 1024 * 1024;
/** Bytes of one answer when it is read; one envelope may be larger. */
const PART = 1024 * 1024;
/** Ids that are remembered of what was added last. */
const LAST_IDS = 64;

/** The second copy of the log: what the engine hands over is added to files and never changed. */
export interface Journal {
	state(): Promise<JournalState>;
	/** Resolves when it is on the disk. What is handed over meanwhile goes there together with the next. */
	append(entries: readonly JournalEntry[], gone: readonly string[]): Promise<void>;
	read(from: string | null): Promise<JournalPart>;
	/** Whether there is anything in it. */
	isEmpty(): Promise<boolean>;
	/** Keeps what is there under another name and begins anew: for when the book becomes another one. Nothing happens to an empty journal. */
	setAside(): Promise<void>;
	close(): Promise<void>;
}

/** The segment that is written to. */
interface Writing {
	readonly file: FileHandle;
	readonly number: number;
	length: number;
}

interface Waiting {
	readonly bytes: Buffer;
	readonly ids: readonly string[];
	readonly done: () => void;
	readonly failed: (error: unknown) => void;
}

/** A journal in a folder, which is made when the first envelope comes. `segment`: bytes, for tests. */
export function createJournal(folder: string, segment: number = SEGMENT): Journal {
	let writing: Writing | null = null;
	let last: string[] | null = null;
	let gone: ReadonlySet<string> | null = null;
	let reading: { readonly number: number; readonly bytes: Buffer } | null = null;
	let waiting: Waiting[] = [];
	let turn: Promise<unknown> = Promise.resolve();
	const inOrder = <Result>(step: () => Promise<Result>): Promise<Result> => {
		const run = turn.then(step);
		turn = run.catch(() => undefined);
		return run;
	};
	const pathOf = (number: number): string => join(folder, `${String(number).padStart(6, "0")}.journal`);

	async function segments(): Promise<readonly number[]> {
		try {
			const names = await readdir(folder);
			return names
				.flatMap((name) => /^(\d{6})\.journal$/.exec(name)?.[1] ?? [])
				.map(Number)
				.sort((a, b) => a - b);
		} catch (error) {
			if (isMissing(error)) return [];
			throw error;
		}
	}

	/** Where the last whole record of a segment ends, and the ids in it. */
	async function lookAt(number: number): Promise<{ readonly end: number; readonly ids: string[] }> {
		const bytes = await readFile(pathOf(number));
		if (!isSegment(bytes)) return { end: 0, ids: [] };
		const ids: string[] = [];
		let end = HEADER_LENGTH;
		for (let at = readRecord(bytes, end); at !== null; at = readRecord(bytes, end)) {
			if (at.record?.is === "envelope") ids.push(at.record.id);
			end = at.end;
		}
		return { end, ids };
	}

	async function lastIds(): Promise<string[]> {
		if (last !== null) return last;
		let found: string[] = [];
		for (const number of [...(await segments())].reverse()) {
			found = [...(await lookAt(number)).ids, ...found];
			if (found.length > 0) break;
		}
		last = found.slice(-LAST_IDS);
		return last;
	}

	async function begin(number: number): Promise<Writing> {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const file = await open(pathOf(number), "wx", 0o600);
		await file.write(segmentHeader(), 0, HEADER_LENGTH, 0);
		await file.datasync();
		await syncFolder(folder);
		await syncFolder(dirname(folder));
		return { file, number, length: HEADER_LENGTH };
	}

	/** The segment to write to: the last one where it is whole and has room, or a new one. What is torn or damaged is left as it is. */
	async function current(): Promise<Writing> {
		if (writing !== null && writing.length < segment) return writing;
		const number = writing?.number ?? (await segments()).at(-1) ?? 0;
		if (writing === null && number > 0) {
			const { size } = await stat(pathOf(number));
			if (size < segment && (await lookAt(number)).end === size) {
				writing = { file: await open(pathOf(number), "r+"), number, length: size };
				return writing;
			}
		}
		const next = await begin(number + 1);
		await writing?.file.close();
		writing = next;
		return next;
	}

	/** Writes all that waits at once, with one wait for the disk. */
	async function write(): Promise<void> {
		const batch = waiting;
		waiting = [];
		if (batch.length === 0) return;
		try {
			const known = await lastIds();
			const bytes = Buffer.concat(batch.map((one) => one.bytes));
			await needRoom(dirname(folder), bytes.length);
			const at = await current();
			await writeWhole(at.file, bytes, at.length);
			await at.file.datasync();
			at.length += bytes.length;
			last = [...known, ...batch.flatMap(({ ids }) => ids)].slice(-LAST_IDS);
			gone = null;
			for (const { done } of batch) done();
		} catch (error) {
			for (const { failed } of batch) failed(error);
		}
	}

	async function goneIds(): Promise<ReadonlySet<string>> {
		if (gone !== null) return gone;
		const found = new Set<string>();
		for (const number of await segments()) {
			const bytes = await readFile(pathOf(number));
			if (!isSegment(bytes)) continue;
			for (let at = readRecord(bytes, HEADER_LENGTH); at !== null; at = readRecord(bytes, at.end))
				if (at.record?.is === "gone") found.add(at.record.id);
				// It came back.
				else if (at.record !== null) found.delete(at.record.id);
		}
		gone = found;
		return found;
	}

	/** Of a segment that is not written to any more, while it is read part by part. */
	async function bytesOf(number: number): Promise<Buffer> {
		if (reading?.number === number) return reading.bytes;
		const bytes = await readFile(pathOf(number));
		reading = number === writing?.number ? null : { number, bytes };
		return bytes;
	}

	async function read(from: string | null): Promise<JournalPart> {
		const [number, offset] = (from ?? `${(await segments())[0] ?? 0}:0`).split(":").map(Number);
		const after = (await segments()).filter((candidate) => candidate >= (number ?? 0));
		const [here, following] = after;
		if (here === undefined) return { entries: [], next: null, damaged: 0 };
		if (from === null) gone = null;
		const passedOver = await goneIds();
		const bytes = await bytesOf(here);
		const entries: JournalEntry[] = [];
		let damaged = 0;
		let size = 0;
		let end = here === number ? Math.max(offset ?? 0, HEADER_LENGTH) : HEADER_LENGTH;
		if (!isSegment(bytes)) return { entries, next: following === undefined ? null : cursor(following, 0), damaged: 1 };
		for (let at = readRecord(bytes, end); at !== null && size < PART; at = readRecord(bytes, end)) {
			end = at.end;
			if (at.record === null) damaged += 1;
			else if (at.record.is === "envelope" && !passedOver.has(at.record.id)) {
				entries.push({ id: at.record.id, bytes: at.record.bytes });
				size += at.record.bytes.length;
			}
		}
		const isOver = readRecord(bytes, end) === null;
		if (!isOver) return { entries, next: cursor(here, end), damaged };
		reading = null;
		// Bytes behind the last record that can be told from others.
		if (end < bytes.length) damaged += 1;
		return { entries, next: following === undefined ? null : cursor(following, 0), damaged };
	}

	async function close(): Promise<void> {
		await writing?.file.close();
		writing = null;
	}

	return {
		state: () =>
			inOrder(async () => {
				const sizes = await Promise.all((await segments()).map(async (number) => (await stat(pathOf(number))).size));
				return { last: await lastIds(), bytes: sizes.reduce((sum, size) => sum + size, 0) };
			}),
		append(entries, removed) {
			if (entries.length === 0 && removed.length === 0) return Promise.resolve();
			const records = [
				...entries.map(({ id, bytes }) => encodeRecord({ is: "envelope", id, bytes })),
				...removed.map((id) => encodeRecord({ is: "gone", id })),
			];
			return new Promise<void>((done, failed) => {
				waiting.push({ bytes: Buffer.concat(records), ids: entries.map(({ id }) => id), done, failed });
				void inOrder(write);
			});
		},
		read: (from) => inOrder(() => read(from)),
		isEmpty: () => inOrder(async () => (await lastIds()).length === 0),
		setAside: () =>
			inOrder(async () => {
				await close();
				if ((await segments()).length === 0) return;
				const time = new Date().toISOString().replaceAll(":", "-");
				await rename(folder, `${folder}-${time}`);
				await syncFolder(dirname(folder));
				last = null;
				gone = null;
				reading = null;
			}),
		close: () => inOrder(close),
	};
}

async function writeWhole(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
	for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

function cursor(number: number, offset: number): string {
	return `${String(number).padStart(6, "0")}:${offset}`;
}
