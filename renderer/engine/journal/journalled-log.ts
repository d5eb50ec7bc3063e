/**
 * A log whose entries go into the shell's journal too, a moment after they are durable (docs/decisions/0014). Nobody waits for
 * the journal: what it lacks after a sudden end is handed over at the next start.
 */
import type { Host, JournalEntry } from "../../../shared/host";
import { JOURNAL_ENTRIES_AT_ONCE } from "../../../shared/host/journal";
import type { LogStore } from "../log/log-store";

/** Entries handed over at once, and their bytes. */
const AT_ONCE = 128;
const BYTES_AT_ONCE = 4 * 1024 * 1024;
/** Milliseconds after a failure until it is tried again. */
const AGAIN_AFTER = 60_000;

export interface JournalledLog {
	readonly log: LogStore;
	/** From now on entries are handed over; begins with those that the journal lacks. */
	begin(): void;
	/** Resolves when the journal has everything that is in the log now; rejects when it cannot be brought there. */
	settle(): Promise<void>;
}

export interface JournalledLogParts {
	readonly host: Host;
	/** Milliseconds that entries are gathered before they are handed over. */
	readonly delay: number;
	readonly onProblem: (error: unknown) => void;
}

export function journalledLog(kept: LogStore, { host, delay, onProblem }: JournalledLogParts): JournalledLog {
	/** Everything up to this position is in the journal; null until that is known. */
	let reached: number | null = null;
	/** Ids of what was taken out of the log and may be in the journal. */
	let gone: string[] = [];
	let begun = false;
	let closed = false;
	let timer: ReturnType<typeof setTimeout> | null = null;
	let running: Promise<void> | null = null;

	/** Ids that the journal was given last, before this start. */
	let alreadyThere: ReadonlySet<string> = new Set();

	/**
	 * A position before which the journal has everything, because it is filled in the order of the log. An entry can have moved
	 * to the end of the log since it was handed over, so the lowest position counts, and what is there is not handed over again.
	 */
	async function whereItIs(): Promise<number> {
		const { last } = await host.call("journal.state");
		alreadyThere = new Set(last);
		const found = await kept.byIds(last);
		return found.length === 0 ? 0 : found.reduce((lowest, { seq }) => Math.min(lowest, seq), Number.POSITIVE_INFINITY);
	}

	async function handOver(): Promise<void> {
		reached ??= await whereItIs();
		while (!closed) {
			const removed = gone.slice(0, JOURNAL_ENTRIES_AT_ONCE);
			const found = await kept.after(reached, AT_ONCE);
			const last = found.at(-1);
			if (last === undefined && removed.length === 0) return;
			if (removed.length > 0) await host.call("journal.append", [], removed);
			for (const entries of inParts(found.filter(({ id }) => !alreadyThere.has(id)))) await host.call("journal.append", entries, []);
			reached = last?.seq ?? reached;
			gone = gone.slice(removed.length);
		}
	}

	function run(): Promise<void> {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		running ??= handOver().finally(() => {
			running = null;
		});
		return running;
	}

	function later(after: number): void {
		if (!begun || closed || timer !== null || running !== null) return;
		timer = setTimeout(() => {
			run().then(
				// Something may have come after the last look and before the end.
				() => lookAgain(),
				(error: unknown) => {
					onProblem(error);
					later(AGAIN_AFTER);
				},
			);
		}, after);
	}

	function lookAgain(): void {
		kept.lastSeq().then(
			(last) => {
				if (gone.length > 0 || last > (reached ?? 0)) later(delay);
			},
			() => undefined,
		);
	}

	return {
		log: {
			...kept,
			async append(entries) {
				const seqs = await kept.append(entries);
				later(delay);
				return seqs;
			},
			async change(change) {
				const remove = change.remove ?? [];
				const ids = remove.length === 0 ? [] : (await kept.at(remove)).map(({ id }) => id);
				const seqs = await kept.change(change);
				// What only moves to the end of the log is not gone.
				const stays = new Set(change.add?.map(({ id }) => id));
				gone = [...gone, ...ids].filter((id) => !stays.has(id));
				later(delay);
				return seqs;
			},
			async close() {
				closed = true;
				if (timer !== null) clearTimeout(timer);
				await running?.catch(() => undefined);
				await kept.close();
			},
		},
		begin() {
			begun = true;
			later(delay);
		},
		async settle() {
			await running?.catch(() => undefined);
			await run();
		},
	};
}

function inParts(entries: readonly JournalEntry[]): readonly (readonly JournalEntry[])[] {
	const parts: JournalEntry[][] = [];
	let room = 0;
	for (const { id, bytes } of entries) {
		if (bytes.length > room) {
			parts.push([]);
			room = BYTES_AT_ONCE;
		}
		parts.at(-1)?.push({ id, bytes });
		room -= bytes.length;
	}
	return parts;
}
