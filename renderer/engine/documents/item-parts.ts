/** The changes that the log has of one item. */
import type { ItemId } from "../../../shared/model/item";
import type { LogStore, Snapshot } from "../log/log-store";
import type { OpenEnvelopes, RefusedEnvelope } from "./opened-envelopes";

export interface ItemParts {
	/** In the order of the log. */
	readonly parts: readonly Uint8Array[];
	/** The last log position that is in it. */
	readonly seq: number;
	/** The newest time of its envelopes, milliseconds. */
	readonly updated: number;
}

/** Gives what came after a snapshot; null: everything. What cannot be used is given to `setAside` and left out. */
export function itemPartsReader(
	log: Pick<LogStore, "positionsOf">,
	openEnvelopes: OpenEnvelopes,
	setAside: (refused: RefusedEnvelope) => Promise<void>,
): (id: ItemId, snapshot: Snapshot | null) => Promise<ItemParts> {
	return async (id, snapshot) => {
		const parts: Uint8Array[] = [];
		let seq = snapshot?.seq ?? 0;
		let updated = snapshot?.updated ?? 0;
		for (const envelope of await openEnvelopes(await log.positionsOf(id, seq))) {
			if ("fault" in envelope) {
				await setAside(envelope);
				continue;
			}
			parts.push(...(envelope.changes.get(id) ?? []));
			seq = envelope.seq;
			updated = Math.max(updated, envelope.time);
		}
		return { parts, seq, updated };
	};
}
