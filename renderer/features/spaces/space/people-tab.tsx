/** Who has access to a space, and with what rights; who is invited; what came late from people who were removed. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceDetails } from "../../../engine/spaces-contract";
import { EmptyState } from "../../../ui/states";
import { Laptops } from "../laptops/laptops";
import { Forked } from "./forked";
import { Invites } from "./invites";
import { Late } from "./late";
import { MemberLine } from "./member-line";
import classes from "./space.module.css";

export function PeopleTab({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	if (space.kind === "private") {
		return (
			<div className={classes.column}>
				<p className={classes.explain}>{t("people.private")}</p>
				{space.forked.length === 0 ? null : <Forked space={space} />}
				<Laptops />
			</div>
		);
	}
	if (space.people.length === 0) return <EmptyState title={t("people.none")}>{t("people.noneText")}</EmptyState>;
	const owners = space.people.filter(({ role }) => role === "owner").length;
	return (
		<div className={classes.column}>
			{space.forked.length === 0 ? null : <Forked space={space} />}
			{space.late.length === 0 ? null : <Late space={space} />}
			<section aria-label={t("people.access")}>
				<h2 className={classes.heading}>{t("people.access")}</h2>
				<ul className={classes.members}>
					{space.people.map((member) => (
						<MemberLine key={member.person} space={space} member={member} onlyOwner={member.role === "owner" && owners === 1} />
					))}
				</ul>
			</section>
			{space.role === "owner" || space.invites.length > 0 ? <Invites space={space} /> : null}
		</div>
	);
}
