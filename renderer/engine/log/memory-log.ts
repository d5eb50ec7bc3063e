/** A log in memory: for tests, and for a book that is only looked at. */
import type { ItemId } from "../../../shared/model/item";
import type { LogEntry, LogStore, Quarantined, Snapshot } from "./log-store";

/** A log that is gone with the process. Keeps the same promises as the durable one, but for durability. */
export function memoryLog(): LogStore {
	const entries = new Map<number, LogEntry>();
	const ids = new Set<string>();
	const snapshots = new Map<ItemId, Snapshot>();
	const aside: Quarantined[] = [];
	let last = 0;
	const inOrder = (): LogEntry[] => [...entries.values()];

	return {
		append: async (added) =>
			added.map((entry) => {
				if (ids.has(entry.id)) return 0;
				ids.add(entry.id);
				last += 1;
				entries.set(last, { ...entry, seq: last });
				return last;
			}),
		positionsOf: async (item, after) =>
			inOrder()
				.filter((entry) => entry.seq > after && entry.items.includes(item))
				.map(({ seq }) => seq),
		at: async (seqs) => seqs.map((seq) => entries.get(seq)).filter((entry) => entry !== undefined),
		after: async (seq, limit) =>
			inOrder()
				.filter((entry) => entry.seq > seq)
				.slice(0, limit),
		positions: async () => {
			const found = new Map<ItemId, number[]>();
			for (const entry of inOrder()) for (const item of entry.items) found.set(item, [...(found.get(item) ?? []), entry.seq]);
			return found;
		},
		lastSeq: async () => last,
		lastOf: async (space, device) =>
			[...inOrder(), ...aside]
				.filter((entry) => entry.space === space && entry.device === device)
				.sort((a, b) => a.number - b.number)
				.at(-1) ?? null,
		quarantine: async (seq, why, at) => {
			const entry = entries.get(seq);
			if (entry === undefined) return;
			entries.delete(seq);
			const { seq: _, ...kept } = entry;
			aside.push({ ...kept, why, at });
		},
		quarantined: async () => [...aside],
		release: async (id) => {
			const at = aside.findIndex((entry) => entry.id === id);
			const [released] = at === -1 ? [] : aside.splice(at, 1);
			if (released === undefined) return 0;
			const { why: _, at: __, ...entry } = released;
			last += 1;
			entries.set(last, { ...entry, seq: last });
			return last;
		},
		snapshot: async (item) => snapshots.get(item) ?? null,
		putSnapshot: async (snapshot) => {
			snapshots.set(snapshot.item, snapshot);
		},
		dropSnapshots: async (items) => {
			for (const item of items) snapshots.delete(item);
		},
		size: async () => ({ entries: entries.size, bytes: inOrder().reduce((sum, entry) => sum + entry.bytes.length, 0) }),
		close: async () => undefined,
	};
}
