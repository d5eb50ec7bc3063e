/** One invite: for whom it is, how far it was used, and the way to take it back. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { InviteSummary, SpaceDetails } from "../../../engine/spaces-contract";
import { confirm } from "../../../ui/confirm";
import { usePersonName } from "../../../ui/spaces/avatar";
import { useAct } from "../../../ui/spaces/use-act";
import { useWords } from "../../../ui/words";
import { useCopy } from "./copy-field";
import classes from "./space.module.css";

export function InviteLine({ space, invite }: { readonly space: SpaceDetails; readonly invite: InviteSummary }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const act = useAct();
	const copy = useCopy();
	const nameOf = usePersonName();
	const { link, open, role, used, uses, ends } = invite;
	const maker = space.people.find(({ person }) => person === invite.by);
	const called = t(`role.${role}.name`);
	const about = [
		uses === 0 ? t("invite.usedAny", { count: used }) : t("invite.used", { used, uses }),
		ends === 0 ? t("invite.endless") : t(ends < Date.now() ? "invite.ended" : "invite.endsOn", { date: words.dateTime(ends) }),
		...(maker === undefined ? [] : [t(maker.self ? "invite.byYou" : "invite.by", { name: nameOf(maker.card) })]),
	].join(" · ");
	const withdraw = async (): Promise<void> => {
		const sure = await confirm({
			title: t("invite.withdrawTitle"),
			body: t("invite.withdrawText"),
			action: t("invite.withdraw"),
			danger: true,
		});
		if (sure) await act("withdraw-invite", { space: space.space, invite: invite.invite }, { done: t("invite.withdrawn") });
	};
	return (
		<li className={classes.invite} data-open={open}>
			<div className={classes.who}>
				<p className={classes.roleName}>{open ? t("invite.asRole", { role: called }) : t("invite.closed", { role: called })}</p>
				<p className={classes.quiet}>{about}</p>
			</div>
			{open && link !== null ? (
				<Button size="compact-sm" onClick={() => void copy(link, t("invite.copied"))}>
					{t("invite.copy")}
				</Button>
			) : null}
			{open && space.role === "owner" ? (
				<Button size="compact-sm" variant="subtle" onClick={() => void withdraw()}>
					{t("invite.withdraw")}
				</Button>
			) : null}
		</li>
	);
}
