/**
 * What comes from elsewhere enters the book here: through the protocol's intake, opened, vetted and tried, into the log,
 * and then to whoever has its items open, to the library and the search, as what is written here.
 */

import { KEPT_FREE } from "../../../shared/limits";
import type { ItemId } from "../../../shared/model/item";
import type { Origin } from "../../../shared/protocol/conversation/ports";
import { type EnvelopeBody, EnvelopeRefused } from "../../../shared/protocol/envelope";
import { createIntake, type Intake, type IntakeOutcome, type Looked } from "../../../shared/protocol/intake";
import type { Sodium } from "../../../shared/protocol/sodium";
import { steadyBreath } from "../breathing";
import type { DocumentNews } from "../documents/document-news";
import type { Documents } from "../documents/documents";
import type { Sealer } from "../documents/sealer";
import { type Projection, projectDocument } from "../library/projection";
import { asAside, asLate, asRefused, asRestedOn, asUnopened, bare, isLate } from "../log/entry-standing";
import { type LogChange, type LogEntry, LogFull, type LogStore, type NewLogEntry } from "../log/log-store";
import type { Projector } from "../projector";
import type { HeldSpace, HeldSpaces } from "./held-spaces";
import { isUnquestioned, logIntakeStore } from "./log-intake-store";
import { restedOn, restedOnNoMore } from "./rested-on";
import { createSettlingForks } from "./settling-forks";
import { createTrials, type Tried } from "./trials";

export interface TakeInParts {
	readonly sodium: Sodium;
	readonly log: LogStore;
	readonly spaces: HeldSpaces;
	readonly sealer: Sealer;
	readonly documents: Documents;
	readonly projector: Pick<Projector, "later" | "putMany" | "reach">;
	readonly news: DocumentNews;
	readonly room: () => Promise<number>;
	readonly now: () => number;
	/** Told of what waited and is refused after all, or had to be let go. */
	readonly onRefused: (id: string, why: string) => void;
	/** The library is to be made again from the log: something it has is not there any more. */
	readonly rebuild: { begin(): Promise<void>; run(): Promise<void> };
}

export interface TakeIn {
	/** Takes envelopes of a space that were looked at; resolves when all is durable. Calls must overlap neither one another nor own writing. */
	take(space: HeldSpace, envelopes: readonly Looked[], origin: Origin | null): Promise<readonly IntakeOutcome[]>;
	/** Opens what waited for a key. */
	openWaiting(space: HeldSpace): Promise<void>;
	/** Tries once more what is aside: this program may be able to use what the one before could not. */
	tryAgain(space: HeldSpace): Promise<void>;
}

/** What was accepted, with its body; null for a statement and while there is no key for it; or why it cannot be used. */
interface Accepted {
	readonly entry: NewLogEntry | LogEntry;
	readonly body: EnvelopeBody | null | { readonly fault: string };
}

/** An envelope's bytes are written to the log, again when the database tidies it, and in part to library and search. */
const TIMES_WRITTEN = 4;

/** So many times what was taken in may be on its way into the library before more is taken in. */
const MOST_SHOWING = 2;

