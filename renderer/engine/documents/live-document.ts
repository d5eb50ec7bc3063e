/** A document in memory, and what an edit may do with several. */
import type { Doc } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";
import type { Trial } from "./trial";

export interface LiveDocument {
	readonly id: ItemId;
	doc: Doc<Draft>;
	/** The last log position that is in it. */
	seq: number;
	/** The newest time of its envelopes, milliseconds. */
	updated: number;
	/** Envelopes since its snapshot. */
	unsaved: number;
}

/** What an edit may open. */
export interface Editing {
	open(id: ItemId): Promise<LiveDocument>;
	/**
	 * Gives `work` one document after the other. Of many, those that nobody uses are let go again at once: all of them in
	 * memory together would be slower by far than the work. Such a one comes with a way to have it again, with a change.
	 */
	each(ids: readonly ItemId[], work: (live: LiveDocument, again: HaveAgain | null) => void): Promise<void>;
	/** A copy on which changes from elsewhere are tried; `base` is what it would take the place of, null when there is no document yet. `isNew`: nothing of it is here.
	 * With `anew`, whatever is here is left out of account. */
	trial(id: ItemId, anew?: boolean): Promise<Tryable>;
	/** The same with only what is applied, and what the log has of the item beyond that: it waits for what it rests on. */
	trialApplied(id: ItemId): Promise<Tryable & { readonly waiting: readonly WaitingChanges[] }>;
}

export interface Tryable {
	readonly trial: Trial;
	readonly base: LiveDocument | null;
	readonly isNew: boolean;
}

/** The changes that one envelope of the log has of an item. */
export interface WaitingChanges {
	/** Where it lies. */
	readonly seq: number;
	readonly changes: readonly Uint8Array[];
}

/** Gives a document that was let go as it is with this change in it. */
export type HaveAgain = (change: Uint8Array) => Doc<Draft>;
