/** What several envelopes bring, tried on copies of the documents they are about. */
import type { ItemId } from "../../../shared/model/item";
import { fromHex } from "../../../shared/protocol/bytes";
import type { EnvelopeBody } from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Editing, LiveDocument } from "../documents/live-document";
import type { Trial } from "../documents/trial";
import type { HeldSpace, HeldSpaces } from "./held-spaces";
import { sift } from "./sifting";
import { type Hostile, livesIn, vetBody } from "./vetting";

export interface Tried {
	readonly trial: Trial;
	readonly base: LiveDocument | null;
	/** Nothing of it was here. */
	readonly isNew: boolean;
	/** The newest time of the envelopes, milliseconds. */
	updated: number;
	envelopes: number;
}

/** It cannot be tried beside what was taken before it in this delivery: that is to be durable first. */
export type NotBeside = "not-beside";

export interface Trials {
	/** Takes an envelope of a device, all of it or nothing; why it cannot be used, or null. */
	take(device: string, body: EnvelopeBody): Promise<Hostile | NotBeside | null>;
	readonly tried: ReadonlyMap<ItemId, Tried>;
	/** Positions in the log of what waited, and cannot be had with what it waited for. */
	poisonedBefore(): readonly number[];
}

export interface TrialsParts {
	readonly sodium: Sodium;
	readonly spaces: Pick<HeldSpaces, "spaceOf" | "privateSpace">;
	readonly editing: Editing;
	/** Items of which the log has nothing. */
	readonly unseen: ReadonlySet<ItemId>;
}

export function createTrials({ sodium, spaces, editing, unseen }: TrialsParts, space: HeldSpace): Trials {
	const tried = new Map<ItemId, Tried>();
	const poisoned = new Set<number>();
	const isOfAnother = (id: string): boolean => spaces.spaceOf(id) !== spaces.privateSpace;

	async function begin(id: ItemId): Promise<Tried> {
		return { ...(await editing.trial(id, unseen.has(id))), updated: 0, envelopes: 0 };
	}

	/** The item with these changes in it, or why they cannot be taken. */
	async function takeInto(one: Tried, changes: readonly Uint8Array[], suspects: Set<number>): Promise<Tried | "poisoned" | NotBeside> {
		const { id } = one.trial;
		if (one.trial.take(changes)) return one;
		if (!one.trial.isWaiting()) return "poisoned";
		// What waits for these changes may be what cannot be had, and not they.
		if (one.envelopes > 0) return "not-beside";
		const { waiting, ...applied } = await editing.trialApplied(id);
		const found = sift(applied.trial, changes, waiting);
		if (found === null) return "poisoned";
		for (const seq of found) suspects.add(seq);
		return { ...applied, updated: 0, envelopes: 0 };
	}

	return {
		tried,
		poisonedBefore: () => [...poisoned],
		async take(device, body) {
			// In the private space all devices are one person's.
			const fingerprint = space.prefix === "" ? "" : deviceFingerprint(sodium, fromHex(device));
			const vetted = vetBody(body, fingerprint, (id) => livesIn(space.prefix, id, isOfAnother));
			if ("fault" in vetted) return vetted.fault;
			const taken = new Map<ItemId, Tried>();
			const suspects = new Set<number>();
			const undo = (): void => {
				for (const [id, one] of taken) if (tried.get(id) === one) one.trial.undo();
			};
			for (const { id, changes } of body.items) {
				const known = tried.get(id) ?? (await begin(id));
				const one = vetted.brought.has(id) && known.trial.isBegun() ? ("foreign-actor" as const) : await takeInto(known, changes, suspects);
				if (typeof one === "string") {
					undo();
					return one;
				}
				taken.set(id, one);
			}
			for (const seq of suspects) poisoned.add(seq);
			for (const [id, one] of taken) {
				tried.set(id, one);
				one.updated = Math.max(one.updated, body.time);
				one.envelopes += 1;
			}
			return null;
		},
	};
}
