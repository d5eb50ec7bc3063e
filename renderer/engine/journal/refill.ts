/** A log that was lost is filled again from the shell's journal (docs/decisions/0014), before anything is written. */
import type { Host, JournalPart } from "../../../shared/host";
import type { Sodium } from "../../../shared/protocol/sodium";
import { breathe } from "../breathing";
import { sortBackup } from "../jobs/restoring";
import type { LogStore } from "../log/log-store";

export interface RefillParts {
	readonly host: Host;
	readonly loadSodium: () => Promise<Sodium>;
	/** What envelopes are tried with. */
	readonly loadAutomerge: () => Promise<void>;
	readonly now: () => number;
	readonly onProgress: (done: number, total: number) => void;
}

/**
 * Gives how many envelopes came back; 0 where the log was not lost. This device may have signed more than the journal knows, so
 * it goes on as a new one: never may two different envelopes of one device have the same number. Where the person's key is not,
 * no new device can be certified, and it goes on as it is.
 */
export async function refillLost(log: LogStore, { host, loadSodium, loadAutomerge, now, onProgress }: RefillParts): Promise<number> {
	if (!(await isLost(log, host))) return 0;
	const envelopes = await readJournal(host);
	const [sodium, identity] = await Promise.all([loadSodium(), host.call("identity.open"), loadAutomerge()]);
	const here = { deviceKey: identity.deviceKey, certificate: identity.deviceCertificate };
	const change = await sortBackup(envelopes, {
		...{ sodium, host, now: now() },
		identity: { ...identity, otherDevices: [...identity.otherDevices, here] },
		async onProgress(done, total) {
			onProgress(done, total);
			await breathe();
		},
	});
	await log.change(change);
	if (identity.holdsPersonKey) await host.call("identity.renew");
	return envelopes.length;
}

async function isLost(log: LogStore, host: Host): Promise<boolean> {
	if ((await log.lastSeq()) > 0 || (await log.allOutside()).length > 0 || (await log.quarantined()).length > 0) return false;
	return (await host.call("journal.state")).last.length > 0;
}

async function readJournal(host: Host): Promise<readonly Uint8Array[]> {
	const envelopes: Uint8Array[] = [];
	let from: string | null = null;
	do {
		const part: JournalPart = await host.call("journal.read", from);
		for (const { bytes } of part.entries) envelopes.push(bytes);
		from = part.next;
	} while (from !== null);
	return envelopes;
}
