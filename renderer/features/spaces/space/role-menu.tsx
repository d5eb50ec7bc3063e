/** What somebody may do, as a menu that says for each role what it means. */
import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
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
				{ROLES.map((choice) => (
					<Menu.Item
						key={choice}
						role="menuitemradio"
						aria-checked={choice === role}
						leftSection={<IconCheck size={15} stroke={1.8} aria-hidden="true" style={{ opacity: choice === role ? 1 : 0 }} />}
						onClick={() => {
							if (choice !== role) onChoose(choice);
						}}
					>
						<span className={classes.roleName}>{t(`role.${choice}.name`)}</span>
						<span className={classes.roleMay}>{t(`role.${choice}.may`)}</span>
					</Menu.Item>
				))}
			</Menu.Dropdown>
		</Menu>
	);
}
