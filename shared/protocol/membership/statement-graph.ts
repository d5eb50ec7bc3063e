/** How statements build on one another: a graph without cycles that grows by statements whose heads are all in it. */
import { type SignedStatement, takesAway } from "./statements";

/** Positions in the graph, as bits. */
type Bits = Uint32Array;

export interface StatementGraph {
	readonly size: number;
	has(id: string): boolean;
	get(id: string): SignedStatement | undefined;
	/** Adds a statement whose heads are all here; false when it, or one of them, is not as it should be. */
	add(statement: SignedStatement): boolean;
	/** Statements that no other builds on, ascending. */
	heads(): readonly string[];
	/** Those of these ids that no other of them builds on, ascending. */
	latestOf(ids: Iterable<string>): readonly string[];
	/** Whether `id` is one of `heads` or an ancestor of one. */
	isWithin(id: string, heads: readonly string[]): boolean;
	/** Whether neither builds on the other. */
	areConcurrent(one: string, other: string): boolean;
	/** The statements that `heads` are or build on, in the order of the fold (R8). */
	upTo(heads: readonly string[]): readonly SignedStatement[];
	/** How many those are. */
	countUpTo(heads: readonly string[]): number;
	/** All statements in the order of the fold (R8). */
	inOrder(): readonly SignedStatement[];
}

interface Node {
	readonly index: number;
	readonly statement: SignedStatement;
	/** Everything it builds on, without itself. */
	readonly ancestors: Bits;
}

export function createStatementGraph(): StatementGraph {
	const nodes = new Map<string, Node>();
	const list: Node[] = [];
	let heads = new Set<string>();
	let ordered: readonly SignedStatement[] | null = null;

	function within(ids: readonly string[]): Bits {
		const bits: Bits = new Uint32Array((list.length >>> 5) + 1);
		for (const id of ids) {
			const node = nodes.get(id);
			if (node === undefined) continue;
			for (const [at, word] of node.ancestors.entries()) bits[at] = (bits[at] ?? 0) | word;
			setBit(bits, node.index);
		}
		return bits;
	}

	return {
		get size() {
			return list.length;
		},
		has: (id) => nodes.has(id),
		get: (id) => nodes.get(id)?.statement,
		add(statement) {
			if (nodes.has(statement.id) || statement.heads.some((head) => !nodes.has(head))) return false;
			const node: Node = { index: list.length, statement, ancestors: within(statement.heads) };
			nodes.set(statement.id, node);
			list.push(node);
			heads = new Set([...heads].filter((head) => !statement.heads.includes(head)));
			heads.add(statement.id);
			ordered = null;
			return true;
		},
		heads: () => [...heads].sort(),
		latestOf(ids) {
			const some = [...ids].filter((id) => nodes.has(id));
			const before: Bits = new Uint32Array((list.length >>> 5) + 1);
			for (const id of some) for (const [at, word] of (nodes.get(id)?.ancestors ?? []).entries()) before[at] = (before[at] ?? 0) | word;
			return [...new Set(some)].filter((id) => !hasBit(before, nodes.get(id)?.index ?? 0)).sort();
		},
		isWithin(id, ids) {
			const node = nodes.get(id);
			if (node === undefined) return false;
			return ids.some((head) => head === id || hasBit(nodes.get(head)?.ancestors, node.index));
		},
		areConcurrent(one, other) {
			const [first, second] = [nodes.get(one), nodes.get(other)];
			if (first === undefined || second === undefined || first === second) return false;
			return !hasBit(first.ancestors, second.index) && !hasBit(second.ancestors, first.index);
		},
		upTo(ids) {
			const bits = within(ids);
			return inFoldOrder(list.filter((node) => hasBit(bits, node.index)).map((node) => node.statement));
		},
		countUpTo: (ids) => countBits(within(ids)),
		inOrder() {
			ordered ??= inFoldOrder(list.map((node) => node.statement));
			return ordered;
		},
	};
}

function setBit(bits: Bits, index: number): void {
	const at = index >>> 5;
	bits[at] = (bits[at] ?? 0) | (1 << (index & 31));
}

function countBits(bits: Bits): number {
	let count = 0;
	for (const word of bits) for (let left = word; left !== 0; left &= left - 1) count += 1;
	return count;
}

function hasBit(bits: Bits | undefined, index: number): boolean {
	return (((bits?.[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

/** R8: after everything it builds on; among those that are ready, taking away first, then the lower id. */
function inFoldOrder(statements: readonly SignedStatement[]): readonly SignedStatement[] {
	const children = new Map<string, SignedStatement[]>();
	const missing = new Map<string, number>();
	const present = new Set(statements.map(({ id }) => id));
	const ready: SignedStatement[] = [];
	for (const statement of statements) {
		const parents = new Set(statement.heads.filter((head) => present.has(head)));
		missing.set(statement.id, parents.size);
		for (const parent of parents) children.set(parent, [...(children.get(parent) ?? []), statement]);
		if (parents.size === 0) ready.push(statement);
	}
	const ordered: SignedStatement[] = [];
	while (ready.length > 0) {
		const next = takeFirst(ready);
		ordered.push(next);
		for (const child of children.get(next.id) ?? []) {
			const left = (missing.get(child.id) ?? 1) - 1;
			missing.set(child.id, left);
			if (left === 0) ready.push(child);
		}
	}
	return ordered;
}

function takeFirst(ready: SignedStatement[]): SignedStatement {
	let best = 0;
	for (let index = 1; index < ready.length; index++) {
		const [candidate, holder] = [ready[index], ready[best]];
		if (candidate !== undefined && holder !== undefined && comesBefore(candidate, holder)) best = index;
	}
	const [taken] = ready.splice(best, 1);
	if (taken === undefined) throw new RangeError("nothing is ready");
	return taken;
}

function comesBefore(one: SignedStatement, other: SignedStatement): boolean {
	const [first, second] = [takesAway(one.statement), takesAway(other.statement)];
	return first === second ? one.id < other.id : first;
}
