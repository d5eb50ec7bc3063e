/** The menu of one bookmark, or of all that are selected. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Keys } from "../../../ui";
import { type Point, PointMenu } from "../../../ui/point-menu";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useDialog } from "../dialog/dialog-state";
import type { BookmarkRow } from "../model/bookmark-row";
import type { BookmarkActions } from "./use-bookmark-actions";

export interface RowMenuProps {
	/** The bookmark it was opened on, and where; null while it is closed. */
	readonly on: { readonly row: BookmarkRow; readonly at: Point } | null;
	/** What it acts on: the row, or the selection that the row is part of. */
	readonly ids: readonly string[];
	readonly actions: BookmarkActions;
	onClose(): void;
}

export function RowMenu({ on, ids, actions, onClose }: RowMenuProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { show } = useDialog.getState();
	const single = ids.length === 1;
	const row = on?.row;
	const change = actions.change;
	const spaces = useSpaces();
	const toSpace = (on: BookmarkRow, move: boolean): void => {
		const title = single ? on.title || on.detail.url : t("bulk.selected", { count: ids.length });
		askForSpaces({ is: "copy", ids, title, from: on.space, move });
	};
	return (
		<PointMenu at={on?.at ?? null} label={t("menu.label")} onClose={onClose}>
			{row !== undefined && single && (
				<>
					<Menu.Item rightSection={<Keys shortcut="Enter" />} onClick={() => void actions.open(row)}>
						{t("menu.open")}
					</Menu.Item>
					<Menu.Item rightSection={<Keys shortcut="E" />} disabled={row.readOnly === 1} onClick={() => show({ is: "edit", id: row.id })}>
						{t("menu.edit")}
					</Menu.Item>
					<Menu.Divider />
				</>
			)}
			<Menu.Item onClick={async () => actions.copyAddresses(await actions.rowsOf(ids))}>
				{t("menu.copyAddress", { count: ids.length })}
			</Menu.Item>
			<Menu.Item onClick={async () => actions.copyMarkdown(await actions.rowsOf(ids))}>
				{t("menu.copyMarkdown", { count: ids.length })}
			</Menu.Item>
			<Menu.Divider />
			<Menu.Item rightSection={<Keys shortcut="T" />} onClick={() => show({ is: "tag", ids, mode: "add" })}>
				{t("bulk.addTags")}
			</Menu.Item>
			<Menu.Item rightSection={<Keys shortcut="M" />} onClick={() => show({ is: "move", ids })}>
				{t("bulk.move")}
			</Menu.Item>
			{row !== undefined && spaces.all.length > 1 && (
				<>
					<Menu.Item onClick={() => toSpace(row, true)}>{t("menu.moveToSpace")}</Menu.Item>
					<Menu.Item onClick={() => toSpace(row, false)}>{t("menu.copyToSpace")}</Menu.Item>
				</>
			)}
			{(!single || row?.detail.toRead === false) && (
				<Menu.Item onClick={() => void change(ids, { do: "to-read", toRead: true })}>{t("menu.toRead")}</Menu.Item>
			)}
			{(!single || row?.detail.toRead === true) && (
				<Menu.Item onClick={() => void change(ids, { do: "to-read", toRead: false })}>{t("menu.read")}</Menu.Item>
			)}
			{(!single || row?.favourite === 0) && (
				<Menu.Item onClick={() => void change(ids, { do: "favourite", favourite: true })}>{t("menu.favourite")}</Menu.Item>
			)}
			{(!single || row?.favourite === 1) && (
				<Menu.Item onClick={() => void change(ids, { do: "favourite", favourite: false })}>{t("menu.notFavourite")}</Menu.Item>
			)}
			<Menu.Divider />
			<Menu.Item rightSection={<Keys shortcut="Delete" />} onClick={() => void change(ids, { do: "trash", at: Date.now() })}>
				{t("menu.trash")}
			</Menu.Item>
		</PointMenu>
	);
}
