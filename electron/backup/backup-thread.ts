import { Worker } from "node:worker_threads";
import { HostFailure } from "../files/host-failure";
import type { BackupReply, BackupTask, BackupTasks } from "./backup-messages";

/** A running backup thread. Every call settles, also when the thread dies. */
export interface BackupThread {
	call<Task extends BackupTask>(task: Task, ...args: Parameters<BackupTasks[Task]>): Promise<ReturnType<BackupTasks[Task]>>;
	stop(): Promise<void>;
}

interface Waiting {
	readonly resolve: (value: unknown) => void;
	readonly reject: (error: HostFailure) => void;
}

export function startBackupThread(script: string, blobFolder: string): BackupThread {
	const worker = new Worker(script, { workerData: { blobFolder } });
	const waiting = new Map<number, Waiting>();
	let count = 0;
	let ended: HostFailure | null = null;
	const end = (reason: string): void => {
		ended ??= new HostFailure("failed", reason);
		for (const { reject } of waiting.values()) reject(ended);
		waiting.clear();
	};
	worker.on("message", (reply: BackupReply) => {
		const call = waiting.get(reply.id);
		waiting.delete(reply.id);
		if (reply.ok) call?.resolve(reply.value);
		else call?.reject(new HostFailure(reply.code, reply.message));
	});
	worker.on("error", (error) => end(`the backup's thread failed: ${String(error)}`));
	worker.on("exit", () => end("the backup's thread has ended"));
	return {
		call: (task, ...args) =>
			new Promise((resolve, reject) => {
				if (ended !== null) {
					reject(ended);
					return;
				}
				count += 1;
				waiting.set(count, { resolve: resolve as (value: unknown) => void, reject });
				worker.postMessage({ id: count, task, args });
			}),
		async stop() {
			end("the backup was stopped");
			await worker.terminate();
		},
	};
}
