/** Queries about items and where they lie. */
import type { ItemId, ItemKind, Row } from "../../../shared/model/item";
import { nameKey } from "../../../shared/model/names";
import { itemKinds } from "../../../shared/model/registry";
import type { KindRows } from "../library/catalogue";
import type { Library } from "../library/library";
import { parseQuery } from "../search/query-language";
import { changesIdentity, concerns, type QueryDefinitions } from "./query";

/** Deeper nesting than this is not followed: 200 levels. */
const DEEPEST = 200;

/** The parents from the top down to the item itself. A circle, which two people can make apart, is cut. */
export async function pathOf(library: Library, id: ItemId): Promise<readonly Row[]> {
	const path: Row[] = [];
	const seen = new Set<ItemId>();
	for (let next: ItemId | "" = id; next !== "" && !seen.has(next) && path.length < DEEPEST; ) {
		seen.add(next);
		const row: Row | null = await library.row(next);
		if (row === null) break;
		path.unshift(row);
		next = row.parent;
	}
	return path;
}

const byOrder = (a: Row, b: Row): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1);

function childrenIn({ rows, children }: KindRows, parent: ItemId | ""): readonly Row[] {
	return [...(children.get(parent) ?? [])].flatMap((id) => {
		const row = rows.get(id);
		return row === undefined || row.trashed === 1 ? [] : [row];
	});
}

function keptIn({ rows }: KindRows, space: string): readonly Row[] {
	return [...rows.values()].filter((row) => row.space === space && row.trashed === 0);
}

export const rowQueries: Pick<
	QueryDefinitions,
	| "item"
	| "items"
	| "text"
	| "newest"
	| "favourites"
	| "counts"
	| "children"
	| "childCounts"
	| "path"
	| "complete"
	| "tags"
	| "byKey"
	| "duplicates"
