/** With whom one shared item is shared, in words. */
import { useTranslation } from "react-i18next";
import type { SpaceDetails } from "../../engine/spaces-contract";
import { usePersonName } from "./avatar";

/** "shared with Ben", "shared by Ada", or that nobody has come in yet. */
export function useShareWords(): (space: Pick<SpaceDetails, "people" | "role">) => string {
	const { t } = useTranslation("spaces");
	const nameOf = usePersonName();
	return ({ people, role }) => {
		const others = people.filter(({ self, role: theirs }) => !self && (role === "owner" || theirs === "owner"));
		if (others.length === 0) return t("share.nobodyYet");
		return t(role === "owner" ? "share.with" : "share.by", { names: others.map(({ card }) => nameOf(card)).join(", ") });
	};
}
