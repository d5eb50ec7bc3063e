/** A log that was lost is filled again from the shell's journal (docs/decisions/0014), before anything is written. */
import type { Host, JournalPart } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
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
	/** The library is to be made again from the log: it may be of the one that was lost. */
	readonly renewLibrary: () => Promise<void>;
}

/**
 * Gives how many envelopes came back; 0 where the log was not lost. This device may have signed more than the journal knows, so
 * it goes on as a new one: never may two different envelopes of one device have the same number. Where the person's key is not,
 * no new device can be certified, and it goes on as it is. What a sudden end keeps from being done is done at the next start.
 */
export async function refillLost(log: LogStore, parts: RefillParts): Promise<number> {
	const [due, wasLost] = await Promise.all([log.renewDue(), isLost(log, parts.host)]);
	if (wasLost) await refill(log, parts);
	if (!wasLost && due === "") return 0;
	await parts.renewLibrary();
	await becomeAnother(log, parts.host);
	return (await log.size()).entries;
}

/** Fills the log, and notes in the same moment that the device has to become another one. */
async function refill(log: LogStore, { host, loadSodium, loadAutomerge, now, onProgress }: RefillParts): Promise<void> {
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
	await log.change({ ...change, renewDue: toHex(identity.deviceKey) });
}

async function becomeAnother(log: LogStore, host: Host): Promise<void> {
	const { deviceKey, holdsPersonKey } = await host.call("identity.open");
	if (holdsPersonKey && toHex(deviceKey) === (await log.renewDue())) await host.call("identity.renew");
	await log.change({ renewDue: "" });
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
