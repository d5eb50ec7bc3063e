/** What somebody may do, as a menu that says for each role what it means. */
import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MemberSummary } from "../../../engine/spaces-contract";
import { ROLES } from "./roles";
import classes from "./space.module.css";

type Role = MemberSummary["role"];

export interface RoleMenuProps {
	readonly role: Role;
	/** Whose. */
	readonly name: string;
	readonly changeable: boolean;
	/** Why it cannot be changed, where that is not plain. */
	readonly why: string | null;
	onChoose(role: Role): void;
}

export function RoleMenu({ role, name, changeable, why, onChoose }: RoleMenuProps): ReactNode {
	const { t } = useTranslation("spaces");
	if (!changeable) {
		return (
			<span className={classes.role} title={why ?? t(`role.${role}.may`)}>
				{t(`role.${role}.name`)}
			</span>
		);
	}
	return (
		<Menu position="bottom-end" width={330}>
			<Menu.Target>
				<button type="button" className={classes.roleButton} aria-label={t("people.roleOf", { name, role: t(`role.${role}.name`) })}>
					{t(`role.${role}.name`)}
					<IconChevronDown size={14} stroke={1.8} aria-hidden="true" />
				</button>
			</Menu.Target>
			<Menu.Dropdown>
				<Menu.RadioGroup
					value={role}
					onChange={(value) => {
						const choice = ROLES.find((known) => known === value);
						if (choice !== undefined && choice !== role) onChoose(choice);
					}}
				>
					{ROLES.map((choice) => (
						<Menu.RadioItem key={choice} value={choice} closeMenuOnClick>
							<span className={classes.roleName}>{t(`role.${choice}.name`)}</span>
							<span className={classes.roleMay}>{t(`role.${choice}.may`)}</span>
						</Menu.RadioItem>
					))}
				</Menu.RadioGroup>
			</Menu.Dropdown>
		</Menu>
	);
}
