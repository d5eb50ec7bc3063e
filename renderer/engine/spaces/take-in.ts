/**
 * What comes from elsewhere enters the book here: through the protocol's intake, opened, vetted and tried, into the log,
 * and then to whoever has its items open, to the library and the search, as what is written here.
 */

import { KEPT_FREE } from "../../../shared/limits";
import type { ItemId } from "../../../shared/model/item";
import { fromHex } from "../../../shared/protocol/bytes";
import type { Origin } from "../../../shared/protocol/conversation/ports";
import { type EnvelopeBody, EnvelopeRefused } from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import { createIntake, type Intake, type IntakeOutcome } from "../../../shared/protocol/intake";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { DocumentNews } from "../documents/document-news";
import type { Documents } from "../documents/documents";
import type { Editing, LiveDocument } from "../documents/live-document";
import type { Sealer } from "../documents/sealer";
import type { Trial } from "../documents/trial";
import { type Projection, projectDocument } from "../library/projection";
import { type LogChange, LogFull, type LogStore, type NewLogEntry, type Quarantined } from "../log/log-store";
import type { Projector } from "../projector";
import type { HeldSpace, HeldSpaces } from "./held-spaces";
import { logIntakeStore } from "./log-intake-store";
import { livesIn, vetBody } from "./vetting";

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
	/** Takes envelopes of a space; resolves when all is durable. Calls must overlap neither one another nor own writing. */
	take(space: HeldSpace, envelopes: readonly Uint8Array[], origin: Origin | null): Promise<readonly IntakeOutcome[]>;
	/** Opens what waited for a key. */
	openWaiting(space: HeldSpace): Promise<void>;
}

/** An envelope's bytes are written to the log, again when the database tidies it, and in part to library and search. */
const TIMES_WRITTEN = 4;

interface Tried {
	readonly trial: Trial;
	readonly base: LiveDocument | null;
	readonly isNew: boolean;
	updated: number;
	envelopes: number;
}

export function createTakeIn(parts: TakeInParts): TakeIn {
	const { sodium, log, spaces, sealer, documents, projector, news, room, now, onRefused, rebuild } = parts;
	const intakes = new Map<string, { readonly intake: Intake; readonly history: HeldSpace["history"] }>();
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

	/** Tries what an envelope brings on copies of its documents; why it cannot be used, or null. */
	async function tryBody(
		space: HeldSpace,
		device: string,
		body: EnvelopeBody,
		tried: Map<ItemId, Tried>,
		editing: Editing,
	): Promise<string | null> {
		const fingerprint = space.prefix === "" ? "" : deviceFingerprint(sodium, fromHex(device));
		const isOfAnother = (id: string): boolean => spaces.spaceOf(id) !== spaces.privateSpace;
		const vetted = vetBody(body, fingerprint, (id) => livesIn(space.prefix, id, isOfAnother));
		if ("fault" in vetted) return vetted.fault;
		const taken: { readonly one: Tried; readonly id: ItemId }[] = [];
		for (const { id, changes } of body.items) {
			const one = tried.get(id) ?? { ...(await editing.trial(id)), updated: 0, envelopes: 0 };
			if (vetted.brought.has(id) && one.trial.isBegun()) return "foreign-actor";
			if (!one.trial.take(changes)) return "poisoned";
			taken.push({ one, id });
		}
		for (const { one, id } of taken) {
			one.updated = Math.max(one.updated, body.time);
			one.envelopes += 1;
			tried.set(id, one);
		}
		return null;
	}

	/** Opens, vets and tries what was accepted, and makes it durable with everything that changes beside it. */
	async function admit(space: HeldSpace, accepted: readonly NewLogEntry[], change: LogChange): Promise<void> {
		if (accepted.some(({ lane }) => lane === "membership")) await space.ring.refresh(space.history);
		await documents.edit(async (editing) => {
			const tried = new Map<ItemId, Tried>();
			const add: NewLogEntry[] = [];
			const quarantine: Quarantined[] = [];
			for (const entry of accepted) {
				if (entry.lane === "membership") {
					add.push(entry);
					continue;
				}
				const body = openAccepted(space, entry);
				if (body === null) add.push({ ...entry, unopened: space.id });
				else if ("fault" in body) quarantine.push({ ...entry, why: body.fault, at: now() });
				else {
					const items = [...new Set(body.items.map(({ id }) => id))];
					const { unopened: _, ...kept } = entry;
					const fault = await tryBody(space, entry.device, body, tried, editing);
					if (fault === null) add.push({ ...kept, items });
					else quarantine.push({ ...kept, items: [], why: fault, at: now() });
				}
			}
			const size = add.reduce((sum, { bytes }) => sum + bytes.length, 0);
			if ((await room()) < KEPT_FREE + size * TIMES_WRITTEN) throw new LogFull();
			const seqs = await log.change({ ...change, add, quarantine });
			show(tried, add, seqs);
		});
	}

	/** Documents, library and whoever has a text open take what is durable now. */
	function show(tried: ReadonlyMap<ItemId, Tried>, added: readonly NewLogEntry[], seqs: readonly number[]): void {
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
		if (fresh.length > 0) projector.putMany(fresh, last, () => undefined).catch(() => undefined);
		if (added.length > 0) projector.reach(last);
	}

	function intakeOf(space: HeldSpace): Intake {
		const known = intakes.get(space.id);
		if (known?.history === space.history) return known.intake;
		const store = logIntakeStore({
			log,
			space,
			admit: (accepted, change) => admit(space, accepted, change),
			beforeTakingOut: rebuild.begin,
			async takenOut(items) {
				await documents.forget(items);
				await rebuild.run();
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
		if (waiting.length === 0) return;
		await admit(
			space,
			waiting.map(({ seq: _, ...entry }) => entry),
			{ remove: waiting.map(({ seq }) => seq) },
		);
	}

	return {
		async take(space, envelopes, from) {
			origin = from;
			try {
				const outcomes = await intakeOf(space).take(envelopes);
				sealer.forgetChain(space.id);
				await openWaiting(space);
				return outcomes;
			} catch (error) {
				intakes.delete(space.id);
				await spaces.reload(space.id);
				throw error;
			}
		},
		openWaiting,
	};
}
