/** Everyone one shares with: who has access to what, on one screen. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigation } from "../../../ui/navigation";
import { Screen } from "../../../ui/screen";
import { askForSpaces } from "../../../ui/spaces/ask";
import { Avatar, usePersonName } from "../../../ui/spaces/avatar";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { EmptyState, Skeleton } from "../../../ui/states";
import classes from "./people.module.css";
import { type PersonAccess, peopleOf } from "./people-of";
import { useAllDetails } from "./use-all-details";

export function PeopleScreen(): ReactNode {
	const { t } = useTranslation("spaces");
	const spaces = useSpaces();
	const shared = spaces.all.filter(({ kind, state }) => kind !== "private" && state !== "left");
	const details = useAllDetails(shared.map(({ space }) => space));
	const people = peopleOf(details);
	const waiting = spaces.loading || details.length < shared.length;
	return (
		<Screen
			title={t("people.title")}
			note={people.length === 0 ? undefined : t("people.note", { count: people.length })}
			ready={!waiting}
			actions={
				<>
					<Button onClick={() => askForSpaces({ is: "join", link: "" })}>{t("joinWithLink")}</Button>
					<Button variant="filled" onClick={() => askForSpaces({ is: "new-space" })}>
						{t("newSpace")}
					</Button>
				</>
			}
		>
			{waiting && people.length === 0 ? <Skeleton shape="rows" /> : null}
			{!waiting && people.length === 0 ? <EmptyState title={t("people.alone")}>{t("people.aloneText")}</EmptyState> : null}
			<ul className={classes.people}>
				{people.map((person) => (
					<Person key={person.person} person={person} />
				))}
			</ul>
		</Screen>
	);
}

function Person({ person }: { readonly person: PersonAccess }): ReactNode {
	const { t } = useTranslation("spaces");
	const spaceName = useSpaceName();
	const name = usePersonName()(person.card);
	const go = useNavigation((state) => state.go);
	return (
		<li className={classes.person}>
			<Avatar card={person.card} size={42} />
			<div className={classes.who}>
				<h2 className={classes.name}>{name}</h2>
				{person.self ? <p className={classes.self}>{t("person.self")}</p> : null}
			</div>
			<ul className={classes.access} aria-label={t("people.accessOf", { name })}>
				{person.access.map(({ space, role }) => (
					<li key={space.space}>
						<button type="button" className={classes.space} onClick={() => go({ screen: "space", space: space.space, tab: "people" })}>
							<SpaceDot space={space} />
							<span className={classes.spaceName}>{spaceName(space)}</span>
							<span className={classes.role}>{t(`role.${role}.name`)}</span>
						</button>
					</li>
				))}
			</ul>
		</li>
	);
}
