/** The cards of people who wrote something, by what the engine calls them: "self" is oneself. */

import { useMemo } from "react";
import type { Card } from "../../engine/spaces-contract";
import { useQuery } from "../engine-hooks";
import { useSettings } from "../shell-context";

export const SELF = "self";

/** Gives the card of each of these authors; null for somebody who is not known here. */
export function useCards(authors: readonly string[]): (author: string) => Card | null {
	const { displayName } = useSettings().settings;
	const me = useQuery("me", {});
	const others = [...new Set(authors)].filter((author) => author !== SELF).sort();
	const people = useQuery("people", others.length === 0 ? null : { persons: others }, { keepPrevious: true });
	return useMemo(() => {
		const known = new Map((people.data ?? []).map(({ person, card }) => [person, card]));
		const own = me.data?.card;
		// The name given on this laptop stands in until one has introduced oneself.
		const self: Card = { name: own?.name || displayName, colour: own?.colour ?? "", picture: own?.picture ?? null };
		return (author) => (author === SELF ? self : (known.get(author) ?? null));
	}, [people.data, me.data, displayName]);
}
