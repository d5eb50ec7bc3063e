/** The list itself: rows, keys, dragging, menu. */
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { type LiveRows, type Selection, useWords, VirtualList } from "../../../ui";
import type { Point } from "../../../ui/point-menu";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useDialog } from "../dialog/dialog-state";
import { asBookmark, type BookmarkRow, bookmarksIn } from "../model/bookmark-row";
import { dragData } from "../model/dragged-items";
import classes from "./bookmark-list.module.css";
import { BookmarkRowView, type RowEvents } from "./bookmark-row-view";
import { RowMenu } from "./row-menu";
import type { BookmarkActions } from "./use-bookmark-actions";
import { useCopy } from "./use-copy";

const ROW_HEIGHT = 60;

export interface BookmarkListProps {
	readonly label: string;
	readonly list: LiveRows;
	readonly resetKey: string;
	/** A place in the list to bring into view. */
	readonly revealed: number | undefined;
	readonly selection: Selection;
	readonly actions: BookmarkActions;
	onSelect(selection: Selection): void;
	onActive(index: number): void;
}

/** The bookmark of a row; the same object for the same row, so that nothing is drawn twice. */
function rememberBookmarks(): (row: Row) => BookmarkRow | null {
	const known = new WeakMap<Row, BookmarkRow | null>();
	return (row) => {
		const found = known.get(row);
		if (found !== undefined) return found;
		const bookmark = asBookmark(row);
		known.set(row, bookmark);
		return bookmark;
	};
}

export function BookmarkList({ label, list, resetKey, revealed, selection, actions, onSelect, onActive }: BookmarkListProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const words = useWords();
	const [rowOf] = useState(rememberBookmarks);
	const [menu, setMenu] = useState<{ readonly row: BookmarkRow; readonly at: Point } | null>(null);
	const place = useRef<HTMLDivElement>(null);
	const spaces = useSpaces();
	const sharedSpace = (space: string): SpaceSummary | null => (spaces.isPrivate(space) ? null : spaces.of(space));

	/** A row that is part of the selection speaks for all of it. */
	const spokenFor = useCallback((row: Row): readonly string[] => (selection.ids.has(row.id) ? [...selection.ids] : [row.id]), [selection]);

	const latest = useRef({ spokenFor, knownRows: (_: readonly string[]): readonly BookmarkRow[] => [], actions });
	const events = useMemo<RowEvents>(
		() => ({
			dragStart: (row, { dataTransfer }) => {
				const ids = latest.current.spokenFor(row);
				dataTransfer.effectAllowed = "copyMove";
				const rows = ids.length === 1 ? [row] : latest.current.knownRows(ids);
				for (const [type, data] of Object.entries(dragData(ids, rows))) dataTransfer.setData(type, data);
			},
			menu: (row, at) => setMenu({ row, at }),
			open: (row) => void latest.current.actions.open(row),
			favourite: (row, favourite) => void latest.current.actions.change([row.id], { do: "favourite", favourite }),
		}),
		[],
	);

	const openMenuByKey = (row: BookmarkRow): void => {
		const box = document.activeElement?.getBoundingClientRect();
		if (box !== undefined) setMenu({ row, at: { x: box.left + 32, y: box.bottom } });
	};

	const onRowKey = (event: KeyboardEvent, item: Row): boolean => {
		const row = asBookmark(item);
		if (row === null) return false;
		if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
			openMenuByKey(row);
			return true;
		}
		if (event.ctrlKey || event.metaKey || event.altKey) return false;
		const ids = spokenFor(row);
		const { show } = useDialog.getState();
		switch (event.key.toLowerCase()) {
			case "delete":
				void actions.change(ids, { do: "trash", at: Date.now() });
				return true;
			case "e":
			case "f2":
				if (row.readOnly === 0) show({ is: "edit", id: row.id });
				return true;
			case "f":
				void actions.change(ids, { do: "favourite", favourite: row.favourite === 0 });
				return true;
			case "r":
				void actions.change(ids, { do: "to-read", toRead: !row.detail.toRead });
				return true;
			case "m":
				show({ is: "move", ids });
				return true;
			case "t":
				show({ is: "tag", ids, mode: "add" });
				return true;
			default:
				return false;
		}
	};

	const onCopy = (clipboardData: DataTransfer): boolean => {
		const focus = document.activeElement;
		// Words that were marked in the page are copied as always.
		if (focus === null || place.current?.contains(focus) !== true || document.getSelection()?.isCollapsed === false) return false;
		const row = list.row(Number(focus.getAttribute("data-index") ?? Number.NaN));
		if (row === undefined) return false;
		const ids = spokenFor(row);
		const known = knownRows(ids);
		if (known.length < ids.length) {
			// More are selected than are at hand: they are asked for, and copied when they are there.
			void actions.rowsOf(ids).then(actions.copyAddresses);
		} else {
			clipboardData.setData("text/plain", known.map((bookmark) => bookmark.detail.url).join("\n"));
			actions.tellCopied(known.length);
		}
		return true;
	};
	useCopy(onCopy);

	/** Of these, the rows that are on screen or near it, in the order of the list. */
	const knownRows = (ids: readonly string[]): readonly BookmarkRow[] => {
		const wanted = new Set(ids);
		const found: Row[] = [];
		const around = Number(document.activeElement?.getAttribute("data-index") ?? 0);
		for (let index = Math.max(0, around - 100); index < around + 100 && found.length < wanted.size; index++) {
			const row = list.row(index);
			if (row !== undefined && wanted.has(row.id)) found.push(row);
		}
		return bookmarksIn(found);
	};

	latest.current = { spokenFor, knownRows, actions };

	return (
		<div ref={place} className={classes.place}>
			<VirtualList<Row>
				label={label}
				total={list.total}
				itemAt={list.row}
				idOf={(row) => row.id}
				rowHeight={ROW_HEIGHT}
				onVisible={list.show}
				allIds={list.ids}
				selection={selection}
				onSelect={onSelect}
				onActive={onActive}
				onRowKey={onRowKey}
				resetKey={resetKey}
				revealed={revealed}
				onOpen={(item, _index, event) => {
					const row = asBookmark(item);
					// A click only selects; Enter and a double click open.
					if (row !== null && event.type === "keydown") void actions.open(row);
				}}
				renderRow={(item) => {
					const row = rowOf(item);
					return row === null ? null : <BookmarkRowView row={row} space={sharedSpace(row.space)} words={words} events={events} />;
				}}
			/>
			<RowMenu
				on={menu}
				ids={menu === null ? [] : spokenFor(menu.row)}
				actions={actions}
				onClose={() => {
					setMenu(null);
					place.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus();
				}}
			/>
			<span className="visually-hidden">{t("list.keys")}</span>
		</div>
	);
}
