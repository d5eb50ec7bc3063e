/** The envelopes that were opened last: items that were imported together lie in one, and are often changed together. */
import type { ItemId } from "../../../shared/model/item";
import { type EnvelopeFault, EnvelopeRefused } from "../../../shared/protocol/envelope";
import type { LogEntry, LogStore } from "../log/log-store";
import type { Opener } from "./sealer";

/** Envelopes kept open. The largest that are made hold 4 MB. */
const KEPT = 8;

export interface OpenedEnvelope {
	readonly seq: number;
	/** Milliseconds since 1970, by the author's clock. */
	readonly time: number;
	readonly changes: ReadonlyMap<ItemId, readonly Uint8Array[]>;
}

/** An entry of the log that cannot be used, and why. */
export interface RefusedEnvelope {
	readonly entry: LogEntry;
	readonly fault: EnvelopeFault;
}

/** Gives what lies at these positions, opened, in their order. Any failure that is no fault of an entry is thrown. */
export type OpenEnvelopes = (seqs: readonly number[]) => Promise<readonly (OpenedEnvelope | RefusedEnvelope)[]>;

export function envelopeOpener(log: LogStore, sealer: Opener): OpenEnvelopes {
	const kept = new Map<number, OpenedEnvelope>();

	function open(entry: LogEntry): OpenedEnvelope | RefusedEnvelope {
		try {
			const { time, items } = sealer.open(entry.bytes);
			const changes = new Map<ItemId, readonly Uint8Array[]>();
			for (const item of items) changes.set(item.id, [...(changes.get(item.id) ?? []), ...item.changes]);
			return { seq: entry.seq, time, changes };
		} catch (error) {
			if (error instanceof EnvelopeRefused) return { entry, fault: error.fault };
			throw error;
		}
	}

	/** Only shared envelopes are worth keeping: those of one item are as good as gone once the item is loaded. */
	function keep(envelope: OpenedEnvelope): void {
		if (envelope.changes.size < 2) return;
		kept.set(envelope.seq, envelope);
		for (const seq of kept.keys()) if (kept.size > KEPT) kept.delete(seq);
	}

	return async (seqs) => {
		const missing = seqs.filter((seq) => !kept.has(seq));
		const opened = new Map<number, OpenedEnvelope | RefusedEnvelope>();
		for (const seq of seqs) {
			const envelope = kept.get(seq);
			if (envelope !== undefined) opened.set(seq, envelope);
		}
		for (const entry of missing.length === 0 ? [] : await log.at(missing)) {
			const envelope = open(entry);
			opened.set(entry.seq, envelope);
			if ("changes" in envelope) keep(envelope);
		}
		return seqs.flatMap((seq) => opened.get(seq) ?? []);
	};
}
