/**
 * A log that remembers what was appended last: the second copy, the exchange with others and what tells of others' changes all
 * read it a moment later, and need not ask the disk for what was just in memory.
 */
import type { LogEntry, LogStore, NewLogEntry } from "./log-store";

/** Bytes of entries that are remembered. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The same log. `mostBytes` is for tests. */
export function remembering(log: LogStore, mostBytes = MOST_BYTES): LogStore {
	/** Everything that is in the log after this position, in order; null while nothing is remembered. */
	let after: number | null = null;
	let recent: LogEntry[] = [];
	let bytes = 0;

	function forget(): void {
		after = null;
		recent = [];
		bytes = 0;
	}

	/** What was appended together lies side by side; what does not follow on what is remembered takes its place. */
	function remember(entries: readonly NewLogEntry[], seqs: readonly number[]): void {
		const added = entries.flatMap((entry, at) => (seqs[at] ? [{ ...entry, seq: seqs[at] }] : [])).sort((one, other) => one.seq - other.seq);
		const [first] = added;
		if (first === undefined) return;
		const isNext = after !== null && first.seq === (recent.at(-1)?.seq ?? after) + 1;
		if (!isNext) {
			// Whatever came between is told later, or was told before.
			if (after !== null && first.seq <= after) return;
			forget();
			after = first.seq - 1;
		}
		for (const entry of added) {
			recent.push(entry);
			bytes += entry.bytes.length;
		}
		shrink();
	}

	function shrink(): void {
		let gone = 0;
		for (const entry of recent) {
			if (bytes <= mostBytes) break;
			bytes -= entry.bytes.length;
			after = entry.seq;
			gone += 1;
		}
		if (gone > 0) recent = recent.slice(gone);
	}

	function takeOut(seqs: readonly number[]): void {
		if (seqs.length === 0) return;
		const out = new Set(seqs);
		// The last one's place tells what follows on it.
		if (out.has(recent.at(-1)?.seq ?? 0)) forget();
		recent = recent.filter(({ seq }) => !out.has(seq));
		bytes = recent.reduce((sum, entry) => sum + entry.bytes.length, 0);
	}

	/** Entries after a position, if all of them are remembered. */
	function following(seq: number): readonly LogEntry[] | null {
		return after === null || seq < after ? null : recent.slice(recent.findLastIndex((entry) => entry.seq <= seq) + 1);
	}

	return {
		...log,
		async append(entries) {
			const seqs = await log.append(entries);
			remember(entries, seqs);
			return seqs;
		},
		async change(change) {
			const seqs = await log.change(change);
			takeOut(change.remove ?? []);
			remember(change.add ?? [], seqs);
			return seqs;
		},
		async quarantine(seq, why, at) {
			await log.quarantine(seq, why, at);
			takeOut([seq]);
		},
		after: async (seq, limit) => following(seq)?.slice(0, limit) ?? log.after(seq, limit),
		ofSpace: async (space, seq, limit) =>
			following(seq)
				?.filter((entry) => entry.space === space)
				.slice(0, limit) ?? log.ofSpace(space, seq, limit),
	};
}
