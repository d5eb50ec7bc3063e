import type { BackupSummary, Grant, OpenIdentity } from "../../shared/host";
import { HostFailure } from "../files/host-failure";
import type { KeyVault } from "../keys/key-vault";
import type { SettingsStore } from "../settings/settings-store";
import type { BackupThread } from "./backup-thread";

/** Backups being written and restored, each in a thread of its own, named by the grant of its file. */
export interface Backups {
	begin(grant: Grant, path: string, passphrase: string): Promise<void>;
	addEnvelopes(grant: Grant, envelopes: readonly Uint8Array[]): Promise<void>;
	finish(grant: Grant): Promise<BackupSummary>;
	open(grant: Grant, path: string, passphrase: string): Promise<BackupSummary>;
	next(grant: Grant): Promise<readonly Uint8Array[]>;
	install(grant: Grant): Promise<OpenIdentity>;
	/** Stops, and leaves nothing half done behind. Fine when nothing runs. */
	abort(grant: Grant): Promise<void>;
	abortAll(): Promise<void>;
}

export interface BackupParts {
	readonly startThread: () => BackupThread;
	readonly vault: KeyVault;
	readonly settings: SettingsStore;
	/** Writes a line to the shell's log. */
	readonly note: (line: string) => void;
}

export function createBackups({ startThread, vault, settings, note }: BackupParts): Backups {
	const running = new Map<Grant, BackupThread>();
	const thread = (grant: Grant): BackupThread => {
		const found = running.get(grant);
		if (found === undefined) throw new HostFailure("bad-request", "no backup is open for this file");
		return found;
	};
	const stop = async (grant: Grant): Promise<void> => {
		const found = running.get(grant);
		running.delete(grant);
		await found?.stop();
	};
	const abort = async (grant: Grant): Promise<void> => {
		try {
			await running.get(grant)?.call("abort");
		} finally {
			await stop(grant);
		}
	};
	/** Starts a thread with its first task; when that fails there is no thread. */
	const start = async <Result>(grant: Grant, first: (started: BackupThread) => Promise<Result>): Promise<Result> => {
		await abort(grant);
		const started = startThread();
		running.set(grant, started);
		try {
			return await first(started);
		} catch (error) {
			await stop(grant);
			throw error;
		}
	};

	return {
		abort,
		begin: (grant, path, passphrase) => start(grant, (started) => started.call("begin", path, passphrase)),
		async addEnvelopes(grant, envelopes) {
			await thread(grant).call("addEnvelopes", envelopes);
		},
		async finish(grant) {
			const keys = await vault.personKeys();
			try {
				const { summary, leftOut } = await thread(grant).call("finish", keys, settings.read());
				if (leftOut.length > 0) note(`the backup leaves out ${leftOut.length} damaged files: ${leftOut.join(" ")}`);
				await stop(grant);
				return summary;
			} catch (error) {
				await abort(grant);
				throw error;
			}
		},
		open: (grant, path, passphrase) => start(grant, (started) => started.call("open", path, passphrase)),
		next: async (grant) => thread(grant).call("next"),
		async install(grant) {
			const rest = await thread(grant).call("readRest");
			if (rest.leftOut.length > 0) note(`the backup held ${rest.leftOut.length} damaged files: ${rest.leftOut.join(" ")}`);
			const identity = await vault.install(rest.keys);
			// The window's own state stays this machine's; what the person set comes along.
			const { colourScheme, language, displayName } = rest.settings;
			await settings.change({ colourScheme, language, displayName });
			await stop(grant);
			return identity;
		},
		async abortAll() {
			await Promise.all([...running.keys()].map(abort));
		},
	};
}
