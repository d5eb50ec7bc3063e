/** What a backup holds, sorted as it belongs into an empty log: by the same intake as all that comes from elsewhere. */
import type { Host, OpenIdentity } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
import { EnvelopeRefused, envelopeId, readHeader, verifyEnvelope } from "../../../shared/protocol/envelope";
import { isDeviceCertified } from "../../../shared/protocol/identity";
import type { Sodium } from "../../../shared/protocol/sodium";
import { createDocumentNews } from "../documents/document-news";
import { openDocuments } from "../documents/documents";
import { firstChangeReader } from "../documents/first-change/reading";
import { createSealer } from "../documents/sealer";
import type { LogChange, LogStore, NewLogEntry, Quarantined } from "../log/log-store";
import { memoryLog } from "../log/memory-log";
import { openFormer } from "../spaces/former-space";
import { openHeldSpaces } from "../spaces/held-spaces";
import { lookAtAll } from "../spaces/looking";
import { createTakeIn } from "../spaces/take-in";

/** Envelopes taken in between two breaths. */
const AT_ONCE = 100;
/** More entries than a log can have. */
const ALL = Number.MAX_SAFE_INTEGER;

export interface RestoringParts {
	readonly sodium: Sodium;
	readonly host: Host;
	/** The identity that was installed. */
	readonly identity: OpenIdentity;
	readonly now: number;
	readonly onProgress: (done: number, total: number) => Promise<void>;
}

/** Everything that is to be put into the log, in one change. */
export async function sortBackup(envelopes: readonly Uint8Array[], parts: RestoringParts): Promise<LogChange> {
	const { sodium, host, identity, now, onProgress } = parts;
	const staged = memoryLog();
	const spaces = await openHeldSpaces(sodium, host, staged, identity);
	const sealer = createSealer(sodium, host, staged, spaces);
	const nobody = (): void => undefined;
	const reports = { onDamaged: nobody, onReplaced: nobody, onProblem: nobody };
	const documents = await openDocuments(staged, sealer, firstChangeReader(sodium.crypto_hash_sha256), reports);
	const takeIn = createTakeIn({
		...{ sodium, log: staged, spaces, sealer, documents },
		projector: { later: () => undefined, putMany: async () => undefined, reach: () => undefined },
		news: createDocumentNews(),
		room: async () => Number.MAX_SAFE_INTEGER,
		now: () => now,
		onRefused: () => undefined,
		rebuild: { begin: async () => undefined, run: async () => undefined },
	});
	let done = 0;
	for (const [space, ofSpace] of bySpace(envelopes)) {
		for (let start = 0; start < ofSpace.length; start += AT_ONCE) {
			const batch = ofSpace.slice(start, start + AT_ONCE);
			if (space === "" || space === identity.formerSpace?.id) {
				for (const bytes of batch) await takeFormer(staged, bytes, parts);
			} else await takeIn.take(spaces.hold(space), await lookAtAll(sodium, space, batch), null);
			done += batch.length;
			await onProgress(done, envelopes.length);
		}
	}
	documents.close();
	return contentsOf(
		staged,
		spaces.all().map(({ id }) => id),
	);
}

async function contentsOf(staged: LogStore, spaces: readonly string[]): Promise<LogChange> {
	const outside = await Promise.all(spaces.map((space) => staged.outside(space, "waiting")));
	return {
		add: (await staged.after(0, ALL)).map(({ seq: _, ...entry }) => entry),
		setOutside: outside.flat(),
		quarantine: await staged.quarantined(),
		spaces: await staged.spaces(),
	};
}

/** In the order in which each space is first met; what is no envelope is under "". */
function bySpace(envelopes: readonly Uint8Array[]): ReadonlyMap<string, readonly Uint8Array[]> {
	const groups = new Map<string, Uint8Array[]>();
	for (const bytes of envelopes) {
		const space = spaceOf(bytes);
		const group = groups.get(space);
		if (group === undefined) groups.set(space, [bytes]);
		else group.push(bytes);
	}
	return groups;
}

function spaceOf(bytes: Uint8Array): string {
	try {
		return readHeader(bytes).space;
	} catch (error) {
		if (error instanceof EnvelopeRefused) return "";
		throw error;
	}
}

/** An envelope that an earlier version wrote: signed by one of the person's devices, and openable. What cannot be used is kept aside: one damaged entry must not cost the whole book. */
async function takeFormer(staged: LogStore, bytes: Uint8Array, { sodium, identity, now }: RestoringParts): Promise<void> {
	const id = envelopeId(sodium, bytes);
	const aside = (entry: Omit<NewLogEntry, "id" | "bytes" | "origin">, why: string): Quarantined => ({
		...entry,
		id,
		bytes,
		origin: null,
		why,
		at: now,
	});
	try {
		const header = verifyEnvelope(sodium, bytes);
		const place = { space: header.space, device: toHex(header.device), number: header.number, lane: header.lane };
		const former = identity.formerSpace;
		if (former === null) return;
		const items = [...new Set(openFormer(sodium, former, bytes).body.items.map((item) => item.id))];
		if (isOneOf(sodium, identity, header.device)) await staged.append([{ ...place, id, bytes, items, origin: null }]);
		else await staged.change({ quarantine: [aside({ ...place, items }, "unknown-device")] });
	} catch (error) {
		if (!(error instanceof EnvelopeRefused)) throw error;
		await staged.change({ quarantine: [aside({ space: "", device: "", number: 0, lane: "content", items: [] }, error.fault)] });
	}
}

function isOneOf(sodium: Sodium, { personKey, otherDevices }: OpenIdentity, device: Uint8Array): boolean {
	const known = otherDevices.find(({ deviceKey }) => toHex(deviceKey) === toHex(device));
	return known !== undefined && isDeviceCertified(sodium, personKey, known.deviceKey, known.certificate);
}
