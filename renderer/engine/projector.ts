/**
 * Keeps the library and the search index in step with the log: what the write path changed now, and what a
 * checkpoint misses at the start. Both can be thrown away and made again.
 */
import { free } from "@automerge/automerge/slim";
import type { ItemId } from "../../shared/model/item";
import { EnvelopeRefused } from "../../shared/protocol/envelope";
import { EngineError } from "./contract";
import { build, type Documents } from "./documents/documents";
import type { Sealer } from "./documents/sealer";
import { exclusiveGate } from "./exclusive";
import type { Library, RowChange } from "./library/library";
import { type Projection, projectDocument } from "./library/projection";
import type { LogEntry, LogStore } from "./log/log-store";
import type { SearchEntry, SearchIndex } from "./search/search-index";

/** Rows put at once while many come. */
const BATCH = 1000;
const CHECKPOINT_AFTER = 1000;
/** Milliseconds until a search index that failed twice is filled again. */
const MEND_AGAIN_AFTER = 60_000;

export interface Projector {
	/** Puts these projections; resolves when the library answers with them. `seq`: the last log position in them. */
	put(projections: readonly Projection[], seq: number, fresh: boolean): Promise<void>;
	/** Puts many new items, in batches, and tells of them once they are all in: while they come, nobody asks again and again. */
	putMany(projections: readonly Projection[], seq: number, progress: (done: number, total: number) => void): Promise<void>;
	/** Marks an item as changed at a log position; it is projected a little later, or by `settle`. */
	later(id: ItemId, seq: number): void;
	/** Resolves when everything marked is in the library. */
	flush(): Promise<void>;
	/** Resolves when everything marked is in the library and can be searched. */
	settle(): Promise<void>;
	/** Brings in what the log has after the checkpoints. Resolves with the number of items. */
	catchUp(progress: (done: number, total: number) => void): Promise<number>;
	/** Brings into the search index what the log has after its checkpoint. */
	catchUpSearch(): Promise<void>;
	/** Empties library and search index and fills them again from the log. */
	rebuild(progress: (done: number, total: number) => void): Promise<number>;
	onChange(listener: (changes: readonly RowChange[]) => void): () => void;
	close(): Promise<void>;
}

export interface ProjectorParts {
	readonly log: LogStore;
	readonly sealer: Sealer;
	readonly documents: Documents;
	/** The library, and a way to replace it by an empty one. */
	readonly library: { current(): Library; renew(): Promise<void> };
	readonly search: SearchIndex;
	/** Milliseconds to wait before a marked item is projected. */
	readonly delay: number;
	readonly onProblem: (error: unknown) => void;
}

