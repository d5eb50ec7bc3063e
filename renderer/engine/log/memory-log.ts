/** A log in memory: for tests, and for a book that is only looked at. */
import type { ItemId } from "../../../shared/model/item";
import type { Marks } from "../../../shared/protocol/conversation/ports";
import type { LocalSpace } from "./local-space";
import type { LogEntry, LogStore, NewLogEntry, Outside, Quarantined, Snapshot } from "./log-store";

/** A log that is gone with the process. Keeps the same promises as the durable one, but for durability. */
export function memoryLog(): LogStore {
	const entries = new Map<number, LogEntry>();
	const ids = new Set<string>();
	const snapshots = new Map<ItemId, Snapshot>();
	const quarantined = new Map<string, Quarantined>();
	const outside = new Map<string, Outside>();
	const locals = new Map<string, LocalSpace>();
	const marks = new Map<string, Marks & { readonly remote: string; readonly space: string }>();
	const numbering = crypto.randomUUID();
	let last = 0;
	let renewDue = "";
	const inOrder = (): LogEntry[] => [...entries.values()];

	function add(added: readonly NewLogEntry[]): number[] {
		return added.map((entry) => {
			if (ids.has(entry.id)) return 0;
			ids.add(entry.id);
			last += 1;
			entries.set(last, { ...entry, seq: last });
			return last;
		});
	}

	function remove(seq: number): LogEntry | undefined {
		const entry = entries.get(seq);
		if (entry === undefined) return undefined;
		entries.delete(seq);
		ids.delete(entry.id);
		return entry;
	}

	return {
		append: async (added) => add(added),
		async change(change) {
			for (const seq of change.remove ?? []) remove(seq);
			for (const id of change.takeInside ?? []) outside.delete(id);
			for (const one of change.setOutside ?? []) outside.set(one.id, one);
			for (const id of change.release ?? []) quarantined.delete(id);
			for (const one of change.quarantine ?? []) quarantined.set(one.id, one);
			for (const one of change.spaces ?? []) locals.set(one.space, one);
			for (const item of change.dropSnapshots ?? []) snapshots.delete(item);
			renewDue = change.renewDue ?? renewDue;
			return add(change.add ?? []);
		},
		positionsOf: async (item, after) =>
			inOrder()
				.filter((entry) => entry.seq > after && entry.items.includes(item))
				.map(({ seq }) => seq),
		at: async (seqs) => seqs.map((seq) => entries.get(seq)).filter((entry) => entry !== undefined),
		after: async (seq, limit) =>
			inOrder()
				.filter((entry) => entry.seq > seq)
				.slice(0, limit),
		ofSpace: async (space, after, limit) =>
			inOrder()
				.filter((entry) => entry.space === space && entry.seq > after)
				.slice(0, limit),
		countOf: async (space, after) => inOrder().filter((entry) => entry.space === space && entry.seq > after).length,
		statements: async () => inOrder().filter(({ lane }) => lane === "membership"),
		unopened: async (space) => inOrder().filter((entry) => entry.unopened !== undefined && (space === null || entry.unopened === space)),
		aside: async () => inOrder().filter((entry) => entry.aside !== undefined),
		late: async (space) => inOrder().filter((entry) => entry.late !== undefined && (space === null || entry.late === space)),
		restedOn: async (space) => inOrder().filter((entry) => entry.restedOn === space),
		positions: async () => {
			const found = new Map<ItemId, number[]>();
			for (const entry of inOrder()) for (const item of entry.items) found.set(item, [...(found.get(item) ?? []), entry.seq]);
			return found;
		},
		unseen: async (items) => {
			const seen = new Set(inOrder().flatMap((entry) => entry.items));
			return new Set(items.filter((item) => !seen.has(item)));
		},
		lastSeq: async () => inOrder().at(-1)?.seq ?? 0,
		async lastOf(space, device) {
			let found: LogEntry | Quarantined | null = null;
			for (const entry of [...entries.values(), ...quarantined.values()])
				if (entry.space === space && entry.device === device && entry.number >= (found?.number ?? 0)) found = entry;
			return found;
		},
		known: async (wanted) => new Set(wanted.filter((id) => ids.has(id) || outside.has(id) || quarantined.has(id))),
		async numbersOf(space) {
			const numbers = new Map<string, number>();
			for (const entry of [...inOrder(), ...quarantined.values()])
				if (entry.space === space) numbers.set(entry.device, Math.max(entry.number, numbers.get(entry.device) ?? 0));
			return numbers;
		},
		async considered(id) {
			return inOrder().find((entry) => entry.id === id) ?? quarantined.get(id) ?? null;
		},
		outside: async (space, is) => [...outside.values()].filter((one) => one.space === space && one.is === is),
		allOutside: async () => [...outside.values()],
		byIds: async (wanted) => wanted.flatMap((id) => inOrder().find((entry) => entry.id === id) ?? []),
		lastOfSpace: async (space) => inOrder().findLast((entry) => entry.space === space)?.seq ?? 0,
		quarantine: async (seq, why, at) => {
			const entry = remove(seq);
			if (entry === undefined) return;
			const { seq: _, ...kept } = entry;
			quarantined.set(kept.id, { ...kept, why, at });
		},
		quarantined: async () => [...quarantined.values()],
		snapshot: async (item) => snapshots.get(item) ?? null,
		putSnapshot: async (snapshot) => {
			snapshots.set(snapshot.item, snapshot);
		},
		dropSnapshots: async (items) => {
			for (const item of items) snapshots.delete(item);
		},
		numbering: async () => numbering,
		renewDue: async () => renewDue,
		spaces: async () => [...locals.values()],
		marks: async (remote, spaces) => spaces.map((space) => marks.get(`${remote} ${space}`) ?? null),
		keepMarks: async (remote, space, kept) => {
			marks.set(`${remote} ${space}`, { ...kept, remote, space });
		},
		marksOf: async (space) => [...marks.values()].filter((one) => one.space === space),
		size: async () => ({ entries: entries.size, bytes: inOrder().reduce((sum, entry) => sum + entry.bytes.length, 0) }),
		close: async () => undefined,
	};
}
