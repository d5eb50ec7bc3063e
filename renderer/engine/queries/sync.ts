/** Queries about other copies. */
import type { QueryDefinitions } from "./query";

export const syncQueries: Pick<QueryDefinitions, "sync" | "away" | "presence"> = {
	sync: {
		answer: async (_, { desk }) => (await (await desk()).sync).status(),
		touchedBy: () => false,
	},
	away: {
		answer: async (_, { desk }) => (await desk()).away.changes(),
		touchedBy: () => true,
	},
	presence: {
		async answer({ id }, { desk }) {
			const { sync, summaries, held } = await desk();
			const present = await (await sync).presence.inItem(id);
			const cards = new Map(summaries.people(present.map(({ person }) => person)).map(({ person, card }) => [person, card]));
			return present.map((one) => ({ ...one, card: cards.get(one.person) ?? null, self: one.person === held.speaker.person }));
		},
		touchedBy: () => false,
	},
};
