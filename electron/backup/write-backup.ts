import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BackupSummary, Settings } from "../../shared/host";
import { syncFolder } from "../files/atomic-write";
import type { BlobStore } from "../files/blob-store";
import type { LoadedSodium } from "../keys/sodium";
import type { PersonKeys } from "../keys/stored-keys";
import { type BackupRecord, deriveKey, encodeRecord, PART, writeHeader } from "./backup-format";

/** A backup that is being written. Nothing shows at its place until `finish`; `abort` leaves nothing behind. */
export interface BackupWriter {
	addEnvelopes(envelopes: readonly Uint8Array[]): Promise<void>;
	finish(keys: PersonKeys, settings: Settings, blobs: BlobStore): Promise<BackupSummary>;
	abort(): Promise<void>;
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
	await file.writeFile(writeHeader({ passes, memory, salt, stream: header, keyCheck: key.check }));

	const counts = { envelopes: 0, blobs: 0, bytes: 0 };
	const add = (record: BackupRecord): Promise<void> => {
		const tag =
			record.is === "end"
				? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
				: sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
		return writeRecord(file, sodium.crypto_secretstream_xchacha20poly1305_push(state, encodeRecord(record), null, tag));
	};
	const abort = async (): Promise<void> => {
		await file.close();
		await rm(part, { force: true });
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
			for (const hash of await blobs.list()) {
				counts.bytes += await addBlob(add, blobs, hash);
				counts.blobs += 1;
			}
			const summary: BackupSummary = { created: Date.now(), ...counts };
			await add({ is: "end", ...summary });
			await file.sync();
			await file.close();
			await rename(part, path);
			await syncFolder(dirname(path));
			return summary;
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

async function addBlob(add: (record: BackupRecord) => Promise<void>, blobs: BlobStore, hash: string): Promise<number> {
	const size = (await blobs.size(hash)) ?? 0;
	await add({ is: "file", hash, size });
	for (let at = 0; at < size; at += PART) {
		const parts: Uint8Array[] = [];
		for await (const part of blobs.readParts(hash, at, Math.min(at + PART, size) - 1)) parts.push(part);
		await add({ is: "part", bytes: new Uint8Array(Buffer.concat(parts)) });
	}
	return size;
}

async function writeRecord(file: FileHandle, sealed: Uint8Array): Promise<void> {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(sealed.length);
	await file.writeFile(length);
	await file.writeFile(sealed);
}
