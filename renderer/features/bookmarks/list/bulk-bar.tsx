/** What can be done with all that is selected. */
import { Button, Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDialog } from "../dialog/dialog-state";
import type { BulkChange } from "../model/bulk-change";
import classes from "./bulk-bar.module.css";

export interface BulkBarProps {
	readonly ids: readonly string[];
	onChange(wanted: BulkChange): void;
	onClear(): void;
}

export function BulkBar({ ids, onChange, onClear }: BulkBarProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { show } = useDialog.getState();
	return (
		<div className={classes.bar} role="toolbar" aria-label={t("bulk.label")}>
			<strong className={classes.count} role="status">
				{t("bulk.selected", { count: ids.length })}
			</strong>
			<Button onClick={() => show({ is: "tag", ids, mode: "add" })}>{t("bulk.addTags")}</Button>
			<Button onClick={() => show({ is: "tag", ids, mode: "remove" })}>{t("bulk.removeTags")}</Button>
			<Button onClick={() => show({ is: "move", ids })}>{t("bulk.move")}</Button>
			<Menu withInitialFocusPlaceholder={false}>
				<Menu.Target>
					<Button>{t("bulk.mark")}</Button>
				</Menu.Target>
				<Menu.Dropdown>
					<Menu.Item onClick={() => onChange({ do: "to-read", toRead: true })}>{t("menu.toRead")}</Menu.Item>
					<Menu.Item onClick={() => onChange({ do: "to-read", toRead: false })}>{t("menu.read")}</Menu.Item>
					<Menu.Divider />
					<Menu.Item onClick={() => onChange({ do: "favourite", favourite: true })}>{t("menu.favourite")}</Menu.Item>
					<Menu.Item onClick={() => onChange({ do: "favourite", favourite: false })}>{t("menu.notFavourite")}</Menu.Item>
				</Menu.Dropdown>
			</Menu>
			<Button onClick={() => onChange({ do: "trash", at: Date.now() })}>{t("menu.trash")}</Button>
			<Button variant="subtle" className={classes.clear} onClick={onClear}>
				{t("bulk.clear")}
			</Button>
		</div>
	);
}
