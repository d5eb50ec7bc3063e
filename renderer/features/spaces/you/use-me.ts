/** One's own card, and saying who one is: in every space, and on this laptop for the greeting. */

import { useCallback } from "react";
import type { Card } from "../../../engine/spaces-contract";
import { useQuery } from "../../../ui/engine-hooks";
import { useFrame } from "../../../ui/frame-state";
import { useSettings } from "../../../ui/shell-context";
import { CARD_COLOURS } from "../../../ui/spaces/card-colours";
import { useAct } from "../../../ui/spaces/use-act";

export interface Me {
	/** The name that was given on this laptop stands in until the card is known, or where it has none. */
	readonly card: Card;
	/** False while the card is on its way. */
	readonly known: boolean;
	/** Whether others can see a name. */
	readonly introduced: boolean;
	/** True when it is kept; otherwise the person was told why. */
	introduce(card: Card): Promise<boolean>;
}

export function useMe(): Me {
	const act = useAct();
	const { settings, change } = useSettings();
	const settled = useFrame((state) => state.settled);
	const me = useQuery("me", settled ? {} : null);
	const told = me.data?.card;
	const introduce = useCallback(
		async (wanted: Card) => {
			const card = { ...wanted, name: wanted.name.trim() };
			if ((await act("introduce", { card })) === null) return false;
			change({ displayName: card.name });
			return true;
		},
		[act, change],
	);
	return {
		card: {
			name: (told?.name ?? "") === "" ? settings.displayName : (told?.name ?? ""),
			colour: told?.colour || CARD_COLOURS[0],
			picture: told?.picture ?? null,
		},
		known: me.state !== "loading",
		introduced: (told?.name ?? "") !== "",
		introduce,
	};
}
