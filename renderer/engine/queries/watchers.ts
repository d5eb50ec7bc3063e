/** Live queries: an answer now, and again whenever a change can have altered it. */
import { EngineError, type Queries, type QueryName } from "../contract";
import type { RowChange } from "../library/library";
import type { QueryContext, QueryDefinition, QueryDefinitions } from "./query";

/** Milliseconds during which further changes are gathered before a query is asked again. */
const GATHER = 60;
/** While much changes at once (an import), a query is asked at most this often. */
const GATHER_BULK = 500;
const BULK = 100;

interface Watcher {
	readonly name: QueryName;
	touchedBy(change: RowChange): boolean;
	refresh(): void;
	timer: ReturnType<typeof setTimeout> | null;
}

export interface Watchers {
	ask<Name extends QueryName>(name: Name, params: Queries[Name]["params"]): Promise<Queries[Name]["result"]>;
	watch<Name extends QueryName>(
		name: Name,
		params: Queries[Name]["params"],
		onResult: (result: Queries[Name]["result"]) => void,
		onError: (error: EngineError) => void,
	): () => void;
	take(changes: readonly RowChange[]): void;
	refreshAll(): void;
	/** Asks these queries again soon: something beside the library changed. */
	refreshSoon(names: readonly QueryName[]): void;
}

export function createWatchers(definitions: QueryDefinitions, context: QueryContext, asError: (error: unknown) => EngineError): Watchers {
	const watchers = new Set<Watcher>();

	function definitionOf<Name extends QueryName>(name: Name): QueryDefinition<Name> {
		if (!Object.hasOwn(definitions, name)) throw new EngineError("bad-request", `there is no query called ${name}`);
		return definitions[name];
	}

	async function ask<Name extends QueryName>(name: Name, params: Queries[Name]["params"]): Promise<Queries[Name]["result"]> {
		try {
			return await definitionOf(name).answer(params, context);
		} catch (error) {
			throw asError(error);
		}
	}

	return {
		ask,
		watch(name, params, onResult, onError) {
			let asked = 0;
			let shown = "";
			const definition = definitionOf(name);
			const watcher: Watcher = { name, touchedBy: (change) => definition.touchedBy(params, change), refresh, timer: null };
			function refresh(): void {
				watcher.timer = null;
				asked += 1;
				const mine = asked;
				ask(name, params).then(
					(result) => {
						// An older answer that arrives late must not replace a newer one.
						if (mine !== asked || !watchers.has(watcher)) return;
						const text = JSON.stringify(result);
						if (text === shown) return;
						shown = text;
						onResult(result);
					},
					(error: unknown) => {
						if (watchers.has(watcher)) onError(asError(error));
					},
				);
			}
			watchers.add(watcher);
			refresh();
			return () => {
				watchers.delete(watcher);
				if (watcher.timer !== null) clearTimeout(watcher.timer);
			};
		},
		take(changes) {
			const wait = changes.length > BULK ? GATHER_BULK : GATHER;
			for (const watcher of watchers)
				if (watcher.timer === null && changes.some(watcher.touchedBy)) watcher.timer = setTimeout(watcher.refresh, wait);
		},
		refreshAll() {
			for (const watcher of watchers) watcher.refresh();
		},
		refreshSoon(names) {
			for (const watcher of watchers)
				if (watcher.timer === null && names.includes(watcher.name)) watcher.timer = setTimeout(watcher.refresh, GATHER);
		},
	};
}
