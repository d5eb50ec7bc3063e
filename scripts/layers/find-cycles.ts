import type { ImportGraph } from "./import-graph";

/** Groups of files that import each other in a circle, each group once, in path order. */
export function findCycles(graph: ImportGraph): readonly (readonly string[])[] {
	const next = new Map<string, string[]>(graph.files.map((file) => [file, []]));
	for (const { from, to } of graph.imports) if (next.has(to)) next.get(from)?.push(to);
	const state: Search = { next, order: new Map(), lowest: new Map(), open: [], cycles: [] };
	for (const file of graph.files) if (!state.order.has(file)) visit(state, file);
	return state.cycles;
}

interface Search {
	readonly next: ReadonlyMap<string, readonly string[]>;
	readonly order: Map<string, number>;
	readonly lowest: Map<string, number>;
	readonly open: string[];
	readonly cycles: string[][];
}

/** Tarjan's strongly connected components. */
function visit(search: Search, file: string): void {
	const number = search.order.size;
	search.order.set(file, number);
	search.lowest.set(file, number);
	search.open.push(file);
	const lower = (candidate: number): void => {
		search.lowest.set(file, Math.min(search.lowest.get(file) ?? number, candidate));
	};
	const targets = search.next.get(file) ?? [];
	for (const target of targets) {
		if (!search.order.has(target)) {
			visit(search, target);
			lower(search.lowest.get(target) ?? number);
		} else if (search.open.includes(target)) lower(search.order.get(target) ?? number);
	}
	if (search.lowest.get(file) !== number) return;
	const group = search.open.splice(search.open.indexOf(file));
	if (group.length > 1 || targets.includes(file)) search.cycles.push(group.sort());
}
