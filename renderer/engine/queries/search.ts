/** Full-text search: what was typed, resolved against the library, with rows for what was found. */
import type { ItemId, ItemKind } from "../../../shared/model/item";
import { ItemId as ItemIdSchema } from "../../../shared/model/item";
import { nameKey } from "../../../shared/model/names";
import type { SearchHit } from "../contract";
import { parseQuery } from "../search/query-language";
import type { QueryContext, QueryDefinitions } from "./query";

/** Kinds that can contain others. */
const CONTAINERS: readonly ItemKind[] = ["page", "collection"];

/** The containers of these names (or ids), with all that lie below them. */
async function containersOf(names: readonly string[], { library, catalogue }: QueryContext): Promise<readonly ItemId[]> {
	const found = new Set<ItemId>();
	for (const name of names) {
		if (ItemIdSchema.safeParse(name).success) found.add(name);
		for (const row of await library().byKey(nameKey(name))) if (CONTAINERS.includes(row.kind)) found.add(row.id);
	}
	if (found.size === 0) return [];
	const kinds = await Promise.all(CONTAINERS.map((kind) => catalogue.kind(kind)));
	for (const container of found) for (const { children } of kinds) for (const child of children.get(container) ?? []) found.add(child);
	return [...found];
}

export const searchQueries: Pick<QueryDefinitions, "search"> = {
	search: {
		async answer({ text, limit, offset = 0, typing = false }, context) {
			const query = parseQuery(text);
			const inside = await containersOf(query.inside, context);
			const outside = await containersOf(query.outside, context);
			const answer = await context.search.search(query, { limit, offset, typing, inside, outside });
			const rows = await context.library().rows(answer.hits.map((hit) => hit.id));
			const hits = answer.hits.flatMap((hit): SearchHit[] => {
				const row = rows.get(hit.id);
				return row === undefined ? [] : [{ row, title: hit.title, snippet: hit.snippet }];
			});
			return { hits, more: answer.more };
		},
		touchedBy: () => true,
	},
};
