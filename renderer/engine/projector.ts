/**
 * Keeps the library and the search index in step with the log: what the write path changed now, and what a
 * checkpoint misses at the start. Both can be thrown away and made again. What it is given is durable already, so it
 * does not fail its callers: what the library refuses stays marked, holds the checkpoint back and is tried again.
 */
import type { ItemId } from "../../shared/model/item";
import { EngineError } from "./contract";
import type { Documents } from "./documents/documents";
import type { ReadFirstChange } from "./documents/first-change/reading";
import type { Sealer } from "./documents/sealer";
import { exclusiveGate } from "./exclusive";
import type { Library, RowChange } from "./library/library";
import { type Projection, projectDocument } from "./library/projection";
import type { LogStore } from "./log/log-store";
import { createMarks } from "./marks";
import { replayLog } from "./replay";
import type { SearchIndex } from "./search/search-index";
import { createSearchKeeper } from "./search-keeper";

/** Rows put at once while many come. */
const BATCH = 1000;
/** Documents read at once to be projected. */
const AT_ONCE = 100;
const CHECKPOINT_AFTER = 1000;
/** Milliseconds until what the library refused is put again. */
const PUT_AGAIN_AFTER = 5000;

type Progress = (done: number, total: number) => void;

export interface Projector {
	/** Puts these projections of what is durable; resolves when the library answers with them, or will later if it cannot now. `seq`: the last log position in them. */
	put(projections: readonly Projection[], seq: number, fresh: boolean): Promise<void>;
	/** Puts many items, new ones unless it is said otherwise, in batches, and tells of them once they are all in: while they come, nobody asks again and again. */
	putMany(projections: readonly Projection[], seq: number, progress: Progress, fresh?: boolean): Promise<void>;
	/** Marks an item as changed at a log position; it is projected a little later, or by `settle`. */
	later(id: ItemId, seq: number): void;
	/** Up to this position of the log there is nothing further for the library: a statement, or an envelope that waits for its key. */
	reach(seq: number): void;
	/** Resolves when everything marked is in the library. */
	flush(): Promise<void>;
	/** Resolves when everything marked is in the library and can be searched. */
	settle(): Promise<void>;
	/** Brings in what the log has after the checkpoints. Resolves with the number of items. */
	catchUp(progress: Progress): Promise<number>;
	/** Brings into the search index what the log has after its checkpoint. */
	catchUpSearch(): Promise<void>;
	/** The search index stopped: it is filled again from wherever another one stands. */
	searchLost(error: unknown): void;
	/** The library has what the log will not have: should the app end before it is made again, the next start does it. */
	distrust(): Promise<void>;
	/** Empties library and search index and fills them again from the log. */
	rebuild(progress: Progress): Promise<number>;
	onChange(listener: (changes: readonly RowChange[]) => void): () => void;
	close(): Promise<void>;
}

export interface ProjectorParts {
	readonly log: LogStore;
	readonly sealer: Sealer;
	readonly documents: Documents;
	/** The space that an item lives in. */
	readonly spaceOf: (id: ItemId) => string;
	readonly readFirstChange: ReadFirstChange;
	/** The library, and a way to replace it by an empty one. */
	readonly library: { current(): Library; renew(): Promise<void> };
	readonly search: SearchIndex;
	/** Milliseconds before a marked item is projected. */
	readonly delay: number;
	/** Whether the library has all that the log has. Otherwise it is complete only as far as `catchUp` has brought it. */
	readonly isComplete: boolean;
	readonly onProblem: (error: unknown) => void;
}

