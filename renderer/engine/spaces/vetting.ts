/** What an envelope from elsewhere may hold, beyond what its space's members can see from outside (docs/protocol.md R6, decision 13). */
import { isItemOf } from "../../../shared/model/ids";
import type { EnvelopeBody } from "../../../shared/protocol/envelope";
import { inspectChange } from "./change-inspection";

/** Why an envelope that could be opened is not used. */
export type Hostile = "foreign-actor" | "foreign-item" | "bad-change" | "change-too-large" | "poisoned";

export interface Vetted {
	/** The items whose whole history it brings: copied from another space. */
	readonly brought: ReadonlySet<string>;
}

/**
 * Looks at all changes before Automerge sees one. `fingerprint` is the author device's; "" in the private space, where all
 * devices are one person's. `isOfSpace` says whether an item can be one of the space.
 */
export function vetBody(body: EnvelopeBody, fingerprint: string, isOfSpace: (id: string) => boolean): Vetted | { readonly fault: Hostile } {
	const brought = new Set<string>();
	// What it changes in an item is taken or refused at once.
	if (new Set(body.items.map(({ id }) => id)).size < body.items.length) return { fault: "bad-change" };
	for (const { id, changes } of body.items) {
		if (!isOfSpace(id)) return { fault: "foreign-item" };
		const heads = changes.map(inspectChange);
		for (const head of heads) if ("fault" in head) return head;
		const isForeign = heads.some((head) => "actor" in head && !head.actor.startsWith(fingerprint));
		if (!isForeign) continue;
		if (!heads.some((head) => "isFirst" in head && head.isFirst)) return { fault: "foreign-actor" };
		brought.add(id);
	}
	return { brought };
}

/** Whether an item of this id can live in a space: in the private one, whatever is not of another. */
export function livesIn(prefix: string, id: string, isOfAnother: (id: string) => boolean): boolean {
	return prefix === "" ? !isOfAnother(id) : isItemOf(prefix, id);
}
