/** The whole book to one sealed file, and back on an empty machine. The shell seals: keys never come here. */
import type { BackupSummary, Grant, Host } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
import { EnvelopeRefused, envelopeId, type KeysOf, openEnvelope, verifyEnvelope } from "../../../shared/protocol/envelope";
import { isDeviceCertified } from "../../../shared/protocol/identity";
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
		// What is kept aside goes along: another version, or another key, may read it.
		const aside = await log.quarantined();
		if (aside.length > 0) {
			await host.call(
				"backup.addEnvelopes",
				grant,
				aside.map((entry) => entry.bytes),
			);
		}
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
	onInstalling: () => Promise<void>,
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
		await onInstalling();
		const { personKey, otherDevices, privateSpace } = await host.call("restore.install", grant);
		const devices = new Set(
			otherDevices
				.filter(({ deviceKey, certificate }) => isDeviceCertified(sodium, personKey, deviceKey, certificate))
				.map(({ deviceKey }) => toHex(deviceKey)),
		);
		const keysOf: KeysOf = (space, epoch) => (space === privateSpace.id ? privateSpace.keys.slice(epoch, epoch + 1) : []);
		job.progress("saving", 0, envelopes.length);
		const admitted = envelopes.map((bytes) => admit(sodium, bytes, devices, keysOf));
		const seqs = await log.append(admitted.map(({ entry }) => entry));
		for (const [index, { fault }] of admitted.entries()) if (fault !== null) await log.quarantine(seqs[index] ?? 0, fault, job.now);
		return summary;
	} catch (error) {
		await host.call("restore.abort", grant).catch(() => undefined);
		throw error;
	}
}

interface Admitted {
	readonly entry: NewLogEntry;
	/** Why it cannot be used; such an entry is kept aside, so that one damaged entry does not cost the whole book. */
	readonly fault: string | null;
}

/** Checks an envelope of a backup: signed by one of the person's devices, and openable. */
function admit(sodium: Sodium, bytes: Uint8Array, devices: ReadonlySet<string>, keysOf: KeysOf): Admitted {
	const id = envelopeId(sodium, bytes);
	try {
		const { space, device, number } = verifyEnvelope(sodium, bytes);
		const items = [...new Set(openEnvelope(sodium, bytes, keysOf).body.items.map((item) => item.id))];
		const fault = devices.has(toHex(device)) ? null : "unknown-device";
		return { entry: { id, space, device: toHex(device), number, bytes, items }, fault };
	} catch (error) {
		if (!(error instanceof EnvelopeRefused)) throw error;
		return { entry: { id, space: "", device: "", number: 0, bytes, items: [] }, fault: error.fault };
	}
}
