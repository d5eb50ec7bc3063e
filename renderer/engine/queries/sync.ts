/** Queries about other copies. */
import type { QueryDefinitions } from "./query";

export const syncQueries: Pick<QueryDefinitions, "sync" | "away"> = {
	sync: {
		answer: async (_, { desk }) => (await (await desk()).sync).status(),
		touchedBy: () => false,
	},
	away: {
		answer: async (_, { desk }) => (await desk()).away.changes(),
		touchedBy: () => true,
	},
};
