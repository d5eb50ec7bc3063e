import { timingSafeEqual } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { BackupSummary, BlobHash, Settings } from "../../shared/host";
import type { BlobStore } from "../files/blob-store";
import { HostFailure, WrongBytes } from "../files/host-failure";
import type { LoadedSodium } from "../keys/sodium";
import type { PersonKeys } from "../keys/stored-keys";
import { type BackupKey, type BackupRecord, decodeRecord, deriveKey, HEADER_LENGTH, LONGEST_RECORD, readHeader } from "./backup-format";

/** A backup that was checked from beginning to end and is now read a second time, in order. */
export interface BackupReader {
	readonly summary: BackupSummary;
	/** The next envelopes; an empty list when there are no more. */
	nextEnvelopes(): Promise<readonly Uint8Array[]>;
	/** What comes after the envelopes: the files go into the store, keys and settings are given back. */
	readRest(blobs: BlobStore): Promise<BackupRest>;
	close(): Promise<void>;
}

export interface BackupRest {
	readonly keys: PersonKeys;
	readonly settings: Settings;
	/** Files that were not taken because their bytes are not those that their name says: they were damaged before they were saved. */
	readonly leftOut: readonly BlobHash[];
}

/**
 * Opens a backup and checks all of it, so that nothing is installed from one that is damaged further on.
 * Fails with `wrong-passphrase`, `damaged-backup` or `newer-backup`.
 */
export async function openBackup(sodium: LoadedSodium, path: string, passphrase: string): Promise<BackupReader> {
	const file = await open(path, "r");
	try {
		const start = Buffer.alloc(HEADER_LENGTH);
		const { bytesRead } = await file.read(start, 0, HEADER_LENGTH, 0);
		const header = readHeader(start.subarray(0, bytesRead));
		const key = deriveKey(sodium, passphrase, header.salt, header.passes, header.memory);
		if (!timingSafeEqual(key.check, header.keyCheck)) throw new HostFailure("wrong-passphrase", "the passphrase does not open this backup");
		const summary = await checkWhole(sodium, file, header.stream, key);
		return reader(file, readRecords(sodium, file, header.stream, key), summary);
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function checkWhole(sodium: LoadedSodium, file: FileHandle, stream: Uint8Array, key: BackupKey): Promise<BackupSummary> {
	let envelopes = 0;
	let files = 0;
	let keys = 0;
	let missing = 0;
	let end: BackupSummary | null = null;
	for await (const record of readRecords(sodium, file, stream, key)) {
		if (record.is === "envelopes") envelopes += record.envelopes.length;
		if (record.is === "keys") keys += 1;
		if (record.is === "file") {
			files += 1;
			missing += record.size;
		}
		if (record.is === "part") missing -= record.bytes.length;
		if (record.is === "end") end = { created: record.created, envelopes: record.envelopes, blobs: record.blobs, bytes: record.bytes };
	}
	if (end === null || keys !== 1 || missing !== 0 || end.envelopes !== envelopes || end.blobs !== files) {
		throw new HostFailure("damaged-backup", "the backup does not contain what it says");
	}
	return end;
}

/** The records in order. Ends after the one that is sealed as the last; fails when the file ends before or goes on behind it. */
async function* readRecords(sodium: LoadedSodium, file: FileHandle, stream: Uint8Array, key: BackupKey): AsyncGenerator<BackupRecord> {
	const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(stream, key.seal);
	const { size } = await file.stat();
	let at = HEADER_LENGTH;
	for (;;) {
		const length = (await readExactly(file, at, 4, size)).readUInt32BE(0);
		if (length > LONGEST_RECORD) throw new HostFailure("damaged-backup", "a record is impossibly long");
		const sealed = await readExactly(file, at + 4, length, size);
		at += 4 + length;
		const opened = openRecord(sodium, state, sealed);
		yield decodeRecord(opened.message);
		if (opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL) break;
	}
	if (at !== size) throw new HostFailure("damaged-backup", "something follows its end");
}

type PullState = ReturnType<LoadedSodium["crypto_secretstream_xchacha20poly1305_init_pull"]>;

function openRecord(sodium: LoadedSodium, state: PullState, sealed: Uint8Array): { message: Uint8Array; tag: number } {
	if (sealed.length < sodium.crypto_secretstream_xchacha20poly1305_ABYTES) throw new HostFailure("damaged-backup", "a record is too short");
	const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, null);
	if (!opened) throw new HostFailure("damaged-backup", "a record was changed");
	return { message: opened.message, tag: opened.tag };
}

async function readExactly(file: FileHandle, at: number, length: number, size: number): Promise<Buffer> {
	if (at + length > size) throw new HostFailure("damaged-backup", "the end is missing");
	const buffer = Buffer.alloc(length);
	const { bytesRead } = await file.read(buffer, 0, length, at);
	if (bytesRead !== length) throw new HostFailure("damaged-backup", "the end is missing");
	return buffer;
}

function reader(file: FileHandle, records: AsyncGenerator<BackupRecord>, summary: BackupSummary): BackupReader {
	let pending: BackupRecord | null = null;
	const next = async (): Promise<BackupRecord | null> => {
		if (pending !== null) {
			const record = pending;
			pending = null;
			return record;
		}
		const step = await records.next();
		return step.done ? null : step.value;
	};
	const nextEnvelopes = async (): Promise<readonly Uint8Array[]> => {
		const record = await next();
		if (record?.is === "envelopes") return record.envelopes;
		pending = record;
		return [];
	};
	return {
		summary,
		nextEnvelopes,
		close: () => file.close(),
		async readRest(blobs) {
			while ((await nextEnvelopes()).length > 0);
			let keys: PersonKeys | null = null;
			let settings: Settings | null = null;
			const leftOut: BlobHash[] = [];
			for (let record = await next(); record !== null; record = await next()) {
				if (record.is === "keys") keys = record.keys;
				if (record.is === "settings") settings = record.settings;
				if (record.is === "file" && !(await putWhole(blobs, fileParts(next, record.size), record.hash))) leftOut.push(record.hash);
			}
			if (keys === null || settings === null) throw new HostFailure("damaged-backup", "the keys are missing");
			return { keys, settings, leftOut };
		},
	};
}

/** False when the bytes are not those that the name says; one such file must not cost the book. */
async function putWhole(blobs: BlobStore, parts: AsyncIterable<Uint8Array>, hash: BlobHash): Promise<boolean> {
	try {
		await blobs.putParts(parts, hash);
		return true;
	} catch (error) {
		if (error instanceof WrongBytes) return false;
		throw error;
	}
}

async function* fileParts(next: () => Promise<BackupRecord | null>, size: number): AsyncIterable<Uint8Array> {
	for (let left = size; left > 0; ) {
		const record = await next();
		if (record?.is !== "part") throw new HostFailure("damaged-backup", "a part of a file is missing");
		left -= record.bytes.length;
		yield record.bytes;
	}
}
