/** What several envelopes bring, tried on copies of the documents they are about. */
import type { ItemId } from "../../../shared/model/item";
import { fromHex } from "../../../shared/protocol/bytes";
import type { EnvelopeBody } from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Editing, LiveDocument } from "../documents/live-document";
import type { Trial } from "../documents/trial";
import type { HeldSpace, HeldSpaces } from "./held-spaces";
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

export interface Trials {
	/** Takes an envelope of a device, all of it or nothing; why it cannot be used, or null. */
	take(device: string, body: EnvelopeBody): Promise<Hostile | null>;
	readonly tried: ReadonlyMap<ItemId, Tried>;
	/** Items whose beginning has come, and of which what was here before cannot be had with it. */
	poisonedBefore(): readonly ItemId[];
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
	const poisoned = new Set<ItemId>();
	const isOfAnother = (id: string): boolean => spaces.spaceOf(id) !== spaces.privateSpace;

	async function begin(id: ItemId, anew: boolean): Promise<Tried> {
		return { ...(await editing.trial(id, anew)), updated: 0, envelopes: 0 };
	}

	/** The item with these changes in it; null when they cannot be taken. */
	async function takeInto(id: ItemId, changes: readonly Uint8Array[], suspects: Set<ItemId>): Promise<Tried | null> {
		const one = tried.get(id) ?? (await begin(id, unseen.has(id)));
		if (one.trial.take(changes)) return one;
		if (one.base !== null || one.isNew || one.envelopes > 0) return null;
		// Only what waited for its beginning is here. If the beginning is good by itself, the rest is not.
		const anew = await begin(id, true);
		if (!anew.trial.take(changes)) return null;
		suspects.add(id);
		return anew;
	}

	return {
		tried,
		poisonedBefore: () => [...poisoned],
		async take(device, body) {
			// In the private space all devices are one person's.
			const fingerprint = space.prefix === "" ? "" : deviceFingerprint(sodium, fromHex(device));
			const vetted = vetBody(body, fingerprint, (id) => livesIn(space.prefix, id, isOfAnother));
			if ("fault" in vetted) return vetted.fault;
			const taken: Tried[] = [];
			const suspects = new Set<ItemId>();
			for (const { id, changes } of body.items) {
				const known = tried.get(id) ?? (vetted.brought.has(id) ? await begin(id, unseen.has(id)) : null);
				const isForeign = known !== null && vetted.brought.has(id) && known.trial.isBegun();
				const one = isForeign ? null : await takeInto(id, changes, suspects);
				if (one === null) {
					for (const before of taken) before.trial.undo();
					return isForeign ? "foreign-actor" : "poisoned";
				}
				taken.push(one);
				tried.set(id, one);
			}
			for (const id of suspects) poisoned.add(id);
			for (const one of taken) {
				one.updated = Math.max(one.updated, body.time);
				one.envelopes += 1;
			}
			return null;
		},
	};
}
