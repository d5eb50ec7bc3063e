/** The toolbar above a page's text, for people who know no Markdown. */

import { redo, undo } from "@codemirror/commands";
import type { EditorView } from "@codemirror/view";
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
	type Icon,
	IconArrowBackUp,
	IconArrowForwardUp,
	IconBlockquote,
	IconBold,
	IconCalendar,
	IconChecklist,
	IconChevronDown,
	IconCode,
	IconHighlight,
	IconInfoSquareRounded,
	IconItalic,
	IconLink,
	IconList,
	IconListNumbers,
	IconPhoto,
	IconSearch,
	IconSeparator,
	IconSourceCode,
	IconStrikethrough,
	IconTable,
	IconWorld,
} from "@tabler/icons-react";
import { type KeyboardEvent, memo, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useShellInfo, writeShortcut } from "../../../ui";
import { findInPage, INSERTABLES, type Insertable, WORD_FORMATS } from "../editor/complete/blocks";
import { changeTable } from "../editor/table/table-commands";
import classes from "./page.module.css";
import { useCursorPlace } from "./use-cursor-place";

const ICONS: Readonly<Record<string, Icon>> = {
	bold: IconBold,
	italic: IconItalic,
	strike: IconStrikethrough,
	highlight: IconHighlight,
	"inline-code": IconCode,
	bullets: IconList,
	numbers: IconListNumbers,
	tasks: IconChecklist,
	quote: IconBlockquote,
	callout: IconInfoSquareRounded,
	table: IconTable,
	code: IconSourceCode,
	"page-link": IconLink,
	"web-link": IconWorld,
	file: IconPhoto,
	divider: IconSeparator,
	date: IconCalendar,
};

const IN_BAR = ["bullets", "numbers", "tasks", "quote", "table", "page-link", "file"];
const IN_MENU = ["callout", "warning", "code", "web-link", "divider", "date"];
const HEADINGS = ["text", "heading-1", "heading-2", "heading-3"];

const pick = (ids: readonly string[]): Insertable[] => ids.flatMap((id) => INSERTABLES.find((insertable) => insertable.id === id) ?? []);

export interface ToolbarProps {
	readonly view: EditorView;
	/** Calls back after every change of the cursor or the text. */
	watch(watcher: () => void): () => void;
}