export function createProjector({ log, sealer, documents, library, search, delay, onProblem }: ProjectorParts): Projector {
	const listeners = new Set<(changes: readonly RowChange[]) => void>();
	const marked = new Map<ItemId, { first: number; last: number }>();
	const gate = exclusiveGate();
	let highest = 0;
	let written = 0;
	let timer: ReturnType<typeof setTimeout> | null = null;
	let checkpointTimer: ReturnType<typeof setTimeout> | null = null;
	let searching: Promise<void> = Promise.resolve();
	let mending: ReturnType<typeof setTimeout> | null = null;
	let failures = 0;

	const complete = (): number => [...marked.values()].reduce((least, { first }) => Math.min(least, first - 1), highest);

	async function saveCheckpoint(): Promise<void> {
		if (checkpointTimer !== null) clearTimeout(checkpointTimer);
		checkpointTimer = null;
		const seq = complete();
		if (seq <= written) return;
		written = seq;
		await library.current().setCheckpoint(seq);
	}

	function checkpointSoon(): void {
		checkpointTimer ??= setTimeout(() => gate(saveCheckpoint).catch(onProblem), CHECKPOINT_AFTER);
	}

	/** The search index works beside us; its own checkpoint says how far it has come. */
	function index(projections: readonly Projection[], checkpoint: number): void {
		const put = projections.map(
			({ row, searchable }): SearchEntry => ({
				id: row.id,
				kind: row.kind,
				title: searchable.title,
				tags: searchable.tags,
				text: searchable.text,
				parent: row.parent,
				updated: row.updated,
				trashed: row.trashed === 1,
			}),
		);
		searching = searching
			.then(() => search.apply({ put, remove: [], checkpoint }))
			.catch((error: unknown) => {
				onProblem(error);
				mendSearch();
			});
	}

	/** An index that lost something is filled again from the log: at once the first time, later when it fails again. */
	function mendSearch(): void {
		if (mending !== null) return;
		const wait = failures === 0 ? 0 : MEND_AGAIN_AFTER;
		failures += 1;
		mending = setTimeout(() => {
			mending = null;
			gate(catchUpSearch).catch(onProblem);
		}, wait);
	}

	function tell(changes: readonly RowChange[]): void {
		for (const listener of listeners) listener(changes);
	}

	async function putNow(projections: readonly Projection[], fresh: boolean): Promise<readonly RowChange[]> {
		const changes = await library.current().put(projections, fresh);
		index(projections, complete());
		checkpointSoon();
		return changes;
	}

	async function putMany(projections: readonly Projection[], seq: number, progress: (done: number, total: number) => void): Promise<void> {
		const changes: RowChange[] = [];
		let previous: Promise<readonly RowChange[]> = Promise.resolve([]);
		for (let start = 0; start < projections.length; start += BATCH) {
			// Two batches are under way at a time: one is prepared here while the other is written elsewhere.
			const batch = projections.slice(start, start + BATCH);
			const putting = library.current().put(batch, true);
			// Told to the caller by the await below, unless the batch before it has failed as well.
			putting.catch(() => undefined);
			// Until the last batch is in, the checkpoint must stay before all of them.
			if (start + BATCH < projections.length) index(batch, complete());
			changes.push(...(await previous));
			progress(start, projections.length);
			previous = putting;
		}
		changes.push(...(await previous));
		highest = Math.max(highest, seq);
		index(projections.slice(projections.length - (projections.length % BATCH || BATCH)), complete());
		await saveCheckpoint();
		progress(projections.length, projections.length);
		tell(changes);
	}

	const read = (id: ItemId): Promise<Projection | null> =>
		documents
			.use(id, (live) => projectDocument(id, sealer.space, live.doc, live.updated))
			.catch((error: unknown) => {
				if (error instanceof EngineError && (error.code === "damaged" || error.code === "not-found")) return null;
				throw error;
			});

	async function projectMarked(): Promise<void> {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		const ids = [...marked.keys()];
		const taken = new Map(ids.map((id) => [id, marked.get(id)?.last ?? 0]));
		const projections = (await Promise.all(ids.map(read))).filter((projection) => projection !== null);
		for (const id of ids) {
			const mark = marked.get(id);
			if (mark !== undefined && mark.last === taken.get(id)) marked.delete(id);
			else if (mark !== undefined) mark.first = (taken.get(id) ?? 0) + 1;
		}
		if (projections.length > 0) tell(await putNow(projections, false));
	}

	/** The projection of an item whose only changes are in this entry, without going through the cache of documents. */
	function projectAlone(id: ItemId, changes: readonly Uint8Array[], time: number): Projection | null {
		const doc = build(null, changes, sealer.actor);
		try {
			return projectDocument(id, sealer.space, doc, time);
		} finally {
			free(doc);
		}
	}

	/** Gives the projections of everything that the log has after a position to `take`, in batches, each with the position up to which all is then in. */
	async function replay(
		after: number,
		take: (projections: readonly Projection[], seq: number) => Promise<void>,
		progress: (done: number, total: number) => void,
	): Promise<number> {
		const end = await log.lastSeq();
		if (after >= end) return 0;
		const positions = await log.positions();
		const total = [...positions.values()].filter((seqs) => (seqs.at(-1) ?? 0) > after).length;
		let done = 0;
		let pending: Projection[] = [];
		const flush = async (seq: number): Promise<void> => {
			if (pending.length > 0) {
				const batch = pending;
				pending = [];
				highest = Math.max(highest, seq);
				await take(batch, seq);
				await searching;
				progress(done, total);
			}
		};
		for (let seq = after; seq < end; ) {
			const entries = await log.after(seq, 8);
			if (entries.length === 0) break;
			for (const entry of entries) {
				for await (const projection of projectEntry(entry, positions)) {
					done += 1;
					if (projection !== null) pending.push(projection);
					if (pending.length >= BATCH) await flush(entry.seq - 1);
				}
				seq = entry.seq;
			}
		}
		await flush(end);
		highest = Math.max(highest, end);
		checkpointSoon();
		return done;
	}

	/** Projections of the items whose last entry this is. */
	async function* projectEntry(entry: LogEntry, positions: ReadonlyMap<ItemId, readonly number[]>): AsyncGenerator<Projection | null> {
		const last = entry.items.filter((id) => positions.get(id)?.at(-1) === entry.seq);
		if (last.length === 0) return;
		const alone = new Map<ItemId, Uint8Array[]>();
		let time = 0;
		if (last.some((id) => positions.get(id)?.length === 1)) {
			try {
				const body = sealer.open(entry.bytes);
				time = body.time;
				for (const item of body.items) alone.set(item.id, item.changes);
			} catch (error) {
				// The document's own loading quarantines the entry and names it.
				if (!(error instanceof EnvelopeRefused)) throw error;
			}
		}
		for (const id of new Set(last)) {
			const changes = positions.get(id)?.length === 1 ? alone.get(id) : undefined;
			yield changes === undefined ? await read(id) : projectAlone(id, changes, time);
		}
	}

	async function catchUp(progress: (done: number, total: number) => void): Promise<number> {
		const inLibrary = await library.current().checkpoint();
		written = inLibrary;
		highest = Math.max(highest, inLibrary);
		const items = await replay(inLibrary, async (batch) => tell(await putNow(batch, false)), progress);
		await catchUpSearch();
		return items;
	}

	async function catchUpSearch(): Promise<void> {
		await searching;
		const inLibrary = await library.current().checkpoint();
		highest = Math.max(highest, inLibrary);
		written = Math.max(written, inLibrary);
		const inSearch = await search.checkpoint();
		if (inSearch < complete())
			await replay(
				inSearch,
				async (batch, seq) => index(batch, seq),
				() => undefined,
			);
	}

	async function rebuild(progress: (done: number, total: number) => void): Promise<number> {
		marked.clear();
		await searching;
		await library.renew();
		await search.clear();
		written = 0;
		highest = 0;
		const items = await replay(0, async (batch) => tell(await putNow(batch, true)), progress);
		await saveCheckpoint();
		return items;
	}

	return {
		put: (projections, seq, fresh) =>
			gate(async () => {
				highest = Math.max(highest, seq);
				tell(await putNow(projections, fresh));
			}),
		putMany: (projections, seq, progress) => gate(() => putMany(projections, seq, progress)),
		later(id, seq) {
			highest = Math.max(highest, seq);
			const mark = marked.get(id);
			if (mark === undefined) marked.set(id, { first: seq, last: seq });
			else mark.last = seq;
			timer ??= setTimeout(() => gate(projectMarked).catch(onProblem), delay);
		},
		flush: () => (marked.size === 0 ? gate(async () => undefined) : gate(projectMarked)),
		settle: async () => {
			await gate(projectMarked);
			await searching;
		},
		catchUp: (progress) => gate(() => catchUp(progress)),
		catchUpSearch: () => gate(catchUpSearch),
		rebuild: (progress) => gate(() => rebuild(progress)),
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			if (mending !== null) clearTimeout(mending);
			await gate(projectMarked);
			await searching;
			await gate(saveCheckpoint);
		},
	};
}
