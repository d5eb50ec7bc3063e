/** Queries about spaces and people. */
import { itemKinds } from "../../../shared/model/registry";
import type { QueryName } from "../contract";
import type { RowChange } from "../library/library";
import { countKept } from "../spaces/summaries";
import type { QueryContext, QueryDefinitions } from "./query";

/** Asked again when a space has changed. */
export const SPACE_QUERIES: readonly QueryName[] = ["spaces", "space", "me", "people", "away", "health"];

/** How many items a space has. Where there is one space alone, the library's own counts say it without looking at any row. */
async function itemsIn(space: string, { desk, library, catalogue }: QueryContext): Promise<number> {
	const { spaces } = await desk();
	if (spaces.ids().length === 1) {
		const counts = await Promise.all(itemKinds.map((kind) => library().count(kind)));
		return counts.reduce((sum, { kept }) => sum + kept, 0);
	}
	const kinds = await Promise.all(itemKinds.map(catalogue.kind));
	return kinds.reduce((sum, { rows }) => sum + countKept(rows.values(), space), 0);
}

const changesCounts = ({ before, after }: RowChange): boolean => before === null || before.trashed !== after.trashed;

export const spaceQueries: Pick<QueryDefinitions, "spaces" | "space" | "me" | "people"> = {
	spaces: {
		answer: async (_, context) => (await context.desk()).summaries.spaces((space) => itemsIn(space, context)),
		touchedBy: (_, change) => changesCounts(change),
	},
	space: {
		answer: async ({ space }, context) => (await context.desk()).summaries.space(space, (one) => itemsIn(one, context)),
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
