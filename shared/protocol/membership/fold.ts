/**
 * The fold: a set of statements becomes a membership, whatever order they arrived in (R8 to R10).
 *
 * Statements are taken in the order of R8, each when its author had the right to it and it still fits. What a removal
 * strikes is then left out, and all are taken again, until nothing is left to strike: strikes only become more, so that
 * ends. A removal that struck and in the end does not count itself (it would have taken the last owner; what gave its
 * author the right was struck) may strike nothing, and all begins again without its strikes: such removals, too, only
 * become more, and are few, because of removals only those by who has been here less long can be struck. Each step is a function of the statements and of what the steps before found, so the whole is one of the
 * set alone; and at the end whatever is struck is struck by a removal that holds.
 */
import { copyMembership, emptyMembership, type MembershipDraft, takeStatement } from "./membership-draft";
import { conflictOf, refusalOf, type StatementRefusal } from "./rights";
import type { StatementGraph } from "./statement-graph";
import type { SignedStatement } from "./statements";
import { bySeniority, type Entitled, entitledIn, strikes } from "./striking";

/** Why a statement does not count: its author had no right, or a removal beside it struck it. */
export type NotCounted = StatementRefusal | "struck-by-removal";

export interface Folded {
	readonly draft: MembershipDraft;
	readonly notCounted: ReadonlyMap<string, NotCounted>;
	/** What is struck → the removal that strikes it. */
	readonly struckBy: ReadonlyMap<string, string>;
	/** Removals that strike nothing, because what they struck kept them from counting. */
	readonly spent: ReadonlySet<string>;
}

/** A fold under way, with what had the right whether or not it fits beside the others. */
interface Attempt extends Folded {
	readonly entitled: ReadonlyMap<string, Entitled>;
}

/** Folds statements that are in the order of R8 and complete: everything that one builds on is among them. */
export function foldStatements(graph: StatementGraph, statements: readonly SignedStatement[]): Folded {
	const spent = new Set<string>();
	for (;;) {
		const attempt = foldStriking(graph, statements, spent);
		const idle = idleStriker(attempt, statements);
		if (idle === null) return attempt;
		spent.add(idle);
	}
}

/** What a fold becomes by one more statement that builds on all there is and has the right: nothing stands beside it. */
export function extendFold({ draft, ...rest }: Folded, signed: SignedStatement): Folded {
	const extended = copyMembership(draft);
	takeStatement(extended, signed);
	return { draft: extended, ...rest };
}

/** The membership that the counting ones among `statements` make; they are in the order of R8. */
export function foldCounting(statements: readonly SignedStatement[], counts: (id: string) => boolean): MembershipDraft {
	const draft = emptyMembership();
	for (const signed of statements) if (counts(signed.id) && refusalOf(draft, signed) === null) takeStatement(draft, signed);
	return draft;
}

/** Folds, leaving out what removals other than `spent` ones strike, until they strike nothing more. */
function foldStriking(graph: StatementGraph, statements: readonly SignedStatement[], spent: ReadonlySet<string>): Attempt {
	const struckBy = new Map<string, string>();
	for (;;) {
		const attempt = foldWithout(graph, statements, struckBy, spent);
		const next = nextStrikes(graph, attempt);
		if (next.size === 0) return attempt;
		for (const [id, by] of next) struckBy.set(id, by);
	}
}

function foldWithout(
	graph: StatementGraph,
	statements: readonly SignedStatement[],
	struckBy: ReadonlyMap<string, string>,
	spent: ReadonlySet<string>,
): Attempt {
	const draft = emptyMembership();
	const entitled = new Map<string, Entitled>();
	const notCounted = new Map<string, NotCounted>();
	for (const [position, signed] of statements.entries()) {
		if (struckBy.has(signed.id)) {
			notCounted.set(signed.id, "struck-by-removal");
			continue;
		}
		const known = knownTo(graph, position, signed, draft, notCounted);
		const noRight = refusalOf(known, signed);
		if (noRight === null) entitled.set(signed.id, entitledIn(graph, known, signed));
		const refusal = noRight ?? conflictOf(draft, signed);
		if (refusal === null) takeStatement(draft, signed);
		else notCounted.set(signed.id, refusal);
	}
	return { draft, notCounted, struckBy: new Map(struckBy), spent: new Set(spent), entitled };
}

/** R9: what the author knew. Where that is all there was, it is the membership so far. */
function knownTo(
	graph: StatementGraph,
	position: number,
	signed: SignedStatement,
	draft: MembershipDraft,
	notCounted: ReadonlyMap<string, NotCounted>,
): MembershipDraft {
	const knewAll = graph.countUpTo(signed.heads) === position;
	return knewAll ? draft : foldCounting(graph.upTo(signed.heads), (id) => !notCounted.has(id));
}

/**
 * R10: what removals strike that has not been struck yet, the longest-standing authors first. One that was struck just now
 * strikes nothing. One that builds on what was has to show in the next attempt that it still has the right, before those of
 * others who have been here less long.
 */
function nextStrikes(graph: StatementGraph, { entitled, spent }: Attempt): ReadonlyMap<string, string> {
	const struck = new Map<string, string>();
	const all = [...entitled.values()];
	for (const removal of bySeniority(all)) {
		const { id, heads } = removal.signed;
		if (spent.has(id) || struck.has(id)) continue;
		if ([...struck.keys()].some((other) => graph.isWithin(other, heads))) break;
		for (const one of all)
			if (!struck.has(one.signed.id) && strikes(removal, one) && graph.areConcurrent(id, one.signed.id)) struck.set(one.signed.id, id);
	}
	return struck;
}

/**
 * A removal that struck and does not hold, the first in the order of R8; before it those that nothing idle struck, because
 * what is struck by an idle one may hold once that strikes no more. Null: all hold.
 */
function idleStriker({ notCounted, entitled, struckBy }: Attempt, statements: readonly SignedStatement[]): string | null {
	const strikers = new Set(struckBy.values());
	const isIdle = ({ id }: SignedStatement): boolean => strikers.has(id) && !(entitled.has(id) && isDone(notCounted.get(id)));
	const idle = statements.filter(isIdle).map(({ id }) => id);
	const surely = idle.find((id) => !idle.includes(struckBy.get(id) ?? ""));
	return surely ?? idle[0] ?? null;
}

/** Whether what a removal is for has come about: by itself, or because another had done it before. */
function isDone(why: NotCounted | undefined): boolean {
	return why === undefined || why === "no-such-person" || why === "no-such-device";
}
