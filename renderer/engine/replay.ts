/** Reads the log again from a position on and gives the projections of every item it changed there. */
import { free } from "@automerge/automerge/slim";
import type { ItemId } from "../../shared/model/item";
import { EnvelopeRefused } from "../../shared/protocol/envelope";
import { steadyBreath } from "./breathing";
import { build } from "./documents/build";
import type { ReadFirstChange } from "./documents/first-change/reading";
import { gather } from "./documents/gathering";
import { envelopeOpener } from "./documents/opened-envelopes";
import type { Sealer } from "./documents/sealer";
import { type Projection, projectDocument } from "./library/projection";
import type { LogEntry, LogStore } from "./log/log-store";

/** Entries of the log read at once. */
const ENTRIES = 8;
/** An item of more entries than this is read alone, from its snapshot; of fewer, many are read together: each envelope is opened once. */
const MOST_TOGETHER = 32;

export interface ReplayParts {
	readonly log: LogStore;
	readonly sealer: Sealer;
	/** The space that an item lives in. */
	readonly spaceOf: (id: ItemId) => string;
	readonly readFirstChange: ReadFirstChange;
	/** An item's projection from its document; null when it cannot be read. */
	read(id: ItemId): Promise<Projection | null>;
	onProblem(error: unknown): void;
}

/**
 * Gives the projections to `take` in batches, each with the position up to which all is then given. Every item is
 * given once, at its last entry. Resolves with the number of items.
 */
export async function replayLog(
	parts: ReplayParts,
	after: number,
	batch: number,
	take: (projections: readonly Projection[], seq: number) => Promise<void>,
	progress: (done: number, total: number) => void,
): Promise<number> {
	const { log, sealer } = parts;
	const end = await log.lastSeq();
	if (after >= end) return 0;
	const positions = await log.positions();
	const total = [...positions.values()].filter((seqs) => (seqs.at(-1) ?? 0) > after).length;
	const openEnvelopes = envelopeOpener(log, sealer);
	const breath = steadyBreath();
	let done = 0;
	let pending: Projection[] = [];
	/** Items of several entries, whose last one has been passed. */
	let many: ItemId[] = [];
	const note = async (projection: Projection | null): Promise<void> => {
		done += 1;
		if (projection !== null) pending.push(projection);
		await breath();
	};
	const give = async (seq: number): Promise<void> => {
		const gathered = new Map((await gather(many, positions, MOST_TOGETHER, openEnvelopes)).map((found) => [found.id, found]));
		for (const id of many) {
			const found = gathered.get(id);
			await note(found === undefined ? await parts.read(id) : projectAlone(parts, id, found.parts, found.updated));
		}
		const ready = pending;
		pending = [];
		many = [];
		if (ready.length > 0) await take(ready, seq);
		progress(done, total);
	};
	for (let seq = after; seq < end; ) {
		const entries = await log.after(seq, ENTRIES);
		if (entries.length === 0) break;
		for (const entry of entries) {
			const last = new Set(entry.items.filter((id) => positions.get(id)?.at(-1) === entry.seq));
			const alone = new Set([...last].filter((id) => positions.get(id)?.length === 1));
			const opened = alone.size > 0 ? openAlone(parts, entry) : null;
			for (const id of last) {
				const changes = opened?.changes.get(id);
				if (!alone.has(id)) many.push(id);
				else await note(changes === undefined ? await parts.read(id) : projectAlone(parts, id, changes, opened?.time ?? 0));
				if (pending.length + many.length >= batch) await give(entry.seq - 1);
			}
			seq = entry.seq;
		}
	}
	await give(end);
	return done;
}

function openAlone(
	{ sealer }: ReplayParts,
	entry: LogEntry,
): { readonly changes: ReadonlyMap<ItemId, readonly Uint8Array[]>; readonly time: number } | null {
	try {
		const { items, time } = sealer.open(entry.bytes);
		return { changes: new Map(items.map(({ id, changes }) => [id, changes])), time };
	} catch (error) {
		// The document's own loading puts the entry aside and names it.
		if (error instanceof EnvelopeRefused) return null;
		throw error;
	}
}

/** From its changes alone. Most items were never changed since they were made: reading their one change needs no Automerge. */
function projectAlone(
	{ sealer, spaceOf, readFirstChange, onProblem }: ReplayParts,
	id: ItemId,
	changes: readonly Uint8Array[],
	time: number,
): Projection | null {
	try {
		const [first] = changes;
		const plain = changes.length === 1 && first !== undefined ? readFirstChange(first) : null;
		if (plain !== null) return projectDocument(id, spaceOf(id), plain, time);
		const doc = build(null, changes, sealer.actor);
		try {
			if (Object.keys(doc).length === 0) return null;
			return projectDocument(id, spaceOf(id), doc, time);
		} finally {
			free(doc);
		}
	} catch (error) {
		onProblem(error);
		return null;
	}
}
