/** The trash: everything in it, newest first, with the way back. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../shared/model/item";
import type { ListSpec } from "../../engine/contract";
import { useRun } from "../../ui/engine-hooks";
import { ItemIcon, useTitleOf } from "../../ui/item";
import { useLiveList } from "../../ui/list/live-list";
import { NOTHING_SELECTED, type Selection } from "../../ui/list/selection";
import { VirtualList } from "../../ui/list/virtual-list";
import { Screen } from "../../ui/screen";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states";
import { useWords } from "../../ui/words";
import classes from "./trash.module.css";

const IN_THE_TRASH: ListSpec = {
	kinds: ["page", "bookmark", "collection", "file"],
	trashed: true,
	sort: { by: "updated", descending: true },
};

export function TrashScreen(): ReactNode {
	const { t } = useTranslation(["trash", "app"]);
	const list = useLiveList(IN_THE_TRASH);
	const run = useRun();
	const titleOf = useTitleOf();
	const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);

	const restore = async (ids: readonly string[], done: string): Promise<void> => {
		const result = await run(
			ids.map((id) => ({ do: "restore", id })),
			{ done, undo: ids.map((id) => ({ do: "trash", id })) },
		);
		if (result !== null) setSelection(NOTHING_SELECTED);
	};
	const restoreRow = (row: Row): void => void restore([row.id], t("restored", { title: titleOf(row) }));
	const chosen = [...selection.ids];

	return (
		<Screen
			title={t("name")}
			width="fill"
			ready={list.state !== "loading"}
			note={list.total === 0 ? undefined : t("note", { count: list.total })}
			actions={
				chosen.length === 0 ? undefined : (
					<Button variant="filled" onClick={() => void restore(chosen, t("restoredMany", { count: chosen.length }))}>
						{t("restoreSelected", { count: chosen.length })}
					</Button>
				)
			}
		>
			{list.state === "failed" ? <ErrorState error={list.error} /> : null}
			{list.state === "loading" ? <Skeleton shape="rows" /> : null}
			{list.state === "ready" && list.total === 0 ? <EmptyState title={t("empty.title")}>{t("empty.text")}</EmptyState> : null}
			{list.total === 0 ? null : (
				<VirtualList
					label={t("list")}
					total={list.total}
					itemAt={list.row}
					idOf={(row) => row.id}
					rowHeight={44}
					onVisible={list.show}
					allIds={list.ids}
					selection={selection}
					onSelect={setSelection}
					onRowKey={(event, row) => {
						if (event.key.toLowerCase() !== "r" || event.ctrlKey || event.metaKey || event.altKey) return false;
						restoreRow(row);
						return true;
					}}
					renderRow={(row) => <TrashRow row={row} onRestore={restoreRow} />}
				/>
			)}
		</Screen>
	);
}

function TrashRow({ row, onRestore }: { readonly row: Row; onRestore(row: Row): void }): ReactNode {
	const { t } = useTranslation(["trash", "app"]);
	const words = useWords();
	const titleOf = useTitleOf();
	return (
		<div className={classes.row}>
			<ItemIcon kind={row.kind} />
			<span className={classes.title}>{titleOf(row)}</span>
			<span className={classes.when}>{t("changed", { ago: words.ago(row.updated) })}</span>
			<Button
				size="compact-sm"
				onClick={(event) => {
					event.stopPropagation();
					onRestore(row);
				}}
			>
				{t("restore")}
			</Button>
		</div>
	);
}
