/** The spaces in the left panel, with their colour, and a quiet word where something is not in order. */
import { IconLink, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { useNavigation } from "../../../ui/navigation";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { AwayLine } from "./away-line";
import classes from "./space-list.module.css";

/** Stands there until the spaces are known, and where they cannot be. */
const PRIVATE: Pick<SpaceSummary, "space" | "kind" | "name" | "state"> = { space: "", kind: "private", name: "", state: "ready" };

export function SpaceList(): ReactNode {
	const { t } = useTranslation("spaces");
	const spaces = useSpaces();
	const go = useNavigation((state) => state.go);
	const peopleShown = useNavigation((state) => state.route.screen === "people");
	const listed = spaces.all.filter(({ state }) => state !== "left");
	// One that was taken back is empty: it is still among the people, where somebody else may be in it.
	const shares = listed.filter(({ kind, role, items }) => kind === "share" && (role !== "owner" || items > 0));
	const sharesTitle = useId();
	const shared = listed.some(({ kind }) => kind !== "private");
	return (
		<section aria-label={t("title")}>
			<div className={classes.head}>
				<h2 className={classes.title}>{t("title")}</h2>
				{shared ? (
					<button
						type="button"
						className={classes.people}
						aria-current={peopleShown ? "page" : undefined}
						onClick={() => go({ screen: "people" })}
					>
						{t("list.people")}
					</button>
				) : null}
			</div>
			<ul>
				{(listed.length === 0 ? [PRIVATE] : listed.filter(({ kind }) => kind !== "share")).map((space) => (
					<SpaceLine key={space.space} space={space} />
				))}
				<AwayLine />
				{shares.length === 0 ? null : (
					<li>
						<h3 className={classes.shares} id={sharesTitle}>
							{t("list.shares")}
						</h3>
						<ul aria-labelledby={sharesTitle}>
							{shares.map((space) => (
								<SpaceLine key={space.space} space={space} />
							))}
						</ul>
					</li>
				)}
				<li>
					<button type="button" className={classes.quiet} onClick={() => askForSpaces({ is: "new-space" })}>
						<IconPlus size={14} stroke={1.8} aria-hidden="true" />
						{t("newSpace")}
					</button>
				</li>
				<li>
					<button type="button" className={classes.quiet} onClick={() => askForSpaces({ is: "join", link: "" })}>
						<IconLink size={14} stroke={1.8} aria-hidden="true" />
						{t("joinWithLink")}
					</button>
				</li>
			</ul>
		</section>
	);
}

function SpaceLine({ space }: { readonly space: Pick<SpaceSummary, "space" | "kind" | "name" | "state"> }): ReactNode {
	const { t } = useTranslation("spaces");
	const nameOf = useSpaceName();
	const go = useNavigation((state) => state.go);
	const here = useNavigation(({ route }) => route.screen === "space" && route.space === space.space);
	const name = nameOf(space);
	return (
		<li>
			<button
				type="button"
				className={classes.space}
				aria-current={here ? "page" : undefined}
				disabled={space.space === ""}
				title={name}
				onClick={() => go({ screen: "space", space: space.space })}
			>
				<SpaceDot space={space} />
				<span className={space.kind === "private" ? classes.name : classes.written}>{name}</span>
				{space.state === "ready" ? null : <span className={classes.mark}>{t(`list.mark.${space.state}`)}</span>}
			</button>
		</li>
	);
}
