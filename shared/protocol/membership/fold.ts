/** The fold: a set of statements becomes a membership, whatever order they arrived in (R8 to R10). */
import { copyMembership, emptyMembership, type MembershipDraft, takeStatement } from "./membership";
import { conflictOf, refusalOf, type StatementRefusal } from "./rights";
import type { StatementGraph } from "./statement-graph";
import { type SignedStatement, takesAway } from "./statements";

/** Why a statement does not count: its author had no right, or a removal beside it struck it. */
export type NotCounted = StatementRefusal | "struck-by-removal";

export interface Folded {
	readonly draft: MembershipDraft;
	readonly notCounted: ReadonlyMap<string, NotCounted>;
}

/** A fold under way, with what had the right whether or not it fits beside the others. */
interface Attempt extends Folded {
	readonly entitled: readonly SignedStatement[];
}

/** Folds statements that are in the order of R8 and complete: everything that one builds on is among them. */
export function foldStatements(graph: StatementGraph, statements: readonly SignedStatement[]): Folded {
	const struck = new Set<string>();
	for (;;) {
		const folded = foldWithout(graph, statements, struck);
		const next = nextToStrike(graph, folded);
		if (next.length === 0) return folded;
		for (const id of next) struck.add(id);
	}
}

/** What a fold becomes by one more statement that builds on all there is and has the right: nothing stands beside it. */
export function extendFold({ draft, notCounted }: Folded, signed: SignedStatement): Folded {
	const extended = copyMembership(draft);
	takeStatement(extended, signed);
	return { draft: extended, notCounted };
}

/** The membership that the counting ones among `statements` make; they are in the order of R8. */
export function foldCounting(statements: readonly SignedStatement[], counts: (id: string) => boolean): MembershipDraft {
	const draft = emptyMembership();
	for (const signed of statements) if (counts(signed.id) && refusalOf(draft, signed) === null) takeStatement(draft, signed);
	return draft;
}

function foldWithout(graph: StatementGraph, statements: readonly SignedStatement[], struck: ReadonlySet<string>): Attempt {
	const draft = emptyMembership();
	const entitled: SignedStatement[] = [];
	const notCounted = new Map<string, NotCounted>();
	for (const [position, signed] of statements.entries()) {
		if (struck.has(signed.id)) {
			notCounted.set(signed.id, "struck-by-removal");
			continue;
		}
		const noRight = ownRefusal(graph, position, signed, draft, notCounted);
		if (noRight === null) entitled.push(signed);
		const refusal = noRight ?? conflictOf(draft, signed);
		if (refusal === null) takeStatement(draft, signed);
		else notCounted.set(signed.id, refusal);
	}
	return { draft, notCounted, entitled };
}

/** R9: the right in what the author knew. Where that is all there was, the membership so far answers. */
function ownRefusal(
	graph: StatementGraph,
	position: number,
	signed: SignedStatement,
	draft: MembershipDraft,
	notCounted: ReadonlyMap<string, NotCounted>,
): StatementRefusal | null {
	const knewAll = graph.countUpTo(signed.heads) === position;
	const known = knewAll ? draft : foldCounting(graph.upTo(signed.heads), (id) => !notCounted.has(id));
	return refusalOf(known, signed);
}

/** R10: what the removal of the longest-standing author strikes that has not been struck yet. */
function nextToStrike(graph: StatementGraph, { draft, entitled }: Attempt): readonly string[] {
	const removals = entitled
		.filter(({ statement }) => takesAway(statement))
		.sort((one, other) => standing(draft, one.device) - standing(draft, other.device));
	for (const removal of removals) {
		const hit = entitled.filter(
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
