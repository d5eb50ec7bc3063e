/** Who else is on this page now: small pictures in its head, their carets in its text, and the way to where they are. */
import { EditorView } from "@codemirror/view";
import { Tooltip } from "@mantine/core";
import { type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Present } from "../../../engine/spaces-contract";
import { useQuery } from "../../../ui";
import { Avatar, usePersonName } from "../../../ui/spaces/avatar";
import { othersField, showOthers } from "../editor/others/others";
import { personColours } from "../editor/others/person-colours";
import { toShown } from "../editor/others/positions";
import classes from "./page.module.css";
import type { EditorHandle } from "./page-text";

/** Pictures in the head; of more people the number is told. */
const SHOWN = 4;

interface PersonHere {
	readonly present: Present;
	readonly name: string;
}

/** Each person once: where they have a caret, with the laptop that has it. */
function personsOf(present: readonly Present[]): readonly Present[] {
	const persons = new Map<string, Present>();
	for (const one of present) if ((persons.get(one.person)?.selection ?? null) === null) persons.set(one.person, one);
	return [...persons.values()];
}

export interface PeopleHereProps {
	readonly page: string;
	/** The editor; null while the page is only read. */
	readonly handle: EditorHandle | null;
}

export function PeopleHere({ page, handle }: PeopleHereProps): ReactNode {
	const { t, i18n } = useTranslation("wiki");
	const personName = usePersonName();
	const { data: present } = useQuery("presence", { id: page });
	const nameOf = (one: Present): string => (one.self ? t("here.self") : personName(one.card));
	const people = personsOf(present ?? []).map((one): PersonHere => ({ present: one, name: nameOf(one) }));
	const list = useMemo(() => new Intl.ListFormat(i18n.language, { type: "unit" }), [i18n.language]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: names follow from who is there.
	useEffect(() => {
		if (handle === null) return;
		const others = (present ?? []).flatMap((one) => {
			const { selection, device, card } = one;
			if (selection === null) return [];
			const [anchor, head] = [toShown(handle.text, selection.anchor), toShown(handle.text, selection.head)];
			return [{ device, name: nameOf(one), colours: personColours(card?.colour ?? ""), anchor, head }];
		});
		handle.view.dispatch({ effects: showOthers.of(others) });
	}, [handle, present]);

	const goTo = (device: string): void => {
		const other = handle?.view.state.field(othersField).find((one) => one.device === device);
		if (other !== undefined) handle?.view.dispatch({ effects: EditorView.scrollIntoView(other.head, { y: "center" }) });
	};
	if (people.length === 0) return null;
	const shown = people.slice(0, SHOWN);
	const more = people.length - shown.length;
	const label = t("here.label", { names: list.format(people.map(({ name }) => name)) });
	return (
		<ul className={classes.people} aria-label={label}>
			{shown.map(({ present: { person, device, card, selection }, name }) => (
				<li key={person}>
					{handle === null || selection === null ? (
						<Tooltip label={t("here.reads", { name })}>
							<span role="img" aria-label={t("here.reads", { name })}>
								<Avatar card={card} size={24} />
							</span>
						</Tooltip>
					) : (
						<Tooltip label={t("here.goTo", { name })}>
							<button type="button" className={classes.person} aria-label={t("here.goTo", { name })} onClick={() => goTo(device)}>
								<Avatar card={card} size={24} />
							</button>
						</Tooltip>
					)}
				</li>
			))}
			{more > 0 ? <li>{t("here.more", { count: more })}</li> : null}
		</ul>
	);
}
