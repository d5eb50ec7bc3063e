/** On the start page: that others changed something since one last looked. Nothing where nobody did. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AwayChange } from "../../../engine/spaces-contract";
import { Card } from "../../../ui/card";
import { useQuery } from "../../../ui/engine-hooks";
import { ItemIcon, useTitleOf } from "../../../ui/item";
import { useNavigation } from "../../../ui/navigation";
import { usePersonName } from "../../../ui/spaces/avatar";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { useWords } from "../../../ui/words";
import classes from "./away.module.css";
import { didOf, kindOf } from "./change-words";

const SHOWN = 3;

/** What wants a look comes first, then what is newest. */
const byWeight = (a: AwayChange, b: AwayChange): number => Number(b.overlaps.length > 0) - Number(a.overlaps.length > 0) || b.time - a.time;

export function AwayCard(): ReactNode {
	const { t } = useTranslation("spaces");
	const go = useNavigation((state) => state.go);
	const changes = useQuery("away", {}).data ?? [];
	if (changes.length === 0) return null;
	return (
		<Card
			title={t("away.title")}
			action={
				<button type="button" className={classes.all} onClick={() => go({ screen: "away" })}>
					{t("away.lookAll", { count: changes.length })}
				</button>
			}
		>
			<ul className={classes.lines}>
				{[...changes]
					.sort(byWeight)
					.slice(0, SHOWN)
					.map((change) => (
						<Line key={change.id} change={change} />
					))}
			</ul>
		</Card>
	);
}

function Line({ change }: { readonly change: AwayChange }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const titleOf = useTitleOf();
	const nameOf = usePersonName();
	const spaceName = useSpaceName();
	const go = useNavigation((state) => state.go);
	const space = useSpaces().of(change.space);
	const kind = kindOf(change);
	const names = change.by.map(({ card }) => nameOf(card)).join(", ");
	return (
		<li>
			<button type="button" className={classes.line} onClick={() => go({ screen: "away" })}>
				<ItemIcon kind={kind} />
				<span className={classes.lineWords}>
					<span className={classes.lineTitle}>{titleOf({ title: change.title, kind })}</span>
					<span className={classes.lineAbout}>
						{space === null ? null : <SpaceDot space={space} label={spaceName(space)} />}{" "}
						{t("away.cardLine", { did: t(`away.did.${didOf(change)}`), names, ago: words.ago(change.time) })}
						{change.overlaps.length === 0 ? null : <strong className={classes.both}> · {t("away.bothShort")}</strong>}
					</span>
				</span>
			</button>
		</li>
	);
}
