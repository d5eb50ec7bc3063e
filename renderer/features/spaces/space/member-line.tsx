/** One person in a space: their card, what they may do, their laptops; owners may change that. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberSummary, SpaceDetails } from "../../../engine/spaces-contract";
import { confirm } from "../../../ui/confirm";
import { Avatar, usePersonName } from "../../../ui/spaces/avatar";
import { shortKey } from "../../../ui/spaces/short-key";
import { useAct } from "../../../ui/spaces/use-act";
import { RoleMenu } from "./role-menu";
import classes from "./space.module.css";

export interface MemberLineProps {
	readonly space: SpaceDetails;
	readonly member: MemberSummary;
	/** Nobody else owns the space: then this one can neither be removed nor made less. */
	readonly onlyOwner: boolean;
}

export function MemberLine({ space, member, onlyOwner }: MemberLineProps): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const nameOf = usePersonName();
	const [open, setOpen] = useState(false);
	const name = nameOf(member.card);
	const owner = space.role === "owner" && space.state === "ready";
	const active = member.devices.filter((device) => device.active).length;
	const setRole = (role: MemberSummary["role"]): void => {
		const params = { space: space.space, person: member.person };
		const done = t("people.roleChanged", { name, role: t(`role.${role}.name`) });
		const undo = (): Promise<unknown> => act("set-role", { ...params, role: member.role });
		// Who gives up their own ownership cannot take it back themselves.
		void act("set-role", { ...params, role }, member.self ? { done } : { done, undo });
	};
	const remove = async (): Promise<void> => {
		const sure = await confirm({
			title: t("remove.title", { name }),
			body: t("remove.body", { name }),
			action: t("remove.action", { name }),
			danger: true,
		});
		if (sure) await act("remove-person", { space: space.space, person: member.person }, { done: t("remove.done", { name }) });
	};
	return (
		<li className={classes.member}>
			<Avatar card={member.card} size={36} />
			<div className={classes.who}>
				<p className={classes.personName}>
					{name}
					{member.self ? <span className={classes.self}>{t("person.self")}</span> : null}
				</p>
				<button type="button" className={classes.devices} aria-expanded={open} onClick={() => setOpen(!open)}>
					{t("people.devices", { count: active })}
				</button>
				{open ? (
					<ul className={classes.deviceList}>
						{member.devices.map(({ device, here, active: works }) => (
							<li key={device}>
								<code>{shortKey(device)}</code>
								{here ? ` · ${t("laptops.here")}` : ""}
								{works ? "" : ` · ${t("laptops.removed")}`}
							</li>
						))}
						<li className={classes.quiet}>{t("people.key", { key: shortKey(member.person) })}</li>
					</ul>
				) : null}
			</div>
			<RoleMenu
				role={member.role}
				name={name}
				changeable={owner && !onlyOwner}
				why={owner && onlyOwner ? t("people.onlyOwner") : null}
				onChoose={setRole}
			/>
			{owner && !member.self ? (
				<Button size="compact-sm" variant="subtle" aria-label={t("remove.action", { name })} onClick={() => void remove()}>
					{t("remove.short")}
				</Button>
			) : (
				<span className={classes.noButton} />
			)}
		</li>
	);
}
