/** The whole book to one sealed file, and back on an empty machine. The shell seals: keys never come here. */
import type { BackupSummary, Grant, Host } from "../../../shared/host";
import type { Sodium } from "../../../shared/protocol/sodium";
import { breathe } from "../breathing";
import { EngineError } from "../contract";
import type { LogStore } from "../log/log-store";
import { emptyingOf } from "../spaces/empty-book";
import { sortOutSpaces, writeSpaces } from "./backed-up-spaces";
import type { RunningJob } from "./job-runner";
import { sortBackup } from "./restoring";

const ENVELOPES_AT_ONCE = 100;

/** Writes every envelope, quarantined ones too, into the backup file. */
export async function runBackup(log: LogStore, host: Host, grant: Grant, passphrase: string, job: RunningJob): Promise<BackupSummary> {
	const { entries: total } = await log.size();
	await host.call("backup.begin", grant, passphrase);
	try {
		let done = 0;
		for (let seq = 0; ; ) {
			const entries = await log.after(seq, ENVELOPES_AT_ONCE);
			if (entries.length === 0) break;
			await host.call(
				"backup.addEnvelopes",
				grant,
				entries.map((entry) => entry.bytes),
			);
			done += entries.length;
			seq = entries.at(-1)?.seq ?? seq;
			job.progress("saving", done, total);
			await job.breathe();
		}
		// What is in quarantine or waits goes along: another version, another key or somebody's decision may bring it in.
		const aside = [...(await log.quarantined()), ...(await log.allOutside())].map(({ bytes }) => bytes);
		const spaces = writeSpaces(await log.spaces());
		const more = spaces === null ? aside : [...aside, spaces];
		if (more.length > 0) await host.call("backup.addEnvelopes", grant, more);
		job.commit();
		return await host.call("backup.finish", grant);
	} catch (error) {
		// That the half-written file could not be removed must not hide why the backup failed.
		await host.call("backup.abort", grant).catch(() => undefined);
		throw error;
	}
}

/**
 * Reads a backup into an empty log. `onInstalling` is called just before the keys are replaced: from then on, however it
 * ends, nothing may be written with the old ones, and the engine must be started again.
 */
export async function runRestore(
	log: LogStore,
	host: Host,
	sodium: Sodium,
	grant: Grant,
	passphrase: string,
	isEmpty: () => Promise<boolean>,
	onInstalling: () => Promise<void>,
	job: RunningJob,
): Promise<BackupSummary> {
	if (!(await isEmpty())) throw new EngineError("book-not-empty", "this book has something in it already: restore on an empty one");
	const summary = await host.call("restore.open", grant, passphrase);
	try {
		const entries: Uint8Array[] = [];
		for (;;) {
			const batch = await host.call("restore.next", grant);
			if (batch.length === 0) break;
			entries.push(...batch);
			job.progress("reading", entries.length, summary.envelopes);
			await job.breathe();
		}
		job.commit();
		await onInstalling();
		const identity = await host.call("restore.install", grant);
		const { envelopes, restore } = sortOutSpaces(entries);
		const change = await sortBackup(envelopes, {
			...{ sodium, host, identity, now: job.now },
			async onProgress(done, total) {
				job.progress("saving", done, total);
				await breathe();
			},
		});
		await log.change({ ...change, ...(await emptyingOf(log)), spaces: restore(change.spaces ?? []) });
		return summary;
	} catch (error) {
		await host.call("restore.abort", grant).catch(() => undefined);
		throw error;
	}
}