/** Drawn anew only when the cursor comes to another kind of place, not with every save of the page around it. */
export const Toolbar = memo(function Toolbar({ view, watch }: ToolbarProps): ReactNode {
	const { kind, pressed, table, disabled } = useCursorPlace(view, watch);
	const { t } = useTranslation("wiki");
	const bar = useRef<HTMLDivElement>(null);
	const mac = useShellInfo().platform === "darwin";
	const say = (labelKey: string, shortcut?: string): string =>
		shortcut === undefined ? t(labelKey) : `${t(labelKey)} (${writeShortcut(shortcut, mac)})`;
	const button = ({ id, labelKey, shortcut, run }: Insertable): ReactNode => {
		const Sign = ICONS[id] ?? IconCode;
		return (
			<Tooltip key={id} label={say(labelKey, shortcut)}>
				<ActionIcon size={28} aria-label={t(labelKey)} aria-pressed={pressed.includes(id)} disabled={disabled} onClick={() => run(view)}>
					<Sign size={17} stroke={1.6} />
				</ActionIcon>
			</Tooltip>
		);
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
		const controls = [...(bar.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
		const at = controls.indexOf(document.activeElement as HTMLButtonElement);
		controls[(at + (event.key === "ArrowRight" ? 1 : -1) + controls.length) % controls.length]?.focus();
	};
	const current = pick(HEADINGS).find(({ id }) => id === kind);
	return (
		<div ref={bar} className={classes.toolbar} role="toolbar" aria-label={t("toolbar.label")} onKeyDown={onKeyDown}>
			<Tooltip label={say("toolbar.undo", "Mod+Z")}>
				<ActionIcon size={28} aria-label={t("toolbar.undo")} disabled={disabled} onClick={() => void undo(view)}>
					<IconArrowBackUp size={17} stroke={1.6} />
				</ActionIcon>
			</Tooltip>
			<Tooltip label={say("toolbar.redo", "Mod+Y")}>
				<ActionIcon size={28} aria-label={t("toolbar.redo")} disabled={disabled} onClick={() => void redo(view)}>
					<IconArrowForwardUp size={17} stroke={1.6} />
				</ActionIcon>
			</Tooltip>
			<span className={classes.gap} />
			<Menu>
				<Menu.Target>
					<button type="button" className={classes.kind} disabled={disabled} aria-label={t("toolbar.kind")}>
						{t(current?.labelKey ?? "insert.text")}
						<IconChevronDown size={14} stroke={1.6} aria-hidden="true" />
					</button>
				</Menu.Target>
				<Menu.Dropdown>
					{pick(HEADINGS).map(({ id, labelKey, run }) => (
						<Menu.Item key={id} onClick={() => run(view)}>
							{t(labelKey)}
						</Menu.Item>
					))}
				</Menu.Dropdown>
			</Menu>
			<span className={classes.gap} />
			{WORD_FORMATS.map(button)}
			<span className={classes.gap} />
			{pick(IN_BAR).map(button)}
			<Menu>
				<Menu.Target>
					<button type="button" className={classes.kind} disabled={disabled}>
						{t("toolbar.more")}
						<IconChevronDown size={14} stroke={1.6} aria-hidden="true" />
					</button>
				</Menu.Target>
				<Menu.Dropdown>
					{pick(IN_MENU).map(({ id, labelKey, run }) => (
						<Menu.Item key={id} onClick={() => run(view)}>
							{t(labelKey)}
						</Menu.Item>
					))}
				</Menu.Dropdown>
			</Menu>
			{table ? <TableMenu view={view} disabled={disabled} /> : null}
			<span className={classes.push} />
			<Tooltip label={say("toolbar.find", "Mod+F")}>
				<ActionIcon size={28} aria-label={t("toolbar.find")} onClick={() => findInPage(view)}>
					<IconSearch size={17} stroke={1.6} />
				</ActionIcon>
			</Tooltip>
		</div>
	);
});

/** What can be done with the table the cursor is in. */
function TableMenu({ view, disabled }: { readonly view: EditorView; readonly disabled: boolean }): ReactNode {
	const { t } = useTranslation("wiki");
	const items = [
		["rowAbove", changeTable(({ row }) => ({ do: "add-row", after: row - 1 }))],
		["rowBelow", changeTable(({ row }) => ({ do: "add-row", after: row }))],
		["columnBefore", changeTable(({ column }) => ({ do: "add-column", after: column - 1 }))],
		["columnAfter", changeTable(({ column }) => ({ do: "add-column", after: column }))],
		["alignLeft", changeTable(({ column }) => ({ do: "align", column, alignment: "left" }))],
		["alignCenter", changeTable(({ column }) => ({ do: "align", column, alignment: "center" }))],
		["alignRight", changeTable(({ column }) => ({ do: "align", column, alignment: "right" }))],
		["removeRow", changeTable(({ row }) => ({ do: "remove-row", row }))],
		["removeColumn", changeTable(({ column }) => ({ do: "remove-column", column }))],
	] as const;
	return (
		<Menu>
			<Menu.Target>
				<button type="button" className={classes.kind} disabled={disabled}>
					{t("table.menu")}
					<IconChevronDown size={14} stroke={1.6} aria-hidden="true" />
				</button>
			</Menu.Target>
			<Menu.Dropdown>
				{items.map(([key, run]) => (
					<Menu.Item
						key={key}
						onClick={() => {
							run(view);
							view.focus();
						}}
					>
						{t(`table.${key}`)}
					</Menu.Item>
				))}
			</Menu.Dropdown>
		</Menu>
	);
}
