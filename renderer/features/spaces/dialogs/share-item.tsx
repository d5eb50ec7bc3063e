/** Sharing one item with one person, who gets it and nothing else: into a space of its own, and a link to that in one go. */
import { Radio, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigation } from "../../../ui/navigation";
import type { SpaceRequest } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useAct } from "../../../ui/spaces/use-act";
import { CopyField } from "../space/copy-field";
import { ENDS, endAfter } from "../space/invite-terms";
import { GUEST_ROLES } from "../space/roles";
import { ServerField } from "../sync/server-field";
import { Dialog } from "./dialog";
import classes from "./dialog.module.css";
import { useNamingYourself } from "./name-yourself";

const WAYS = ["itself", "copy"] as const;
type Way = (typeof WAYS)[number];
type Guest = (typeof GUEST_ROLES)[number];

export interface ShareItemProps {
	readonly wish: Extract<SpaceRequest, { is: "share" }>;
	onClose(): void;
}

export function ShareItem({ wish, onClose }: ShareItemProps): ReactNode {
	const { t } = useTranslation("spaces");
	const { id, title, from } = wish;
	const act = useAct();
	const naming = useNamingYourself();
	// What a team has in common nobody takes out of it by sharing it.
	const mine = useSpaces().isPrivate(from);
	const [role, setRole] = useState<Guest>("commenter");
	const [way, setWay] = useState<Way>("itself");
	const [days, setDays] = useState<number>(7);
	const [server, setServer] = useState<string | null | undefined>(null);
	const [link, setLink] = useState<string | null>(null);
	const share = async (): Promise<boolean> => {
		if (server === undefined || !(await naming.keep())) return false;
		const made = await act("share-item", { id, role, ends: endAfter(days), uses: 1, server, move: mine && way === "itself" });
		if (made === null) return false;
		const { route, replace } = useNavigation.getState();
		if (made.trashed.length > 0 && route.screen === "page" && route.id === id) replace({ screen: "page", id: made.id });
		setLink(made.link);
		return false;
	};
	if (link !== null) {
		return (
			<Dialog title={t("share.title", { title })} closing={t("share.finish")} onClose={onClose}>
				<p className={classes.note}>{t("share.ready", { role: t(`role.${role}.name`) })}</p>
				<CopyField label={t("invite.link")} note={t("share.linkNote")} value={link} copied={t("invite.copied")} />
			</Dialog>
		);
	}
	return (
		<Dialog title={t("share.title", { title })} action={t("share.action")} ready={server !== undefined} onSend={share} onClose={onClose}>
			<p className={classes.note}>{t("share.note")}</p>
			<Radio.Group label={t("share.role")} value={role} onChange={(value) => setRole(GUEST_ROLES.find((known) => known === value) ?? role)}>
				<div className={classes.choices}>
					{GUEST_ROLES.map((value) => (
						<Radio key={value} value={value} label={t(`role.${value}.name`)} description={t(`role.${value}.may`)} />
					))}
				</div>
			</Radio.Group>
			{mine ? (
				<Radio.Group label={t("share.what")} value={way} onChange={(value) => setWay(WAYS.find((known) => known === value) ?? way)}>
					<div className={classes.choices}>
						{WAYS.map((value) => (
							<Radio key={value} value={value} label={t(`share.way.${value}.name`)} description={t(`share.way.${value}.means`)} />
						))}
					</div>
				</Radio.Group>
			) : (
				<p className={classes.note}>{t("share.fromTeam")}</p>
			)}
			<Select
				label={t("invite.ends")}
				data={ENDS.map((value) => ({ value: String(value), label: t(value === 0 ? "invite.noEnd" : "invite.days", { count: value }) }))}
				value={String(days)}
				allowDeselect={false}
				onChange={(value) => setDays(Number(value))}
			/>
			{naming.field}
			<ServerField initial="known" onChange={setServer} />
		</Dialog>
	);
}
