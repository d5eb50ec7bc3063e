/** Many documents one after the other, each in memory only while it is worked on. */
import { type Doc, free } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";
import type { LogStore } from "../log/log-store";
import { build } from "./build";
import { type Gathered, gather } from "./gathering";
import type { HaveAgain, LiveDocument } from "./live-document";
import type { OpenEnvelopes } from "./opened-envelopes";

/** From so many on, what the log has of all items is asked for at once: asking for each would take longer. */
const MANY = 200;

export interface Passing {
	/** What the log has of many. What is not plainly there is left out: loading it says what is wrong. */
	gatherMany(ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, Gathered>>;
	/** A document of its own for `work`, and gone after it. False when it cannot be made. */
	passBy(found: Gathered, work: (passing: LiveDocument, again: HaveAgain) => void): boolean;
}

/** `most`: items of more envelopes than that are left out. `make` builds a document, or throws. */
export function createPassing(
	log: LogStore,
	openEnvelopes: OpenEnvelopes,
	most: number,
	make: (id: ItemId, parts: readonly Uint8Array[]) => Doc<Draft>,
	actor: string,
): Passing {
	return {
		async gatherMany(ids) {
			if (ids.length < MANY) return new Map();
			const gathered = await gather(ids, await log.positions(), most, openEnvelopes);
			return new Map(gathered.map((found) => [found.id, found]));
		},
		passBy({ id, parts, seq, updated }, work) {
			let doc: Doc<Draft>;
			try {
				doc = make(id, parts);
			} catch {
				return false;
			}
			const passing: LiveDocument = { id, doc, seq, updated, unsaved: parts.length };
			try {
				work(passing, (change) => build(null, [...parts, change], actor));
			} finally {
				free(passing.doc);
			}
			return true;
		},
	};
}
