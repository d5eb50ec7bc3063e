/** While you were away: what others changed since one last looked, by space and by person, with the way back. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AwayChange } from "../../../engine/spaces-contract";
import { useQuery } from "../../../ui/engine-hooks";
import { Screen } from "../../../ui/screen";
import { Avatar, usePersonName } from "../../../ui/spaces/avatar";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { useAct } from "../../../ui/spaces/use-act";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states";
import classes from "./away.module.css";
import { ChangeCard } from "./change-card";
import { byPerson, bySpace } from "./grouping";

export function AwayScreen(): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const away = useQuery("away", {});
	const changes = away.data ?? [];
	const seen = (): void => void act("seen-away", {}, { done: t("away.seenDone") });
	return (
		<Screen
			title={t("away.title")}
			note={changes.length === 0 ? undefined : t("away.note", { count: changes.length })}
			width="text"
			ready={away.state !== "loading"}
			actions={
				changes.length === 0 ? undefined : (
					<Button variant="filled" onClick={seen}>
						{t("away.seen")}
					</Button>
				)
			}
		>
			{away.state === "failed" ? <ErrorState error={away.error} /> : null}
			{away.state === "loading" ? <Skeleton shape="cards" count={2} /> : null}
			{away.state === "ready" && changes.length === 0 ? <EmptyState title={t("away.nothing")}>{t("away.nothingText")}</EmptyState> : null}
			{bySpace(changes).map(([space, inSpace]) => (
				<SpaceChanges key={space} space={space} changes={inSpace} />
			))}
		</Screen>
	);
}

function SpaceChanges({ space, changes }: { readonly space: string; readonly changes: readonly AwayChange[] }): ReactNode {
	const { t } = useTranslation("spaces");
	const known = useSpaces().of(space);
	const spaceName = useSpaceName();
	const personName = usePersonName();
	const title = known === null ? t("unnamed") : spaceName(known);
	return (
		<section aria-label={title} className={classes.space}>
			<h2 className={classes.spaceTitle}>
				{known === null ? null : <SpaceDot space={known} />}
				{title}
			</h2>
			{byPerson(changes).map(({ key, by, changes: theirs }) => {
				const names = by.map(({ card }) => personName(card));
				return (
					<section key={key} aria-label={names.join(", ")} className={classes.person}>
						<h3 className={classes.personHead}>
							{by.map(({ person, card }) => (
								<Avatar key={person} card={card} size={24} />
							))}
							<span>{t("away.by", { names: names.join(", "), count: theirs.length })}</span>
						</h3>
						<ul className={classes.changes}>
							{theirs.map((change) => (
								<ChangeCard key={change.id} change={change} />
							))}
						</ul>
					</section>
				);
			})}
		</section>
	);
}
