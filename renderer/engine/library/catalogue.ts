/**
 * All rows of a kind in memory, for what must look at all of them at once: long lists, trees, tags, duplicates.
 * Loaded at the first need, kept in step by the projector's changes.
 */
import type { ItemId, ItemKind, Row } from "../../../shared/model/item";
import type { Library, RowChange } from "./library";

export interface KindRows {
	readonly rows: ReadonlyMap<ItemId, Row>;
	/** Ids by parent ("" at the top), in no particular order. Includes what is in the trash. */
	readonly children: ReadonlyMap<ItemId | "", ReadonlySet<ItemId>>;
}

export interface Catalogue {
	/** Whether all rows of these kinds are in memory. */
	has(kinds: readonly ItemKind[]): boolean;
	kind(kind: ItemKind): Promise<KindRows>;
	/** Takes changes into what is loaded. */
	take(changes: readonly RowChange[]): void;
	/** Forgets everything: the library was made again. */
	clear(): void;
}

interface Loaded {
	readonly rows: Map<ItemId, Row>;
	readonly children: Map<ItemId | "", Set<ItemId>>;
}

export function createCatalogue(library: () => Library): Catalogue {
	const loaded = new Map<ItemKind, Promise<Loaded>>();
	const there = new Set<ItemKind>();
	/** Changes that arrive while a kind is being read: the read may or may not have seen them. */
	const missed = new Map<ItemKind, RowChange[]>();

	async function load(kind: ItemKind): Promise<Loaded> {
		const late: RowChange[] = [];
		missed.set(kind, late);
		const catalogue: Loaded = { rows: new Map(), children: new Map() };
		try {
			for (const row of await library().ofKind(kind)) put(catalogue, row);
			for (const { after } of late) put(catalogue, after);
			if (missed.get(kind) === late) there.add(kind);
			return catalogue;
		} catch (error) {
			loaded.delete(kind);
			throw error;
		} finally {
			// After a `clear` another load of this kind may be under way, with a list of its own.
			if (missed.get(kind) === late) missed.delete(kind);
		}
	}

	return {
		has: (kinds) => kinds.every((kind) => there.has(kind)),
		kind(kind) {
			const found = loaded.get(kind) ?? load(kind);
			loaded.set(kind, found);
			return found;
		},
		take(changes) {
			const byKind = new Map<ItemKind, RowChange[]>();
			for (const change of changes) {
				const list = byKind.get(change.after.kind);
				if (list === undefined) byKind.set(change.after.kind, [change]);
				else list.push(change);
			}
			for (const [kind, list] of byKind) {
				missed.get(kind)?.push(...list);
				// A kind that failed to load was told to whoever asked; the next asker tries again.
				loaded.get(kind)?.then(
					(catalogue) => {
						for (const { after } of list) put(catalogue, after);
					},
					() => undefined,
				);
			}
		},
		clear() {
			loaded.clear();
			there.clear();
			missed.clear();
		},
	};
}

function put({ rows, children }: Loaded, row: Row): void {
	const before = rows.get(row.id);
	if (before !== undefined && before.parent !== row.parent) children.get(before.parent)?.delete(row.id);
	rows.set(row.id, row);
	const siblings = children.get(row.parent);
	if (siblings === undefined) children.set(row.parent, new Set([row.id]));
	else siblings.add(row.id);
}
