/** The thread that derives keys from passphrases and reads and writes backups, so that the window never waits for it. */
import { parentPort, workerData } from "node:worker_threads";
import { createFileBlobStore } from "../files/blob-store";
import { asHostFailure, HostFailure } from "../files/host-failure";
import { loadSodium } from "../keys/sodium";
import type { BackupReply, BackupRequest, BackupTasks } from "./backup-messages";
import { type BackupReader, openBackup } from "./read-backup";
import { type BackupWriter, startBackup } from "./write-backup";

type AsyncTasks = {
	readonly [Task in keyof BackupTasks]: (...args: Parameters<BackupTasks[Task]>) => Promise<ReturnType<BackupTasks[Task]>>;
};

function createTasks(blobFolder: string): AsyncTasks {
	const blobs = createFileBlobStore(blobFolder);
	let writing: BackupWriter | null = null;
	let reading: BackupReader | null = null;
	const writer = (): BackupWriter => {
		if (writing === null) throw new HostFailure("bad-request", "no backup was begun");
		return writing;
	};
	const reader = (): BackupReader => {
		if (reading === null) throw new HostFailure("bad-request", "no backup was opened");
		return reading;
	};
	return {
		async begin(path, passphrase) {
			writing = await startBackup(await loadSodium(), path, passphrase);
		},
		addEnvelopes: (envelopes) => writer().addEnvelopes(envelopes),
		finish: (keys, settings) => writer().finish(keys, settings, blobs),
		async open(path, passphrase) {
			reading = await openBackup(await loadSodium(), path, passphrase);
			return reading.summary;
		},
		next: () => reader().nextEnvelopes(),
		readRest: () => reader().readRest(blobs),
		async abort() {
			await writing?.abort();
			await reading?.close();
		},
	};
}

async function answer(tasks: AsyncTasks, request: BackupRequest): Promise<BackupReply> {
	try {
		const task = tasks[request.task] as (...args: readonly unknown[]) => Promise<unknown>;
		return { id: request.id, ok: true, value: await task(...request.args) };
	} catch (error) {
		const { code, message } = asHostFailure(error);
		return { id: request.id, ok: false, code, message };
	}
}

const tasks = createTasks((workerData as { blobFolder: string }).blobFolder);
parentPort?.on("message", (request: BackupRequest) => {
	void answer(tasks, request).then((reply) => parentPort?.postMessage(reply));
});
