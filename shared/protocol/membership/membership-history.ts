/** A space's statements, and the memberships that they make: now, and as an author knew them. */
import type { ChainTip } from "../chain";
import type { Sodium } from "../sodium";
import { type CredentialFault, credentialFault } from "./credentials";
import { extendFold, type Folded, foldCounting, foldStatements, type NotCounted } from "./fold";
import { grantsOf, type HandedKeys, type KeyGrant, type Membership, roleOfDevice } from "./membership";
import { asMembership } from "./membership-draft";
import { countingHeads, type NamedHeads, nameHeads } from "./naming-heads";
import { epochRefusal, refusalOf, type StatementRefusal } from "./rights";
import { createStatementGraph } from "./statement-graph";
import { MOST_STATEMENTS, type SignedStatement, type SpaceId, type Statement } from "./statements";

/** What became of a statement that was offered. */
export type StatementOutcome =
	| { readonly is: "taken" }
	| { readonly is: "known" }
	/** It builds on statements that are not here yet. */
	| { readonly is: "waiting" }
	| { readonly is: "refused"; readonly why: StatementRefusal | CredentialFault | "too-many-statements" };

export interface MembershipHistory {
	readonly space: SpaceId;
	/** Takes a statement whose author had the right to it as far as they knew. Whether it counts beside others may change with every other. */
	offer(signed: SignedStatement): StatementOutcome;
	has(id: string): boolean;
	/** Ids of the statements that no other builds on, ascending. */
	heads(): readonly string[];
	/** What a device that knows all of this names in its next envelope, after `before`; null for a statement when it makes none. */
	headsFor(device: string, before: ChainTip | null, statement: Statement | null): NamedHeads;
	/** The membership now; null before the space was made. */
	current(): Membership | null;
	/** The membership made of what `heads` knew and what counts now (R4, R5). */
	standing(heads: readonly string[]): Membership | null;
	/** The membership as an author with these heads saw it. */
	seenBy(heads: readonly string[]): Membership | null;
	/** Whether whoever names `heads` knew of a statement. */
	isWithin(id: string, heads: readonly string[]): boolean;
	/** Why a statement does not count; null when it counts. */
	whyNotCounted(id: string): NotCounted | null;
	/** Every key that a statement gave, counting or not: for opening what was sealed with it. */
	keyGrants(): readonly KeyGrant[];
	/** Keys that were handed on, with invites and to whoever lacked them, in statements that count or do not. */
	handedKeys(): readonly HandedKeys[];
	statements(): readonly SignedStatement[];
}

/** Memberships kept for heads that were asked for. */
const KEPT = 64;

export function createMembershipHistory(sodium: Sodium, space: SpaceId): MembershipHistory {
	const graph = createStatementGraph();
	let folded: Folded | null = null;
	let counting: readonly string[] | null = null;
	let standing = new Map<string, Membership | null>();
	const seen = new Map<string, Folded>();

	const fold = (): Folded => {
		folded ??= foldStatements(graph, graph.inOrder());
		return folded;
	};

	function remember<Value>(kept: Map<string, Value>, heads: readonly string[], make: () => Value): Value {
		const key = [...heads].sort().join();
		const known = kept.get(key);
		if (known !== undefined) return known;
		const made = make();
		kept.set(key, made);
		for (const old of kept.keys()) {
			if (kept.size <= KEPT) break;
			kept.delete(old);
		}
		return made;
	}

	/** Owners can put a space in order that others have filled. */
	const isByOwner = ({ device, heads }: SignedStatement): boolean => roleOfDevice(foldAsSeenBy(heads).draft, device) === "owner";

	const isAllThereIs = (heads: readonly string[]): boolean => [...heads].sort().join() === graph.heads().join();

	const foldAsSeenBy = (heads: readonly string[]): Folded => remember(seen, heads, () => foldStatements(graph, graph.upTo(heads)));

	return {
		space,
		offer(signed) {
			if (graph.has(signed.id)) return { is: "known" };
			if (signed.heads.some((head) => !graph.has(head))) return { is: "waiting" };
			if (graph.size >= (isByOwner(signed) ? 2 : 1) * MOST_STATEMENTS) return { is: "refused", why: "too-many-statements" };
			const fault = credentialFault(sodium, space, signed);
			if (fault !== null) return { is: "refused", why: fault };
			const buildsOnAll = isAllThereIs(signed.heads);
			const knew = buildsOnAll ? fold() : foldAsSeenBy(signed.heads);
			const refusal = refusalOf(knew.draft, signed) ?? epochRefusal(knew.draft, signed);
			if (refusal !== null) return { is: "refused", why: refusal };
			graph.add(signed);
			folded = buildsOnAll ? extendFold(knew, signed) : null;
			counting = null;
			standing = new Map();
			return { is: "taken" };
		},
		has: graph.has,
		heads: graph.heads,
		headsFor(device, before, statement) {
			counting ??= countingHeads(graph, fold());
			const known = before === null ? [] : [before.id, ...before.heads].filter(graph.has);
			return nameHeads(graph, fold(), counting, { device, known, statement });
		},
		current: () => asMembership(fold().draft),
		standing(heads) {
			if (isAllThereIs(heads)) return asMembership(fold().draft);
			const { notCounted } = fold();
			return remember(standing, heads, () => asMembership(foldCounting(graph.upTo(heads), (id) => !notCounted.has(id))));
		},
		seenBy: (heads) => asMembership(foldAsSeenBy(heads).draft),
		isWithin: graph.isWithin,
		whyNotCounted: (id) => fold().notCounted.get(id) ?? null,
		keyGrants: () => graph.inOrder().flatMap(grantsOf),
		handedKeys: () =>
			graph
				.inOrder()
				.flatMap(({ statement }) =>
					statement.is === "invite" || statement.is === "hand-keys" ? [{ keys: statement.keys, boxes: statement.boxes }] : [],
				),
		statements: graph.inOrder,
	};
}
