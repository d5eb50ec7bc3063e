/** Documents, loaded on demand and freed again: at most `LIVE` are in memory beyond those in use. */
import { type Doc, free, getMissingDeps } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";
import { steadyBreath } from "../breathing";
import { EngineError } from "../contract";
import { asAside, asUnopened, notInTheBook } from "../log/entry-standing";
import type { LogEntry, LogStore, Snapshot } from "../log/log-store";
import { build } from "./build";
import type { DocumentReplaced } from "./document-news";
import type { ReadFirstChange } from "./first-change/reading";
import { itemPartsReader } from "./item-parts";
import type { Editing, LiveDocument } from "./live-document";
import { envelopeOpener, type RefusedEnvelope } from "./opened-envelopes";
import { createPassing } from "./passing";
import type { Sealer } from "./sealer";
import { snapshotKeeper } from "./snapshots";
import { openTrial, type Trial } from "./trial";
import { waitingReader, withoutWaiting } from "./waiting";

const LIVE = 256;
/** A document that took more envelopes than this to load is kept as a snapshot. */
const WORTH_A_SNAPSHOT = 32;

export interface Documents {
	/**
	 * Runs `work` with the document as it is durable; it stays in memory until `work` has ended. Throws `not-found` when
	 * the log has nothing of it, `damaged` when what it has cannot be read.
	 */
	use<Result>(id: ItemId, work: (live: LiveDocument) => Result | Promise<Result>): Promise<Result>;
	/**
	 * A scope in which documents are changed and made durable. Nobody else sees a document that `open` gave until the
	 * scope ends. When it fails, every one of them is forgotten: it holds what was never kept. Scopes must not overlap.
	 */
	edit<Result>(work: (editing: Editing) => Promise<Result>): Promise<Result>;
	/** Whether the log has anything of it. */
	exists(id: ItemId): Promise<boolean>;
	/** Hashes of changes that those of an item rest on and that are not in the log. */
	missing(id: ItemId): Promise<readonly string[]>;
	/** Entries of these are about to go out of the log: until they are out, no snapshot of these is kept. */
	takingOut(ids: Iterable<ItemId>): Promise<void>;
	/** They are out: these are read again when somebody wants them, and written on with a fresh actor. Who has one open is told. */
	takenOut(ids: Iterable<ItemId>): Promise<void>;
	/** Keeps a document in memory, once it is there, until the returned function is called. */
	pin(id: ItemId): () => void;
	close(): void;
}

export interface DocumentReports {
	/** An envelope could not be read; it is no part of the book by then. */
	readonly onDamaged: (entry: LogEntry, why: string) => void;
	/** Something went out of a document that was in memory. */
	readonly onReplaced: (replaced: DocumentReplaced) => void;
	readonly onProblem: (error: unknown) => void;
}

