import type { Marks, OwnCopy } from "../../../shared/protocol/conversation/ports";
import type { IntakeOutcome } from "../../../shared/protocol/intake";
import type { Shelf } from "./memory-shelf";

export interface MemoryCopy extends OwnCopy {
	/** What became of everything that was taken in, in order. */
	readonly taken: IntakeOutcome[];
	/** What remotes did not take, and why. */
	readonly refused: { readonly id: string; readonly why: string }[];
	/** Marks as they were kept, in order. */
	readonly kept: (Marks & { readonly space: string })[];
	/** Called before anything is taken in; may throw. */
	beforeTaking: (space: string) => Promise<void> | void;
}

/** A shelf as one's own copy. */
export function copyOf(shelf: Shelf): MemoryCopy {
	const marks = new Map<string, Marks>();
	const copy: MemoryCopy = {
		taken: [],
		refused: [],
		kept: [],
		beforeTaking: () => undefined,
		marks: async (remote, spaces) => spaces.map((space) => marks.get(`${remote}/${space}`) ?? null),
		async keepMarks(remote, space, kept) {
			marks.set(`${remote}/${space}`, kept);
			copy.kept.push({ ...kept, space });
		},
		async lacks(space, ids) {
			const shelved = shelf.get(space);
			return ids.filter((id) => shelved?.has(id) !== true);
		},
		async takeIn(space, envelopes, { remote, numbering }) {
			await copy.beforeTaking(space);
			const outcomes = await shelf.make(space).take(envelopes, `${remote}/${numbering}`);
			copy.taken.push(...outcomes);
			return outcomes;
		},
		async toPush(space, { remote, numbering }, after, room) {
			const log = shelf.get(space)?.log ?? [];
			const envelopes: { position: number; id: string; bytes: Uint8Array }[] = [];
			let upTo = after;
			let size = 0;
			for (let at = after; at < log.length; at++) {
				const one = log[at];
				if (one === undefined) break;
				if (!one.origins.has(`${remote}/${numbering}`) && !one.origins.has(remote)) {
					size += one.bytes.length;
					if (envelopes.length >= 500 || (envelopes.length > 0 && size > room)) break;
					envelopes.push(one);
				}
				upTo = one.position;
			}
			return { envelopes, upTo, left: log.length - upTo };
		},
		async notTaken(_remote, _space, id, why) {
			copy.refused.push({ id, why });
		},
		onNew: (listener) => shelf.onNew(({ space }) => listener(space)),
	};
	return copy;
}
