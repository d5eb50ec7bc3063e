/** The thread that derives keys from passphrases and reads and writes backups, so that the window never waits for it. */
import { parentPort, workerData } from "node:worker_threads";
import { createFileBlobStore } from "../files/blob-store";
import { asHostFailure } from "../files/host-failure";
import type { BackupReply, BackupRequest } from "./backup-messages";
import { type AsyncBackupTasks, createBackupTasks } from "./backup-tasks";

async function answer(tasks: AsyncBackupTasks, request: BackupRequest): Promise<BackupReply> {
	try {
		const task = tasks[request.task] as (...args: readonly unknown[]) => Promise<unknown>;
		return { id: request.id, ok: true, value: await task(...request.args) };
	} catch (error) {
		const { code, message } = asHostFailure(error);
		return { id: request.id, ok: false, code, message };
	}
}

const tasks = createBackupTasks(createFileBlobStore((workerData as { blobFolder: string }).blobFolder));
parentPort?.on("message", (request: BackupRequest) => {
	void answer(tasks, request).then((reply) => parentPort?.postMessage(reply));
});
