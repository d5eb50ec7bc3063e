/** Queries about other copies. As long as nothing is exchanged with any, all there is is here alone. */
import type { QueryDefinitions } from "./query";

export const syncQueries: Pick<QueryDefinitions, "sync" | "away"> = {
	sync: {
		async answer(_, { desk }) {
			const { spaces, spacesParts } = await desk();
			const counted = spaces.ids().map(async (space) => ({ space, onlyHere: await spacesParts.log.countOf(space, 0), remotes: [] }));
			return { paused: false, metered: false, local: false, localPort: null, remotes: [], spaces: await Promise.all(counted) };
		},
		touchedBy: () => true,
	},
	away: {
		answer: async () => [],
		touchedBy: () => false,
	},
};
