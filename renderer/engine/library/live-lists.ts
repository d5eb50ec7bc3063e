/** Long lists: the order lives here, only the rows on screen cross over to the interface. */
import type { ItemId, ItemKind, Row } from "../../../shared/model/item";
import type { EngineError, ListSpec, ListState, LiveList } from "../contract";
import type { Catalogue, KindRows } from "./catalogue";
import { type FirstRows, firstRows } from "./first-rows";
import type { Library, RowChange } from "./library";

/** Milliseconds during which further changes are gathered before a list is ordered again. */
const GATHER = 80;

interface OpenList {
	readonly spec: ListSpec;
	/** Null until all rows are there. */
	order: readonly ItemId[] | null;
	rowOf: (id: ItemId) => Row | undefined;
	revision: number;
	timer: ReturnType<typeof setTimeout> | null;
	refresh(): void;
}

export interface LiveLists {
	open(spec: ListSpec, onChange: (state: ListState) => void, onError: (error: EngineError) => void): LiveList;
	take(changes: readonly RowChange[]): void;
	/** Orders every open list anew: the library was made again. */
	refreshAll(): void;
}

export function createLiveLists(catalogue: Catalogue, library: () => Library, asError: (error: unknown) => EngineError): LiveLists {
	const open = new Set<OpenList>();

	return {
		open(spec, onChange, onError) {
			let ready: Promise<void> = Promise.resolve();
			/** Shown until all are there; null where that is soon, or no index has them. */
			const early: Promise<FirstRows | null> = catalogue.has(spec.kinds) ? Promise.resolve(null) : firstRows(spec, library());
			const list: OpenList = { spec, order: null, rowOf: () => undefined, revision: 0, timer: null, refresh };

			let asked = 0;
			async function order(): Promise<void> {
				asked += 1;
				const mine = asked;
				const kinds = await Promise.all(spec.kinds.map(async (kind) => [kind, await catalogue.kind(kind)] as const));
				const containers = spec.deep === true && spec.parent ? await below(catalogue, spec.parent) : null;
				// An older order that is ready late must not replace a newer one.
				if (mine !== asked) return;
				list.order = orderOf(spec, kinds, containers);
				list.rowOf = (id) => {
					for (const [, { rows }] of kinds) {
						const row = rows.get(id);
						if (row !== undefined) return row;
					}
					return undefined;
				};
				list.revision += 1;
				if (open.has(list)) onChange({ total: list.order.length, revision: list.revision });
			}

			function refresh(): void {
				if (list.timer !== null) clearTimeout(list.timer);
				list.timer = null;
				ready = order();
				ready.catch((error: unknown) => onError(asError(error)));
			}

			async function showEarly(): Promise<void> {
				const first = await early;
				if (first === null || list.order !== null || !open.has(list)) return;
				list.revision += 1;
				onChange({ total: first.total, revision: list.revision });
			}

			open.add(list);
			// What cannot be shown early is shown with the whole list, which tells its own failures.
			showEarly().catch(() => undefined);
			refresh();
			return {
				async rows(start, end) {
					const first = list.order === null ? await early.catch(() => null) : null;
					const isThere = first !== null && (end <= first.rows.length || first.total === first.rows.length);
					if (list.order === null && isThere) return first.rows.slice(start, end);
					await ready;
					return (list.order ?? [])
						.slice(start, end)
						.map(list.rowOf)
						.filter((row) => row !== undefined);
				},
				async ids() {
					await ready;
					return list.order ?? [];
				},
				close() {
					open.delete(list);
					if (list.timer !== null) clearTimeout(list.timer);
				},
			};
		},
		take(changes) {
			for (const list of open) {
				const concerned = changes.some(
					({ after }) => list.spec.kinds.includes(after.kind) || (list.spec.deep === true && after.kind === "collection"),
				);
				if (concerned) list.timer ??= setTimeout(list.refresh, GATHER);
			}
		},
		refreshAll() {
			for (const list of open) list.refresh();
		},
	};
}

/** The place itself and all places below it. */
async function below(catalogue: Catalogue, top: ItemId): Promise<ReadonlySet<ItemId>> {
	const containers: readonly ItemKind[] = ["collection", "page"];
	const kinds = await Promise.all(containers.map((kind) => catalogue.kind(kind)));
	const found = new Set<ItemId>([top]);
	for (const parent of found) for (const { children } of kinds) for (const child of children.get(parent) ?? []) found.add(child);
	return found;
}

/** Ids of the rows that the list asks for, in its order; ties by id, so that an order never depends on chance. */
export function orderOf(
	spec: ListSpec,
	kinds: readonly (readonly [ItemKind, KindRows])[],
	containers: ReadonlySet<ItemId> | null,
): readonly ItemId[] {
	const wanted = predicate(spec, containers);
	const found: Row[] = [];
	for (const [, { rows }] of kinds) for (const row of rows.values()) if (wanted(row)) found.push(row);
	const key = sortKey(spec.sort.by);
	const sign = spec.sort.descending ? -1 : 1;
	const keyed = found.map((row) => ({ id: row.id, key: key(row) }));
	keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.id < b.id ? -1 : 1));
	return keyed.map(({ id }) => id);
}

function sortKey(by: ListSpec["sort"]["by"]): (row: Row) => string | number {
	switch (by) {
		case "updated":
			return (row) => row.updated;
		case "created":
			return (row) => row.created;
		case "title":
			return (row) => row.title.toLocaleLowerCase();
		case "host":
			return (row) => (row.detail.of === "bookmark" ? `${row.detail.host} ${row.title}` : row.title);
		case "order":
			return (row) => row.order;
	}
}

function predicate(spec: ListSpec, containers: ReadonlySet<ItemId> | null): (row: Row) => boolean {
	const trashed = spec.trashed === true ? 1 : 0;
	const words = (spec.text ?? "")
		.toLocaleLowerCase()
		.split(/\s+/)
		.filter((word) => word !== "");
	const tags = spec.tags ?? [];
	return (row) =>
		row.trashed === trashed &&
		(spec.space === undefined || row.space === spec.space) &&
		(spec.favourite === undefined || (row.favourite === 1) === spec.favourite) &&
		(spec.toRead === undefined || (row.detail.of === "bookmark" && row.detail.toRead === spec.toRead)) &&
		(containers === null
			? spec.parent === undefined || spec.parent === (row.parent === "" ? null : row.parent)
			: row.parent !== "" && containers.has(row.parent)) &&
		tags.every((tag) => row.tags.some((own) => own === tag || own.startsWith(`${tag}/`))) &&
		(words.length === 0 || containsAll(row, words));
}

function containsAll(row: Row, words: readonly string[]): boolean {
	const detail =
		row.detail.of === "bookmark" ? `${row.detail.url} ${row.detail.note}` : row.detail.of === "page" ? row.detail.aliases.join(" ") : "";
	const text = `${row.title} ${detail} ${row.tags.join(" ")}`.toLocaleLowerCase();
	return words.every((word) => text.includes(word));
}
