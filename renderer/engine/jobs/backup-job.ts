/** The whole book to one sealed file, and back on an empty machine. The shell seals: keys never come here. */
import type { BackupSummary, Grant, Host } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
import { envelopeId, openEnvelope, verifyEnvelope } from "../../../shared/protocol/envelope";
import type { Sodium } from "../../../shared/protocol/sodium";
import { EngineError } from "../contract";
import type { LogStore, NewLogEntry } from "../log/log-store";
import type { RunningJob } from "./job-runner";

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
		job.commit();
		return await host.call("backup.finish", grant);
	} catch (error) {
		await host.call("backup.abort", grant);
		throw error;
	}
}

/** Reads a backup into an empty log. The engine must be started again afterwards: it has a new device key by then. */
export async function runRestore(
	log: LogStore,
	host: Host,
	sodium: Sodium,
	grant: Grant,
	passphrase: string,
	job: RunningJob,
): Promise<BackupSummary> {
	if ((await log.lastSeq()) > 0) throw new EngineError("book-not-empty", "this book has something in it already: restore on an empty one");
	const summary = await host.call("restore.open", grant, passphrase);
	try {
		const envelopes: Uint8Array[] = [];
		for (;;) {
			const batch = await host.call("restore.next", grant);
			if (batch.length === 0) break;
			envelopes.push(...batch);
			job.progress("reading", envelopes.length, summary.envelopes);
			await job.breathe();
		}
		job.commit();
		const { privateSpace } = await host.call("restore.install", grant);
		const keyOf = (space: string, epoch: number): Uint8Array | null =>
			space === privateSpace.id ? (privateSpace.keys[epoch] ?? null) : null;
		job.progress("saving", 0, envelopes.length);
		await log.append(
			envelopes.map((bytes): NewLogEntry => {
				const header = verifyEnvelope(sodium, bytes);
				const { body } = openEnvelope(sodium, bytes, keyOf);
				const items = [...new Set(body.items.map((item) => item.id))];
				return { id: envelopeId(sodium, bytes), space: header.space, device: toHex(header.device), number: header.number, bytes, items };
			}),
		);
		return summary;
	} catch (error) {
		await host.call("restore.abort", grant);
		throw error;
	}
}
