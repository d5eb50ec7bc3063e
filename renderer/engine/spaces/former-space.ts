/** What an earlier version wrote, moved into the person's private space (docs/decisions/0013). */
import type { FormerSpace } from "../../../shared/host";
import { EnvelopeRefused, openEnvelope } from "../../../shared/protocol/envelope";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Sealer, Unsealed } from "../documents/sealer";
import type { LogEntry, LogStore } from "../log/log-store";

/** Entries moved in one transaction: the largest hold 4 MB each. */
const AT_ONCE = 32;

export interface FormerSpaceParts {
	readonly sodium: Sodium;
	readonly log: LogStore;
	readonly sealer: Sealer;
	readonly privateSpace: string;
	readonly now: () => number;
	readonly onProgress: (done: number, total: number) => void;
}

/** Opens what is sealed with the keys of the former space; throws EnvelopeRefused. */
export function openFormer(sodium: Sodium, former: FormerSpace, bytes: Uint8Array): ReturnType<typeof openEnvelope> {
	return openEnvelope(sodium, bytes, (space, epoch) => (space === former.id ? former.keys.slice(epoch, epoch + 1) : []));
}

/**
 * Seals every entry of the former space again, in their order, at the end of the log. Each transaction puts in the new and
 * takes out the old, so that a sudden end loses nothing and leaves nothing twice. What cannot be opened goes to quarantine.
 * Gives how many were moved.
 */
export async function moveFormerSpace(former: FormerSpace, parts: FormerSpaceParts): Promise<number> {
	const { log, sealer, now } = parts;
	const total = await log.countOf(former.id, 0);
	let done = 0;
	while (done < total) {
		const entries = await log.ofSpace(former.id, 0, AT_ONCE);
		if (entries.length === 0) break;
		const opened = entries.map((entry) => ({ entry, batch: unseal(entry, former, parts) }));
		for (const { entry, batch } of opened) if ("fault" in batch) await log.quarantine(entry.seq, batch.fault, now());
		const readable = opened.flatMap(({ entry, batch }) => ("fault" in batch ? [] : [{ seq: entry.seq, batch }]));
		await sealer.append(
			readable.map(({ batch }) => batch),
			now(),
			{ remove: readable.map(({ seq }) => seq) },
		);
		done += entries.length;
		parts.onProgress(done, total);
	}
	return done;
}

type Opened = Unsealed | { readonly fault: string };

function unseal(entry: LogEntry, former: FormerSpace, { sodium, privateSpace }: FormerSpaceParts): Opened {
	try {
		const { header, body } = openFormer(sodium, former, entry.bytes);
		return { space: privateSpace, lane: header.lane === "annotation" ? "annotation" : "content", time: body.time, items: body.items };
	} catch (error) {
		if (error instanceof EnvelopeRefused) return { fault: error.fault };
		throw error;
	}
}
