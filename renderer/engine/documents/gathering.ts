/** Gathers what the log has of many items, opening every envelope once: items that were made together lie in a few. */
import type { ItemId } from "../../../shared/model/item";
import type { OpenEnvelopes } from "./opened-envelopes";

/** Envelopes opened at once. The largest that are made hold 4 MB. */
const AT_ONCE = 4;

export interface Gathered {
	readonly id: ItemId;
	/** Its changes, in the order of the log. */
	readonly parts: readonly Uint8Array[];
	/** The last log position that is in it. */
	readonly seq: number;
	/** The newest time of its envelopes, milliseconds. */
	readonly updated: number;
}

/** `positions` are those of the entries of each. Left out are items of more entries than `most`, and those of which one cannot be used. */
export async function gather(
	ids: readonly ItemId[],
	positions: ReadonlyMap<ItemId, readonly number[]>,
	most: number,
	openEnvelopes: OpenEnvelopes,
): Promise<readonly Gathered[]> {
	const wanted = ids.map((id) => ({ id, seqs: positions.get(id) ?? [] })).filter(({ seqs }) => seqs.length > 0 && seqs.length <= most);
	const byPosition = new Map<number, ItemId[]>();
	for (const { id, seqs } of wanted) {
		for (const seq of seqs) {
			const ids = byPosition.get(seq);
			if (ids === undefined) byPosition.set(seq, [id]);
			else ids.push(id);
		}
	}
	const found = new Map(wanted.map(({ id }) => [id, { parts: [] as Uint8Array[], envelopes: 0, seq: 0, updated: 0 }]));
	const order = [...byPosition.keys()].sort((a, b) => a - b);
	for (let start = 0; start < order.length; start += AT_ONCE) {
		for (const envelope of await openEnvelopes(order.slice(start, start + AT_ONCE))) {
			if ("fault" in envelope) continue;
			for (const id of byPosition.get(envelope.seq) ?? []) {
				const item = found.get(id);
				const changes = envelope.changes.get(id);
				if (item === undefined || changes === undefined) continue;
				item.parts.push(...changes);
				item.envelopes += 1;
				item.seq = envelope.seq;
				item.updated = Math.max(item.updated, envelope.time);
			}
		}
	}
	return wanted.flatMap(({ id, seqs }) => {
		const item = found.get(id);
		return item === undefined || item.envelopes < seqs.length ? [] : [{ id, parts: item.parts, seq: item.seq, updated: item.updated }];
	});
}