> = {
	item: {
		answer: ({ id }, { library }) => library().row(id),
		touchedBy: ({ id }, change) => concerns(id, change),
	},
	items: {
		answer: async ({ ids }, { library }) => {
			const rows = await library().rows(ids);
			return ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
		},
		touchedBy: ({ ids }, { after }) => ids.includes(after.id),
	},
	text: {
		async answer({ id }, { library, settle }) {
			await settle();
			return (await library().text(id)) ?? ((await library().row(id)) === null ? null : "");
		},
		touchedBy: ({ id }, change) => change.prose && concerns(id, change),
	},
	newest: {
		async answer({ kinds, limit, space }, { library, catalogue }) {
			const each =
				space === undefined
					? await Promise.all(kinds.map((kind) => library().newest(kind, limit)))
					: await Promise.all(kinds.map(async (kind) => keptIn(await catalogue.kind(kind), space)));
			return each
				.flat()
				.sort((a, b) => a.byUpdated - b.byUpdated)
				.slice(0, limit);
		},
		touchedBy: ({ kinds }, { after }) => kinds.includes(after.kind),
	},
	favourites: {
		async answer({ limit }, { library }) {
			const each = await Promise.all(itemKinds.map((kind) => library().favourites(kind, limit)));
			return each
				.flat()
				.sort((a, b) => a.byUpdated - b.byUpdated)
				.slice(0, limit);
		},
		touchedBy: (_, { before, after }) => before?.favourite === 1 || after.favourite === 1,
	},
	counts: {
		async answer(_, { library }) {
			const counted = await Promise.all(itemKinds.map(async (kind) => [kind, await library().count(kind)] as const));
			const counts = Object.fromEntries(counted.map(([kind, { kept }]) => [kind, kept])) as Record<ItemKind, number>;
			return { ...counts, trashed: counted.reduce((sum, [, { trashed }]) => sum + trashed, 0) };
		},
		touchedBy: (_, { before, after }) => before === null || before.trashed !== after.trashed,
	},
	children: {
		async answer({ kind, parent, space }, { catalogue }) {
			const all = await catalogue.kind(kind);
			const within = childrenIn(all, parent ?? "").filter((row) => space === undefined || row.space === space);
			return [...within].sort(byOrder).map((row) => ({ ...row, hasChildren: childrenIn(all, row.id).length > 0 }));
		},
		touchedBy: ({ kind }, change) =>
			change.after.kind === kind && (changesIdentity(change) || change.before?.favourite !== change.after.favourite),
	},
	childCounts: {
		async answer({ kind, space: only }, { catalogue }) {
			const counts: Record<ItemId | "", number> = {};
			for (const { trashed, parent, space } of (await catalogue.kind(kind)).rows.values())
				if (trashed === 0 && (only === undefined || only === space)) counts[parent] = (counts[parent] ?? 0) + 1;
			return counts;
		},
		touchedBy: ({ kind }, change) => change.after.kind === kind && changesIdentity(change),
	},
	path: {
		answer: ({ id }, { library }) => pathOf(library(), id),
		touchedBy: (_, change) => changesIdentity(change),
	},
	complete: {
		async answer({ typed, kinds, limit }, { library, search }) {
			const key = nameKey(typed);
			if (key === "") {
				const newest = await Promise.all(kinds.map((kind) => library().newest(kind, limit)));
				return newest
					.flat()
					.slice(0, limit)
					.map((row) => ({ row, name: row.title }));
			}
			const starting = await library().keysStarting(key, limit * 3);
			const aliases = (await library().linksStarting(key, limit * 3)).filter((link) => link.use === "alias");
			const aliased = await library().rows(aliases.map((link) => link.from));
			const found = await search.search({ ...parseQuery(typed), kinds }, { limit: limit * 2, offset: 0, typing: true });
			const rows = await library().rows(found.hits.map((hit) => hit.id));
			const words = key.split(" ");
			const containing = found.hits
				.flatMap((hit) => rows.get(hit.id) ?? [])
				.filter((row) => words.every((word) => row.title.toLowerCase().includes(word)));
			const offered = [
				...starting.map((row) => ({ row, name: row.title })),
				...aliases.map((link) => ({ row: aliased.get(link.from), name: link.target })),
				...containing.map((row) => ({ row, name: row.title })),
			].flatMap(({ row, name }) => (row !== undefined && kinds.includes(row.kind) && row.trashed === 0 ? [{ row, name }] : []));
			const seen = new Set<string>();
			return offered
				.filter(({ row, name }) => {
					const mark = `${row.id} ${name}`;
					return seen.has(mark) ? false : seen.add(mark);
				})
				.slice(0, limit);
		},
		touchedBy: (_, change) => changesIdentity(change),
	},
	tags: {
		async answer({ kinds }, { catalogue }) {
			const counts = new Map<string, number>();
			for (const kind of kinds ?? itemKinds) {
				for (const row of (await catalogue.kind(kind)).rows.values()) {
					if (row.trashed === 0) for (const tag of row.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
				}
			}
			return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => (a.tag < b.tag ? -1 : 1));
		},
		touchedBy: (_, { before, after }) => before === null || before.trashed !== after.trashed || before.tags.join() !== after.tags.join(),
	},
	byKey: {
		answer: async ({ kind, key }, { library }) => (await library().byKey(key)).filter((row) => row.kind === kind && row.trashed === 0),
		touchedBy: ({ key }, { before, after }) => before?.key === key || after.key === key,
	},
	duplicates: {
		async answer({ kind }, { catalogue }) {
			const groups = new Map<string, Row[]>();
			for (const row of (await catalogue.kind(kind)).rows.values()) {
				if (row.trashed === 1) continue;
				const group = groups.get(row.key);
				if (group === undefined) groups.set(row.key, [row]);
				else group.push(row);
			}
			return [...groups.values()].filter((group) => group.length > 1);
		},
		touchedBy: ({ kind }, change) => change.after.kind === kind && changesIdentity(change),
	},
};
