/** Edits of two people that touch the same passage, side by side, and what became of it. Both are kept; it wants a look. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AwayChange } from "../../../engine/spaces-contract";
import { usePersonName } from "../../../ui/spaces/avatar";
import classes from "./away.module.css";

export function Overlaps({ overlaps, by }: Pick<AwayChange, "overlaps" | "by">): ReactNode {
	const { t } = useTranslation("spaces");
	const nameOf = usePersonName();
	const names = by.map(({ card }) => nameOf(card)).join(", ");
	return (
		<div>
			<p className={classes.explain}>{t("away.overlaps", { count: overlaps.length })}</p>
			{overlaps.map((overlap, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: passages have no names and keep their order.
				<dl key={index} className={classes.sides}>
					<Side label={t("away.mine")} text={overlap.mine} />
					<Side label={names} text={overlap.theirs} />
					<Side label={t("away.now")} text={overlap.now} now />
				</dl>
			))}
		</div>
	);
}

function Side({ label, text, now = false }: { readonly label: string; readonly text: string; readonly now?: boolean }): ReactNode {
	const { t } = useTranslation("spaces");
	return (
		<div className={classes.side} data-now={now}>
			<dt>{label}</dt>
			<dd>{text.trim() === "" ? <span className={classes.nothing}>{t("away.takenOut")}</span> : text}</dd>
		</div>
	);
}
