/** Links by which people come into a space: making one, and those that were made. */
import { Button, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberSummary, SpaceDetails } from "../../../engine/spaces-contract";
import { useAct } from "../../../ui/spaces/use-act";
import { CopyField } from "./copy-field";
import { InviteLine } from "./invite-line";
import { ENDS, endAfter, USES } from "./invite-terms";
import { GUEST_ROLES, INVITED_ROLES } from "./roles";
import classes from "./space.module.css";

export function Invites({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	return (
		<section aria-label={t("invite.title")}>
			<h2 className={classes.heading}>{t("invite.title")}</h2>
			{space.role === "owner" && space.state === "ready" ? <MakeInvite space={space} /> : null}
			{space.invites.length === 0 ? null : (
				<ul className={classes.invites}>
					{[...space.invites]
						.sort((a, b) => Number(b.open) - Number(a.open))
						.map((invite) => (
							<InviteLine key={invite.invite} space={space} invite={invite} />
						))}
				</ul>
			)}
		</section>
	);
}

function MakeInvite({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	// Into one shared item come those who look at it; whoever writes along belongs into a team.
	const roles = space.kind === "share" ? GUEST_ROLES : INVITED_ROLES;
	const [role, setRole] = useState<MemberSummary["role"]>(roles[0] ?? "reader");
	const [days, setDays] = useState<number>(7);
	const [uses, setUses] = useState<number>(1);
	const [link, setLink] = useState<string | null>(null);
	const [busy, setBusy] = useState(false);
	const make = async (): Promise<void> => {
		setBusy(true);
		const made = await act("invite", { space: space.space, role, ends: endAfter(days), uses });
		setBusy(false);
		if (made !== null) setLink(made.link);
	};
	return (
		<div className={classes.make}>
			<div className={classes.makeFields}>
				<Select
					label={t("invite.role")}
					data={roles.map((value) => ({ value, label: t(`role.${value}.name`) }))}
					value={role}
					allowDeselect={false}
					onChange={(value) => setRole(roles.find((known) => known === value) ?? role)}
				/>
				<Select
					label={t("invite.uses")}
					data={USES.map((value) => ({
						value: String(value),
						label: t(value === 0 ? "invite.anyUses" : "invite.people", { count: value }),
					}))}
					value={String(uses)}
					allowDeselect={false}
					onChange={(value) => setUses(Number(value))}
				/>
				<Select
					label={t("invite.ends")}
					data={ENDS.map((value) => ({ value: String(value), label: t(value === 0 ? "invite.noEnd" : "invite.days", { count: value }) }))}
					value={String(days)}
					allowDeselect={false}
					onChange={(value) => setDays(Number(value))}
				/>
				<Button variant="filled" disabled={busy} onClick={() => void make()}>
					{t("invite.make")}
				</Button>
			</div>
			<p className={classes.quiet}>{t(`role.${role}.may`)}</p>
			{link === null ? null : <CopyField label={t("invite.link")} note={t("invite.linkNote")} value={link} copied={t("invite.copied")} />}
		</div>
	);
}
