/** That others changed something since one last looked, as a line of the left panel. Nothing where nobody did. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "../../../ui/engine-hooks";
import { useFrame } from "../../../ui/frame-state";
import { useNavigation } from "../../../ui/navigation";
import { useWords } from "../../../ui/words";
import classes from "./space-list.module.css";

export function AwayLine(): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const settled = useFrame((state) => state.settled);
	const away = useQuery("away", settled ? {} : null);
	const here = useNavigation(({ route }) => route.screen === "away");
	const go = useNavigation((state) => state.go);
	const count = away.data?.length ?? 0;
	if (count === 0) return null;
	return (
		<li>
			<button type="button" className={classes.away} aria-current={here ? "page" : undefined} onClick={() => go({ screen: "away" })}>
				<span className={classes.name}>{t("away.title")}</span>
				<span className={classes.mark}>{words.number(count)}</span>
			</button>
		</li>
	);
}
