/** Queries about spaces and people. */
import { itemKinds } from "../../../shared/model/registry";
import type { QueryName } from "../contract";
import type { RowChange } from "../library/library";
import type { QueryContext, QueryDefinitions } from "./query";

/** Asked again when a space has changed. */
export const SPACE_QUERIES: readonly QueryName[] = ["spaces", "space", "me", "people", "away", "health", "presence"];

/**
 * How many items each space has that are not in the trash. Where there is one space alone, the library's own counts say it
 * without looking at any row; otherwise every row is looked at once for all spaces.
 */
async function countItems({ desk, library, catalogue }: QueryContext): Promise<(space: string) => number> {
	const { spaces } = await desk();
	if (spaces.ids().length === 1) {
		const counts = await Promise.all(itemKinds.map((kind) => library().count(kind)));
		const all = counts.reduce((sum, { kept }) => sum + kept, 0);
		return () => all;
	}
	const kinds = await Promise.all(itemKinds.map(catalogue.kind));
	const counts = new Map<string, number>();
	for (const { rows } of kinds)
		for (const { space, trashed } of rows.values()) if (trashed === 0) counts.set(space, (counts.get(space) ?? 0) + 1);
	return (space) => counts.get(space) ?? 0;
}

const changesCounts = ({ before, after }: RowChange): boolean => before === null || before.trashed !== after.trashed;

export const spaceQueries: Pick<QueryDefinitions, "spaces" | "space" | "me" | "people"> = {
	spaces: {
		answer: async (_, context) => (await context.desk()).summaries.spaces(await countItems(context)),
		touchedBy: (_, change) => changesCounts(change),
	},
	space: {
		answer: async ({ space }, context) => (await context.desk()).summaries.space(space, await countItems(context)),
		touchedBy: ({ space }, change) => change.after.space === space && changesCounts(change),
	},
	me: {
		answer: async (_, { desk }) => (await desk()).summaries.me(),
		touchedBy: () => false,
	},
	people: {
		answer: async ({ persons }, { desk }) => (await desk()).summaries.people(persons),
		touchedBy: () => false,
	},
};