export function createTakeIn(parts: TakeInParts): TakeIn {
	const { sodium, log, spaces, sealer, documents, projector, news, room, now, onRefused, rebuild } = parts;
	const intakes = new Map<string, { readonly intake: Intake; readonly history: HeldSpace["history"] }>();
	/** Spaces whose entries without a key were looked at: a sudden end may have left some that can be opened. */
	const lookedAt = new Set<string>();
	const forks = createSettlingForks({ sodium, log, opener: sealer, documents, projector, now, rebuild });
	/** Spaces of which something was taken out: what it rested on may be rested on no more. */
	const inDoubt = new Set<string>();
	/** What is durable and on its way into the library. */
	let showing: readonly Promise<unknown>[] = [];
	let origin: Origin | null = null;

	/** The body of an accepted envelope; null while there is no key for it; or why it cannot be used. */
	function openAccepted(space: HeldSpace, entry: NewLogEntry): EnvelopeBody | null | { readonly fault: string } {
		try {
			return sealer.open(entry.bytes);
		} catch (error) {
			if (!(error instanceof EnvelopeRefused)) throw error;
			return error.fault === "cannot-open" && !isEveryKeyHere(space) ? null : { fault: error.fault };
		}
	}

	const isEveryKeyHere = (space: HeldSpace): boolean =>
		space.ring.all().length >= new Set(space.history.keyGrants().map(({ key }) => key)).size;

	/**
	 * Opens, vets and tries what was accepted, and makes it durable with everything that changes beside it. What is in the log
	 * already moves to its end, but for what stays aside.
	 */
	async function admit(space: HeldSpace, accepted: readonly (NewLogEntry | LogEntry)[], change: LogChange): Promise<void> {
		if (accepted.some(({ lane }) => lane === "membership")) await space.ring.refresh(space.history);
		let left = accepted.map((entry) => ({ entry, body: entry.lane === "membership" ? null : openAccepted(space, entry) }));
		do left = left.slice(await admitFirst(space, left, change));
		while (left.length > 0);
	}

	/** As many of these as can be tried beside one another; gives how many. All but the last time, what changes beside them waits. */
	async function admitFirst(space: HeldSpace, opened: readonly Accepted[], change: LogChange): Promise<number> {
		const ids = opened.flatMap(({ body }) => (body !== null && "items" in body ? body.items.map(({ id }) => id) : []));
		const unseen = ids.length === 0 ? new Set<ItemId>() : await log.unseen(ids);
		const spoilt = new Set<ItemId>();
		const lost = new Set<ItemId>();
		const done = await documents.edit(async (editing) => {
			const trials = createTrials({ sodium, spaces, editing, unseen }, space);
			const add: NewLogEntry[] = [];
			const moved: number[] = [];
			const put = (from: NewLogEntry | LogEntry, to: NewLogEntry): void => {
				if (from.aside !== undefined && from.aside === to.aside) return;
				if ("seq" in from) moved.push(from.seq);
				add.push(to);
			};
			const breath = steadyBreath();
			let taken = 0;
			for (const { entry, body } of opened) {
				if (entry.lane === "membership") put(entry, entry);
				else if (body === null) put(entry, asUnopened(entry));
				else {
					const fault = "fault" in body ? body.fault : await trials.take(entry.device, body);
					if (fault === "not-beside") break;
					const items = "items" in body ? body.items.map(({ id }) => id) : [];
					if (fault === "poisoned") forks.refused(space, entry.id, items);
					else forks.touched(space, items);
					if (fault !== null) put(entry, fault === "poisoned" ? asRefused(entry, now()) : asAside(entry, fault, now()));
					else if ("items" in body)
						put(entry, { ...(isLate(entry) ? asRestedOn(entry) : bare(entry)), items: [...new Set(body.items.map(({ id }) => id))] });
				}
				taken += 1;
				await breath();
			}
			const size = add.reduce((sum, { bytes }) => sum + bytes.length, 0);
			if ((await room()) < KEPT_FREE + size * TIMES_WRITTEN) throw new LogFull();
			const poison = await log.at(trials.poisonedBefore());
			for (const { id, items } of poison) forks.refused(space, id, items);
			// What it changed in its other items may have been part of them.
			for (const { items } of poison) if (items.length > 1) for (const id of items) lost.add(id);
			for (const { items } of poison) for (const id of items) spoilt.add(id);
			await documents.takingOut(spoilt);
			if (lost.size > 0) await rebuild.begin();
			const beside = taken === opened.length ? change : { takeInside: opened.slice(0, taken).map(({ entry }) => entry.id) };
			const seqs = await log.change({
				...beside,
				add: [...(beside.add ?? []), ...add, ...poison.map((entry) => asRefused(entry, now()))],
				remove: [...(beside.remove ?? []), ...moved, ...poison.map(({ seq }) => seq)],
				dropSnapshots: [...(beside.dropSnapshots ?? []), ...poison.flatMap(({ items }) => items)],
			});
			show(trials.tried, seqs);
			return taken;
		});
		await documents.takenOut(spoilt);
		if (lost.size > 0) await rebuild.run();
		return done;
	}

	/** Entries of these items will be no part of the book any more. */
	async function beforeTakingOut(items: readonly ItemId[]): Promise<void> {
		await documents.takingOut(items);
		await rebuild.begin();
	}

	/** Entries of these items are no part of the book any more. */
	async function takenOut(items: readonly ItemId[]): Promise<void> {
		await documents.takenOut(items);
		await rebuild.run();
	}

	/** Documents, library and whoever has a text open take what is durable now. */
	function show(tried: ReadonlyMap<ItemId, Tried>, seqs: readonly number[]): void {
		const last = Math.max(0, ...seqs);
		const fresh: Projection[] = [];
		for (const [id, { trial, base, isNew, updated, envelopes }] of tried) {
			const { doc, plain } = trial;
			if (base !== null) {
				if (doc === null) continue;
				base.doc = doc;
				base.seq = Math.max(base.seq, last);
				base.updated = Math.max(base.updated, updated);
				base.unsaved += envelopes;
				news.tell({ id, doc, before: trial.before, origin: "remote" });
				projector.later(id, last);
				continue;
			}
			const document = plain ?? doc;
			if (document === null) continue;
			const projection = !isNew || Object.keys(document).length === 0 ? null : projectDocument(id, spaces.spaceOf(id), document, updated);
			if (projection === null) projector.later(id, last);
			else fresh.push(projection);
			trial.drop();
		}
		const shown = fresh.length === 0 ? null : projector.putMany(fresh, last, () => undefined).catch(() => undefined);
		if (shown !== null) showing = [...showing.slice(1 - MOST_SHOWING), shown];
		if (last > 0) projector.reach(last);
	}

	function intakeOf(space: HeldSpace): Intake {
		const known = intakes.get(space.id);
		if (known?.history === space.history) return known.intake;
		const store = logIntakeStore({
			log,
			space,
			admit: (accepted, change) => admit(space, accepted, change),
			beforeTakingOut,
			takenOut(items) {
				inDoubt.add(space.id);
				forks.touched(space, items);
				return takenOut(items);
			},
			onRefused,
			origin: () => origin,
		});
		const intake = createIntake(sodium, space.history, store);
		intakes.set(space.id, { intake, history: space.history });
		return intake;
	}

	async function openWaiting(space: HeldSpace): Promise<void> {
		const waiting = (await log.unopened(space.id)).filter((entry) => openAccepted(space, entry) !== null);
		// A key may have come that nobody knew of.
		const opened = (await asideIn(space)).filter((entry) => entry.aside === "cannot-open" && isOpen(openAccepted(space, entry)));
		await admitAgain(space, [...waiting, ...opened]);
		await forks.settle(space);
	}

	const asideIn = async (space: HeldSpace): Promise<readonly LogEntry[]> =>
		(await log.aside()).filter((entry) => entry.space === space.id && entry.aside !== "forked" && !isLate(entry));

	const isOpen = (opened: ReturnType<typeof openAccepted>): boolean => opened !== null && "items" in opened;

	async function admitAgain(space: HeldSpace, entries: readonly LogEntry[]): Promise<void> {
		if (entries.length === 0) return;
		await admit(
			space,
			[...entries].sort((one, other) => one.seq - other.seq),
			{},
		);
	}

	/** Makes part of the book what others rest on, and of what was, only what they still rest on. */
	async function settleRestedOn(space: HeldSpace): Promise<void> {
		const noMore = inDoubt.has(space.id) ? await restedOnNoMore(space.id, log, sealer) : [];
		if (noMore.length > 0) {
			// What is aside is no part of the book: nothing of it is taken out.
			const items = noMore.flatMap((entry) => entry.items);
			if (items.length > 0) await beforeTakingOut(items);
			const seqs = await log.change({ remove: noMore.map(({ seq }) => seq), add: noMore.map(asLate), dropSnapshots: items });
			forks.touched(space, [...items, ...noMore.flatMap((entry) => entry.lateItems ?? [])]);
			if (items.length > 0) await takenOut(items);
			projector.reach(Math.max(0, ...seqs));
		}
		inDoubt.delete(space.id);
		for (;;) {
			const needed = await restedOn(space.id, log, documents, sealer);
			if (needed.length === 0) return;
			await admitAgain(space, needed);
		}
	}

	return {
		async take(space, envelopes, from) {
			origin = from;
			// Where the library is slower than the line, what it is to take must not gather in memory.
			if (showing.length === MOST_SHOWING) await showing[0];
			try {
				const outcomes = await intakeOf(space).takeLooked(envelopes);
				sealer.forgetChain(space.id);
				// Later, keys come with statements: whoever takes those opens what waited for them.
				if (!lookedAt.has(space.id)) {
					await openWaiting(space);
					inDoubt.add(space.id);
				}
				lookedAt.add(space.id);
				await forks.settle(space);
				if (!isUnquestioned(space)) await settleRestedOn(space);
				await forks.settle(space);
				return outcomes;
			} catch (error) {
				intakes.delete(space.id);
				await spaces.reload(space.id);
				throw error;
			}
		},
		openWaiting,
		async tryAgain(space) {
			await admitAgain(space, await asideIn(space));
			await forks.settle(space);
		},
	};
}
