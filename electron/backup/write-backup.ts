import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BackupSummary, BlobHash, Settings } from "../../shared/host";
import { syncFolder } from "../files/atomic-write";
import type { BlobStore } from "../files/blob-store";
import { HostFailure } from "../files/host-failure";
import type { LoadedSodium } from "../keys/sodium";
import type { PersonKeys } from "../keys/stored-keys";
import { type BackupRecord, deriveKey, encodeRecord, PART, writeHeader } from "./backup-format";

/** A backup that is being written. Nothing shows at its place until `finish`; `abort` leaves nothing behind. */
export interface BackupWriter {
	addEnvelopes(envelopes: readonly Uint8Array[]): Promise<void>;
	/** Adds the rest and puts the file in place. A file that is not whole in the store is left out and named, so that it costs no other. */
	finish(keys: PersonKeys, settings: Settings, blobs: BlobStore): Promise<WrittenBackup>;
	/** May be called at any time, also after a `finish` that failed. */
	abort(): Promise<void>;
}

export interface WrittenBackup {
	readonly summary: BackupSummary;
	/** Files of the store whose bytes could not be read or are not those that their name says. */
	readonly leftOut: readonly BlobHash[];
}

export interface BackupCost {
	readonly passes: number;
	readonly memory: number;
}

/** Starts a backup that will replace `path`. The cost is how hard guessing the passphrase is made (libsodium's "moderate"). */
export async function startBackup(sodium: LoadedSodium, path: string, passphrase: string, cost?: BackupCost): Promise<BackupWriter> {
	const passes = cost?.passes ?? sodium.crypto_pwhash_OPSLIMIT_MODERATE;
	const memory = cost?.memory ?? sodium.crypto_pwhash_MEMLIMIT_MODERATE;
	const salt = sodium.randombytes_buf(16);
	const key = deriveKey(sodium, passphrase, salt, passes, memory);
	const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key.seal);
	const part = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString("hex")}.part`);
	const file = await open(part, "wx", 0o600);
	const abort = async (): Promise<void> => {
		try {
			await file.close();
		} catch {
			// Closed already, by a finish that failed: what is left to do is to remove it.
		}
		await rm(part, { force: true });
	};
	try {
		await file.writeFile(writeHeader({ passes, memory, salt, stream: header, keyCheck: key.check }));
	} catch (error) {
		await abort();
		throw error;
	}

	const counts = { envelopes: 0, blobs: 0, bytes: 0 };
	const add = (record: BackupRecord): Promise<void> => {
		const tag =
			record.is === "end"
				? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
				: sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
		return writeRecord(file, sodium.crypto_secretstream_xchacha20poly1305_push(state, encodeRecord(record), null, tag));
	};

	return {
		abort,
		async addEnvelopes(envelopes) {
			for (const batch of batches(envelopes)) {
				await add({ is: "envelopes", envelopes: [...batch] });
				counts.envelopes += batch.length;
				for (const envelope of batch) counts.bytes += envelope.length;
			}
		},
		async finish(keys, settings, blobs) {
			await add({ is: "keys", keys });
			await add({ is: "settings", settings });
			const leftOut: BlobHash[] = [];
			for (const hash of await blobs.list()) {
				const size = await wholeSize(blobs, hash);
				if (size === null) {
					leftOut.push(hash);
					continue;
				}
				await addBlob(add, blobs, hash, size);
				counts.bytes += size;
				counts.blobs += 1;
			}
			const summary: BackupSummary = { created: Date.now(), ...counts };
			await add({ is: "end", ...summary });
			await file.sync();
			await file.close();
			await rename(part, path);
			await syncFolder(dirname(path));
			return { summary, leftOut };
		},
	};
}

/** Groups of at most about one part's size, an envelope larger than that alone. */
function* batches(envelopes: readonly Uint8Array[]): Iterable<readonly Uint8Array[]> {
	let batch: Uint8Array[] = [];
	let size = 0;
	for (const envelope of envelopes) {
		if (batch.length > 0 && size + envelope.length > PART) {
			yield batch;
			batch = [];
			size = 0;
		}
		batch.push(envelope);
		size += envelope.length;
	}
	if (batch.length > 0) yield batch;
}

/** Size of a file whose bytes are those that its name says; null when they are not, or cannot be read. */
async function wholeSize(blobs: BlobStore, hash: BlobHash): Promise<number | null> {
	const found = createHash("sha256");
	let size = 0;
	try {
		for await (const part of blobs.readParts(hash)) {
			found.update(part);
			size += part.length;
		}
	} catch {
		return null;
	}
	return found.digest("hex") === hash ? size : null;
}

async function addBlob(add: (record: BackupRecord) => Promise<void>, blobs: BlobStore, hash: BlobHash, size: number): Promise<void> {
	await add({ is: "file", hash, size });
	for (let at = 0; at < size; at += PART) {
		const end = Math.min(at + PART, size);
		const parts: Uint8Array[] = [];
		for await (const part of blobs.readParts(hash, at, end - 1)) parts.push(part);
		const bytes = new Uint8Array(Buffer.concat(parts));
		// Its size stands in the backup already: with fewer bytes the whole backup would not open.
		if (bytes.length !== end - at) throw new HostFailure("failed", `the file ${hash} changed while it was saved`);
		await add({ is: "part", bytes });
	}
}

async function writeRecord(file: FileHandle, sealed: Uint8Array): Promise<void> {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(sealed.length);
	await file.writeFile(length);
	await file.writeFile(sealed);
}
