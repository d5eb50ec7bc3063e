import type { BlobStore } from "../files/blob-store";
import { HostFailure } from "../files/host-failure";
import { loadSodium } from "../keys/sodium";
import type { BackupTasks } from "./backup-messages";
import { type BackupReader, openBackup } from "./read-backup";
import { type BackupCost, type BackupWriter, startBackup } from "./write-backup";

/** The tasks as the backup's thread does them. */
export type AsyncBackupTasks = {
	readonly [Task in keyof BackupTasks]: (...args: Parameters<BackupTasks[Task]>) => Promise<ReturnType<BackupTasks[Task]>>;
};

/** One backup or one restore, step by step. `cost` is for tests (see `startBackup`). */
export function createBackupTasks(blobs: BlobStore, cost?: BackupCost): AsyncBackupTasks {
	let writing: Promise<BackupWriter> | null = null;
	let reading: Promise<BackupReader> | null = null;
	const writer = (): Promise<BackupWriter> => {
		if (writing === null) throw new HostFailure("bad-request", "no backup was begun");
		return writing;
	};
	const reader = (): Promise<BackupReader> => {
		if (reading === null) throw new HostFailure("bad-request", "no backup was opened");
		return reading;
	};
	return {
		async begin(path, passphrase) {
			writing = loadSodium().then((sodium) => startBackup(sodium, path, passphrase, cost));
			await writing;
		},
		addEnvelopes: async (envelopes) => (await writer()).addEnvelopes(envelopes),
		finish: async (keys, settings) => (await writer()).finish(keys, settings, blobs),
		async open(path, passphrase) {
			reading = loadSodium().then((sodium) => openBackup(sodium, path, passphrase));
			return (await reading).summary;
		},
		next: async () => (await reader()).nextEnvelopes(),
		readRest: async () => (await reader()).readRest(blobs),
		async abort() {
			// What is still beginning is waited for, because the file that it makes would stay otherwise; what failed left none.
			const [begun, opened] = await Promise.allSettled([writing, reading]);
			if (begun.status === "fulfilled") await begun.value?.abort();
			if (opened.status === "fulfilled") await opened.value?.close();
		},
	};
}
