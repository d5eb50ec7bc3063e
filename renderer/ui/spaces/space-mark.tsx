/** How a space is drawn small: its colour and its name. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceSummary } from "../../engine/spaces-contract";
import { colourOfSpace } from "./space-colours";
import classes from "./spaces.module.css";

/** The colour of a space. With `label` it stands alone and says so; otherwise words beside it say the same. */
export function SpaceDot({ space, label }: { readonly space: Pick<SpaceSummary, "space" | "kind">; readonly label?: string }): ReactNode {
	const style = { background: colourOfSpace(space) };
	if (label === undefined) return <span className={classes.dot} style={style} aria-hidden="true" />;
	return <span className={classes.dot} style={style} role="img" aria-label={label} title={label} />;
}

/** What a space is called; words that stand for a name where it has none yet. */
export function useSpaceName(): (space: Pick<SpaceSummary, "kind" | "name">) => string {
	const { t } = useTranslation("spaces");
	return ({ kind, name }) => {
		if (kind === "private") return t("private");
		return name === "" ? t("unnamed") : name;
	};
}