export async function openDocuments(
	log: LogStore,
	sealer: Sealer,
	readFirstChange: ReadFirstChange,
	{ onDamaged, onReplaced, onProblem }: DocumentReports,
): Promise<Documents> {
	/**
	 * Items that lost an envelope, which is in quarantine, late, aside or without its key. They are written on with a fresh actor: the lost changes may live on
	 * in other copies, and an actor that used a sequence number twice would corrupt the document for everyone.
	 */
	const scarred = new Set([
		...(await log.quarantined()).flatMap((entry) => entry.items),
		...(await notInTheBook(log)).flatMap((entry) => entry.lateItems ?? []),
	]);
	const openEnvelopes = envelopeOpener(log, sealer);
	const trialOf = (id: ItemId, base: Doc<Draft> | null): Trial => openTrial(id, base, sealer.actor, readFirstChange);
	const partsOf = itemPartsReader(log, openEnvelopes, setAside);
	const waitingFor = waitingReader(log, openEnvelopes);
	const passing = createPassing(log, openEnvelopes, WORTH_A_SNAPSHOT, (id, parts) => buildOrSayDamaged(null, parts, id), sealer.actor);
	const live = new Map<ItemId, LiveDocument>();
	const users = new Map<ItemId, number>();
	const loading = new Map<ItemId, Promise<LiveDocument>>();

	/** Items that an edit holds, with the end of that edit. */
	const held = new Map<ItemId, Promise<void>>();
	const snapshots = snapshotKeeper(log, (document) => live.get(document.id) === document && !held.has(document.id), onProblem);

	async function setAside({ entry, fault: why }: RefusedEnvelope): Promise<void> {
		for (const item of entry.items) scarred.add(item);
		// What a newer version wrote stays where it is: an update will read it. Only damaged bytes are nothing to carry on.
		if (!sealer.isWhole(entry)) await log.quarantine(entry.seq, why, Date.now());
		else if (why !== "newer-version") {
			await log.change({ remove: [entry.seq], add: [why === "cannot-open" ? asUnopened(entry) : asAside(entry, why, Date.now())] });
		}
		onDamaged(entry, why);
	}

	async function read(id: ItemId): Promise<LiveDocument> {
		const snapshot = await log.snapshot(id);
		try {
			return await readFrom(id, snapshot);
		} catch (error) {
			if (snapshot === null || !(error instanceof EngineError) || error.code !== "damaged") throw error;
			// A snapshot is only a cache of what the log says.
			onProblem(error);
			await log.dropSnapshots([id]);
			return readFrom(id, null);
		}
	}

	async function readFrom(id: ItemId, snapshot: Snapshot | null): Promise<LiveDocument> {
		const { parts, seq, updated } = await partsOf(id, snapshot);
		if (snapshot === null && parts.length === 0) {
			throw scarred.has(id)
				? new EngineError("damaged", "nothing of this item can be read")
				: new EngineError("not-found", "there is no such item");
		}
		return { id, doc: buildOrSayDamaged(snapshot, parts, id), seq, updated, unsaved: parts.length };
	}

	function buildOrSayDamaged(snapshot: Snapshot | null, parts: readonly Uint8Array[], id: ItemId): Doc<Draft> {
		let doc: Doc<Draft>;
		try {
			doc = build(snapshot?.bytes ?? null, parts, scarred.has(id) ? sealer.freshActor() : sealer.actor);
		} catch (error) {
			throw new EngineError("damaged", `this item cannot be read: ${String(error)}`);
		}
		if (Object.keys(doc).length > 0) return doc;
		const isToCome = getMissingDeps(doc, []).length > 0;
		free(doc);
		// Others wrote on it, and what they wrote on is still on its way.
		if (isToCome) throw new EngineError("not-found", "the beginning of this item has not come yet");
		throw new EngineError("damaged", "nothing of this item can be read");
	}

	async function get(id: ItemId): Promise<LiveDocument> {
		const known = live.get(id);
		if (known !== undefined) {
			live.delete(id);
			live.set(id, known);
			return known;
		}
		const started = loading.get(id) ?? read(id).finally(() => loading.delete(id));
		loading.set(id, started);
		const loaded = await started;
		if (!live.has(id)) live.set(id, loaded);
		return live.get(id) ?? loaded;
	}

	function pin(id: ItemId): void {
		users.set(id, (users.get(id) ?? 0) + 1);
	}

	async function unpin(ids: Iterable<ItemId>): Promise<void> {
		for (const id of ids) {
			const left = (users.get(id) ?? 1) - 1;
			if (left === 0) users.delete(id);
			else users.set(id, left);
		}
		await evict();
	}

	async function evict(): Promise<void> {
		for (const [id, candidate] of live) {
			if (live.size <= LIVE) return;
			if (users.has(id)) continue;
			if (candidate.unsaved > WORTH_A_SNAPSHOT) await snapshots.keep(candidate);
			if (users.has(id) || live.get(id) !== candidate) continue;
			live.delete(id);
			free(candidate.doc);
		}
	}

	/** The document once no edit holds it. */
	async function getDurable(id: ItemId): Promise<LiveDocument> {
		for (;;) {
			await held.get(id);
			const document = await get(id);
			if (!held.has(id)) return document;
		}
	}

	async function use<Result>(id: ItemId, work: (live: LiveDocument) => Result | Promise<Result>): Promise<Result> {
		pin(id);
		try {
			const document = await getDurable(id);
			const result = await work(document);
			if (document.unsaved > WORTH_A_SNAPSHOT * 4) await snapshots.keep(document);
			return result;
		} finally {
			await unpin([id]);
		}
	}

	/** Somebody may have begun to load one just before it was held, and has it without its newest change. */
	async function forget(ids: Iterable<ItemId>): Promise<void> {
		for (const id of ids) {
			await loading.get(id)?.catch(() => undefined);
			live.delete(id);
		}
	}

	function getIfReadable(id: ItemId): Promise<LiveDocument | null> {
		return get(id).catch((error: unknown) => {
			if (error instanceof EngineError && (error.code === "not-found" || error.code === "damaged")) return null;
			throw error;
		});
	}

	async function edit<Result>(work: (editing: Editing) => Promise<Result>): Promise<Result> {
		const mine = new Set<ItemId>();
		const passed = new Set<ItemId>();
		let end = (): void => undefined;
		const ended = new Promise<void>((resolve) => {
			end = resolve;
		});
		const hold = (id: ItemId): void => {
			if (mine.has(id)) return;
			mine.add(id);
			pin(id);
			held.set(id, ended);
		};
		try {
			const result = await work({
				open(id) {
					hold(id);
					return get(id);
				},
				async trial(id, anew = false) {
					if (anew) return { base: null, isNew: true, trial: trialOf(id, null) };
					hold(id);
					const base = await getIfReadable(id);
					if (base !== null) return { base, isNew: false, trial: trialOf(id, base.doc) };
					// Changes that came before what they rest on.
					const { parts } = await partsOf(id, null);
					const toCome = parts.length === 0 ? null : build(null, parts, sealer.actor);
					return { base, isNew: parts.length === 0, trial: trialOf(id, toCome) };
				},
				async trialApplied(id) {
					hold(id);
					const base = await getIfReadable(id);
					const applied = base === null ? null : withoutWaiting(base.doc, sealer.actor);
					const waiting = await waitingFor(id, applied);
					return { base, isNew: false, trial: trialOf(id, applied), waiting };
				},
				async each(ids, one) {
					for (const id of ids) hold(id);
					const gathered = await passing.gatherMany(ids.filter((id) => !live.has(id) && !loading.has(id) && !scarred.has(id)));
					const breath = steadyBreath();
					for (const id of ids) {
						const found = live.has(id) ? undefined : gathered.get(id);
						if (found !== undefined && passing.passBy(found, one)) passed.add(id);
						else one(await get(id), null);
						await breath();
					}
				},
			});
			await forget(passed);
			return result;
		} catch (error) {
			// Not freed here: a reader may still hold it; the finaliser of the WASM object does it later.
			for (const id of mine) live.delete(id);
			throw error;
		} finally {
			for (const id of mine) held.delete(id);
			end();
			await unpin(mine);
		}
	}

	return {
		use,
		edit,
		takingOut: snapshots.stop,
		async takenOut(ids) {
			for (const id of new Set(ids)) {
				scarred.add(id);
				const was = live.get(id)?.doc;
				await forget([id]);
				snapshots.resume([id]);
				const now = was === undefined || !users.has(id) ? null : await getIfReadable(id);
				if (was !== undefined && now !== null) onReplaced({ id, was, doc: now.doc });
			}
		},
		pin(id) {
			pin(id);
			return () => void unpin([id]).catch(onProblem);
		},
		async missing(id) {
			const { parts } = await partsOf(id, null);
			const doc = build(null, parts, sealer.actor);
			try {
				return getMissingDeps(doc, []);
			} finally {
				free(doc);
			}
		},
		exists: async (id) => live.has(id) || (await log.positionsOf(id, 0)).length > 0,
		close() {
			for (const document of live.values()) free(document.doc);
			live.clear();
		},
	};
}
