import type { BackupSummary, HostErrorCode, Settings } from "../../shared/host";
import type { PersonKeys } from "../keys/stored-keys";
import type { BackupRest } from "./read-backup";
import type { WrittenBackup } from "./write-backup";

/** What the backup's thread can be asked. One thread serves one backup or one restore. */
export interface BackupTasks {
	begin: (path: string, passphrase: string) => void;
	addEnvelopes: (envelopes: readonly Uint8Array[]) => void;
	finish: (keys: PersonKeys, settings: Settings) => WrittenBackup;
	open: (path: string, passphrase: string) => BackupSummary;
	next: () => readonly Uint8Array[];
	readRest: () => BackupRest;
	abort: () => void;
}

export type BackupTask = keyof BackupTasks;

export interface BackupRequest {
	readonly id: number;
	readonly task: BackupTask;
	readonly args: readonly unknown[];
}

export type BackupReply =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly code: HostErrorCode; readonly message: string };
