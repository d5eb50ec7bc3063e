import { readStatement } from "../../shared/protocol/envelope";
import { knownToFormer } from "../../shared/protocol/membership/former";
import type { Membership } from "../../shared/protocol/membership/membership";
import { createMembershipHistory, type MembershipHistory } from "../../shared/protocol/membership/membership-history";
import type { Sodium } from "../../shared/protocol/sodium";
import type { ServerStore, SpaceWriting } from "../store/store";
import type { Turns } from "../turns";

/** Bytes that are kept in memory, about: 8,000 statements. */
const KEPT_BYTES = 128 * 1024 * 1024;
/** What a space costs besides its statements, and a statement besides its bytes, read and folded: measured. */
const SPACE_BYTES = 4 * 1024;
const STATEMENT_BYTES = 15 * 1024;

/** What is known of a space at a moment. */
export interface KnownSpace {
	readonly membership: Membership;
	readonly last: number;
	readonly membershipLast: number;
	/** The statements that somebody who is out may still know of (R17); null for whoever is in, or never was. */
	knownToFormer(person: string, device: string): ReadonlySet<string> | null;
}

/** Who is in which space, folded from the stored statements, and kept while nothing new is stated. */
export interface SpaceMemberships {
	/** Null when there is no such space. Everything committed before the call is in it. */
	of(space: string): Promise<KnownSpace | null>;
	/** The history as the writing sees it, to be changed by it; the caller has the space's turn. */
	within(space: string, writing: SpaceWriting): Promise<MembershipHistory>;
	/** What the writing made of the history is committed, these statements with it. */
	committed(space: string, membershipLast: number, statements: readonly Uint8Array[]): void;
	/** What the writing made of the history is not kept. */
	forget(space: string): void;
}

interface Kept {
	readonly history: MembershipHistory;
	/** As committed: `history` may be ahead of it while somebody writes. */
	readonly membership: Membership | null;
	readonly membershipLast: number;
	readonly bytes: number;
}

export function createSpaceMemberships(
	sodium: Sodium,
	store: Pick<ServerStore, "space" | "membershipAfter">,
	turns: Turns,
	mostBytes = KEPT_BYTES,
): SpaceMemberships {
	const kept = new Map<string, Kept>();
	let keptBytes = 0;

	function forget(space: string): void {
		keptBytes -= kept.get(space)?.bytes ?? 0;
		kept.delete(space);
	}

	function keep(space: string, entry: Kept): void {
		forget(space);
		kept.set(space, entry);
		keptBytes += entry.bytes;
		for (const oldest of kept.keys()) {
			if (keptBytes <= mostBytes || oldest === space) return;
			forget(oldest);
		}
	}

	/** Reads the statements that are missing. A history that is ahead of the store belongs to a store that is gone. */
	async function upTo(
		space: string,
		membershipLast: number,
		read: (after: number) => Promise<readonly Uint8Array[]>,
	): Promise<MembershipHistory> {
		const known = kept.get(space);
		const entry =
			known === undefined || known.membershipLast > membershipLast
				? { history: createMembershipHistory(sodium, space), membership: null, membershipLast: 0, bytes: SPACE_BYTES }
				: known;
		if (entry.membershipLast < membershipLast) {
			const statements = await read(entry.membershipLast);
			for (const bytes of statements) entry.history.offer(readStatement(sodium, bytes));
			keep(space, grown(entry, membershipLast, statements));
		} else keep(space, entry);
		return entry.history;
	}

	return {
		forget,
		within: (space, writing) => upTo(space, writing.state.membershipLast, writing.membershipAfter),
		committed(space, membershipLast, statements) {
			const entry = kept.get(space);
			if (entry === undefined) return;
			keep(space, grown(entry, membershipLast, statements));
		},
		async of(space) {
			const state = await store.space(space);
			if (state === null) return null;
			if ((kept.get(space)?.membershipLast ?? 0) < state.membershipLast) {
				await turns.take(space, async () => {
					const now = kept.get(space)?.membershipLast ?? 0;
					if (now < state.membershipLast) await upTo(space, state.membershipLast, (after) => store.membershipAfter(space, after));
				});
			}
			const entry = kept.get(space);
			if (entry?.membership == null) return null;
			const { membership, history } = entry;
			return {
				...{ membership, last: state.last, membershipLast: Math.max(entry.membershipLast, state.membershipLast) },
				knownToFormer: (person, device) => knownToFormer(history, person, device),
			};
		},
	};
}

/** With statements that its history has taken, and that are committed. */
function grown({ history, bytes }: Kept, membershipLast: number, statements: readonly Uint8Array[]): Kept {
	const more = statements.reduce((sum, { length }) => sum + length + STATEMENT_BYTES, 0);
	return { history, membership: history.current(), membershipLast, bytes: bytes + more };
}
