/** The fold: a set of statements becomes a membership, whatever order they arrived in (R8 to R10). */
import { emptyMembership, type MembershipDraft, takeStatement } from "./membership";
import { refusalOf, type StatementRefusal } from "./rights";
import type { StatementGraph } from "./statement-graph";
import type { SignedStatement } from "./statements";

/** Why a statement does not count: its author had no right, or a removal beside it struck it. */
export type NotCounted = StatementRefusal | "struck-by-removal";

export interface Folded {
	readonly draft: MembershipDraft;
	readonly notCounted: ReadonlyMap<string, NotCounted>;
}

/** Folds statements that are in the order of R8 and complete: everything that one builds on is among them. */
export function foldStatements(graph: StatementGraph, statements: readonly SignedStatement[]): Folded {
	const struck = new Set<string>();
	for (;;) {
		const folded = foldWithout(graph, statements, struck);
		const next = nextToStrike(graph, statements, folded);
		if (next.length === 0) return folded;
		for (const id of next) struck.add(id);
	}
}

/** The membership that the counting ones among `statements` make; they are in the order of R8. */
export function foldCounting(statements: readonly SignedStatement[], counts: (id: string) => boolean): MembershipDraft {
	const draft = emptyMembership();
	for (const signed of statements) if (counts(signed.id) && refusalOf(draft, signed) === null) takeStatement(draft, signed);
	return draft;
}

function foldWithout(graph: StatementGraph, statements: readonly SignedStatement[], struck: ReadonlySet<string>): Folded {
	const draft = emptyMembership();
	const notCounted = new Map<string, NotCounted>();
	for (const [position, signed] of statements.entries()) {
		if (struck.has(signed.id)) {
			notCounted.set(signed.id, "struck-by-removal");
			continue;
		}
		const refusal = ownRefusal(graph, position, signed, draft, notCounted) ?? refusalOf(draft, signed);
		if (refusal === null) takeStatement(draft, signed);
		else notCounted.set(signed.id, refusal);
	}
	return { draft, notCounted };
}

/** R9: the right in what the author knew. Where that is all there was, the membership so far answers. */
function ownRefusal(
	graph: StatementGraph,
	position: number,
	signed: SignedStatement,
	draft: MembershipDraft,
	notCounted: ReadonlyMap<string, NotCounted>,
): StatementRefusal | null {
	const knew = graph.upTo(signed.heads);
	const known = knew.length === position ? draft : foldCounting(knew, (id) => !notCounted.has(id));
	return refusalOf(known, signed);
}

/** R10: what the removal of the longest-standing author strikes that has not been struck yet. */
function nextToStrike(graph: StatementGraph, statements: readonly SignedStatement[], { draft, notCounted }: Folded): readonly string[] {
	const counting = statements.filter(({ id }) => !notCounted.has(id));
	const removals = counting
		.filter(({ statement }) => statement.is === "remove-person" || statement.is === "remove-device")
		.sort((one, other) => standing(draft, one.device) - standing(draft, other.device));
	for (const removal of removals) {
		const hit = counting.filter(
			(signed) => removes(draft, removal, signed.device) && graph.areConcurrent(removal.id, signed.id) && !prevails(draft, signed, removal),
		);
		if (hit.length > 0) return hit.map(({ id }) => id);
	}
	return [];
}

/** Whether `removal` removes the device, or the person whose it is. */
function removes(draft: MembershipDraft, { statement }: SignedStatement, device: string): boolean {
	if (statement.is === "remove-device") return statement.device === device;
	return statement.is === "remove-person" && draft.devices.get(device)?.person === statement.person;
}

/** Whether the struck one is itself a removal of the striker, by somebody who has been here longer. */
function prevails(draft: MembershipDraft, signed: SignedStatement, removal: SignedStatement): boolean {
	return removes(draft, signed, removal.device) && standing(draft, signed.device) < standing(draft, removal.device);
}

/** How long a device's person has been a member, then the device: lower is longer. */
function standing(draft: MembershipDraft, device: string): number {
	return draft.devices.get(device)?.since ?? Number.MAX_SAFE_INTEGER;
}