export function createProjector(parts: ProjectorParts): Projector {
	const { log, sealer, documents, spaceOf, readFirstChange, library, search, delay, isComplete, onProblem } = parts;
	const listeners = new Set<(changes: readonly RowChange[]) => void>();
	const marks = createMarks();
	const gate = exclusiveGate();
	const keeper = createSearchKeeper(search, () => gate(catchUpSearch).catch(onProblem), onProblem);
	/** The checkpoint as it was last written. */
	let written = 0;
	/** True from when a rebuild is due until it has succeeded: until then the library is complete up to nothing. */
	let rebuilding = false;
	/** While the library lacks what was written before this start: how far it has been brought up. */
	let caughtUpTo: number | null = isComplete ? null : 0;
	/** Grows with every rebuild: what was new before one may be in the library after it. */
	let rebuilds = 0;
	let timer: ReturnType<typeof setTimeout> | null = null;
	let checkpointTimer: ReturnType<typeof setTimeout> | null = null;

	const complete = (): number => (rebuilding ? 0 : Math.min(marks.complete(), caughtUpTo ?? Number.POSITIVE_INFINITY));

	async function saveCheckpoint(): Promise<void> {
		if (checkpointTimer !== null) clearTimeout(checkpointTimer);
		checkpointTimer = null;
		const seq = complete();
		if (seq <= written) return;
		await library.current().setCheckpoint(seq);
		written = seq;
	}

	function checkpointSoon(): void {
		checkpointTimer ??= setTimeout(() => gate(saveCheckpoint).catch(onProblem), CHECKPOINT_AFTER);
	}

	function projectSoon(wait: number): void {
		timer ??= setTimeout(() => gate(projectMarked).catch(onProblem), wait);
	}

	function tell(changes: readonly RowChange[]): void {
		for (const listener of listeners) listener(changes);
	}

	function refused(error: unknown): void {
		onProblem(error);
		projectSoon(PUT_AGAIN_AFTER);
	}

	/** Puts a batch and takes its marks away. Gives what changed; nothing when the library refused it. */
	async function putBatch(projections: readonly Projection[], seq: number, fresh: boolean): Promise<readonly RowChange[]> {
		try {
			const changes = await library.current().put(projections, fresh);
			for (const { row } of projections) marks.remove(row.id, seq);
			checkpointSoon();
			return changes;
		} catch (error) {
			refused(error);
			return [];
		}
	}

	async function putMany(projections: readonly Projection[], seq: number, fresh: boolean, progress: Progress): Promise<void> {
		const changes: RowChange[] = [];
		let previous: Promise<readonly RowChange[]> = Promise.resolve([]);
		// The index is filled beside the library, elsewhere. How far it is complete, it is told once the library has all.
		for (let start = 0; start < projections.length; start += BATCH) keeper.put(projections.slice(start, start + BATCH), complete());
		for (let start = 0; start < projections.length; start += BATCH) {
			// Two batches are under way at a time: one is prepared here while the other is written elsewhere.
			const putting = putBatch(projections.slice(start, start + BATCH), seq, fresh);
			changes.push(...(await previous));
			progress(start, projections.length);
			previous = putting;
		}
		changes.push(...(await previous));
		keeper.put([], complete());
		await saveCheckpoint().catch(onProblem);
		progress(projections.length, projections.length);
		tell(changes);
	}

	/** One item that cannot be read must not keep the others from being shown: it is told of and passed over. */
	async function read(id: ItemId): Promise<Projection | null> {
		try {
			return await documents.use(id, (live) => projectDocument(id, spaceOf(id), live.doc, live.updated));
		} catch (error) {
			if (!(error instanceof EngineError && error.code === "not-found")) onProblem(error);
			return null;
		}
	}

	async function projectMarked(): Promise<void> {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		const waiting = marks.waiting();
		for (let start = 0; start < waiting.length; start += AT_ONCE) {
			const batch = waiting.slice(start, start + AT_ONCE);
			const projections = (await Promise.all(batch.map(({ id }) => read(id)))).filter((projection) => projection !== null);
			try {
				const changes = await library.current().put(projections, false);
				for (const { id, last } of batch) marks.remove(id, last);
				keeper.put(projections, complete());
				checkpointSoon();
				tell(changes);
			} catch (error) {
				refused(error);
			}
		}
	}

	async function replay(
		after: number,
		take: (projections: readonly Projection[], seq: number) => Promise<void>,
		progress: Progress,
	): Promise<number> {
		const takeAndWait = async (projections: readonly Projection[], seq: number): Promise<void> => {
			await take(projections, seq);
			await keeper.settled();
		};
		return replayLog({ log, sealer, spaceOf, readFirstChange, read, onProblem }, after, BATCH, takeAndWait, progress);
	}

	/** Puts what a replay gives into the library; a refusal ends the replay. */
	async function putReplayed(projections: readonly Projection[], seq: number, fresh: boolean): Promise<void> {
		const changes = await library.current().put(projections, fresh);
		marks.reach(seq);
		if (caughtUpTo !== null) caughtUpTo = seq;
		keeper.put(projections, complete());
		checkpointSoon();
		tell(changes);
	}

	async function catchUp(progress: Progress): Promise<number> {
		const inLibrary = await library.current().checkpoint();
		written = inLibrary;
		if (caughtUpTo !== null) caughtUpTo = inLibrary;
		marks.reach(inLibrary);
		const items = await replay(inLibrary, (batch, seq) => putReplayed(batch, seq, false), progress);
		marks.reach(await log.lastSeq());
		caughtUpTo = null;
		checkpointSoon();
		await catchUpSearch();
		return items;
	}

	async function catchUpSearch(): Promise<void> {
		try {
			const inLibrary = await library.current().checkpoint();
			marks.reach(inLibrary);
			written = Math.max(written, inLibrary);
			const inSearch = await keeper.beginFilling();
			if (inSearch < complete())
				await replay(
					inSearch,
					async (batch, seq) => keeper.put(batch, seq),
					() => undefined,
				);
		} catch (error) {
			keeper.failed(error);
		}
	}

	async function rebuild(progress: Progress): Promise<number> {
		rebuilding = true;
		rebuilds += 1;
		await library.renew();
		// What waited to be put is in the log, and so in what follows.
		marks.reset();
		written = 0;
		await keeper.clear().catch(keeper.failed);
		const items = await replay(0, (batch, seq) => putReplayed(batch, seq, true), progress);
		marks.reach(await log.lastSeq());
		caughtUpTo = null;
		rebuilding = false;
		await saveCheckpoint();
		// The index was filled under a checkpoint of nothing; an empty batch says how far it is.
		keeper.put([], complete());
		return items;
	}

	function mark(projections: readonly Projection[], seq: number): void {
		for (const { row } of projections) marks.add(row.id, seq);
	}

	return {
		put(projections, seq, fresh) {
			mark(projections, seq);
			const era = rebuilds;
			return gate(async () => {
				tell(await putBatch(projections, seq, fresh && era === rebuilds));
				keeper.put(projections, complete());
			});
		},
		putMany(projections, seq, progress, fresh = true) {
			mark(projections, seq);
			const era = rebuilds;
			return gate(() => putMany(projections, seq, fresh && era === rebuilds, progress));
		},
		later(id, seq) {
			marks.add(id, seq);
			projectSoon(delay);
		},
		reach(seq) {
			marks.reach(seq);
			checkpointSoon();
		},
		distrust() {
			rebuilding = true;
			return library.current().setCheckpoint(0);
		},
		flush: () => gate(projectMarked),
		async settle() {
			await gate(projectMarked);
			await keeper.settled();
		},
		catchUp: (progress) => gate(() => catchUp(progress)),
		catchUpSearch: () => gate(catchUpSearch),
		searchLost: keeper.failed,
		rebuild: (progress) => gate(() => rebuild(progress)),
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			keeper.close();
			await gate(projectMarked);
			await keeper.settled();
			await gate(saveCheckpoint);
			if (timer !== null) clearTimeout(timer);
			if (checkpointTimer !== null) clearTimeout(checkpointTimer);
		},
	};
}
