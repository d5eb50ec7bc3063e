/** What can be done with all that is selected. */
import { Button, Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDialog } from "../dialog/dialog-state";
import type { BulkChange } from "../model/bulk-change";
import classes from "./bulk-bar.module.css";
import { useBusy } from "./use-busy";

export interface BulkBarProps {
	readonly ids: readonly string[];
	/** Resolves when it is done or has failed. */
	onChange(wanted: BulkChange): Promise<void>;
	onClear(): void;
}

export function BulkBar({ ids, onChange, onClear }: BulkBarProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { show } = useDialog.getState();
	const { busy, late, during } = useBusy();
	const change = (wanted: BulkChange): void => void during(() => onChange(wanted));
	return (
		<div className={classes.bar} role="toolbar" aria-label={t("bulk.label")}>
			<strong className={classes.count} role="status">
				{t(late ? "bulk.working" : "bulk.selected", { count: ids.length })}
			</strong>
			<Button disabled={busy} onClick={() => show({ is: "tag", ids, mode: "add" })}>
				{t("bulk.addTags")}
			</Button>
			<Button disabled={busy} onClick={() => show({ is: "tag", ids, mode: "remove" })}>
				{t("bulk.removeTags")}
			</Button>
			<Button disabled={busy} onClick={() => show({ is: "move", ids })}>
				{t("bulk.move")}
			</Button>
			<Menu withInitialFocusPlaceholder={false}>
				<Menu.Target>
					<Button disabled={busy}>{t("bulk.mark")}</Button>
				</Menu.Target>
				<Menu.Dropdown>
					<Menu.Item onClick={() => change({ do: "to-read", toRead: true })}>{t("menu.toRead")}</Menu.Item>
					<Menu.Item onClick={() => change({ do: "to-read", toRead: false })}>{t("menu.read")}</Menu.Item>
					<Menu.Divider />
					<Menu.Item onClick={() => change({ do: "favourite", favourite: true })}>{t("menu.favourite")}</Menu.Item>
					<Menu.Item onClick={() => change({ do: "favourite", favourite: false })}>{t("menu.notFavourite")}</Menu.Item>
				</Menu.Dropdown>
			</Menu>
			<Button disabled={busy} onClick={() => change({ do: "trash", at: Date.now() })}>
				{t("menu.trash")}
			</Button>
			<Button variant="subtle" className={classes.clear} onClick={onClear}>
				{t("bulk.clear")}
			</Button>
		</div>
	);
}
