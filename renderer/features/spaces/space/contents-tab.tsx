/** What is in a space: its pages and its bookmarks; what is made here is made in it. */
import { Button, SegmentedControl } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import type { ListSpec } from "../../../engine/contract";
import type { SpaceDetails } from "../../../engine/spaces-contract";
import { ItemIcon, routeOf, Tag, useTitleOf } from "../../../ui/item";
import { useLiveList } from "../../../ui/list/live-list";
import { VirtualList } from "../../../ui/list/virtual-list";
import { useNavigation } from "../../../ui/navigation";
import { writesIn } from "../../../ui/spaces/writes-in";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states";
import { useWords } from "../../../ui/words";
import { openNewBookmark } from "../../bookmarks";
import { askForPage } from "../../wiki";
import classes from "./space.module.css";

const SHOWN = { all: ["page", "bookmark"], pages: ["page"], bookmarks: ["bookmark"] } as const;
type Shown = keyof typeof SHOWN;

export function ContentsTab({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const titleOf = useTitleOf();
	const go = useNavigation((state) => state.go);
	const [shown, setShown] = useState<Shown>("all");
	const spec = useMemo(
		(): ListSpec => ({ space: space.space, kinds: SHOWN[shown], sort: { by: "updated", descending: true } }),
		[shown, space.space],
	);
	const list = useLiveList(spec);
	// What is made in a share goes to whoever it is shared with: only what was meant for it is put there.
	const writes = space.kind !== "share" && writesIn(space);
	const make = writes ? (
		<>
			<Button onClick={() => openNewBookmark({ space: space.space })}>{t("contents.newBookmark")}</Button>
			<Button variant="filled" onClick={() => askForPage("", null, space.space)}>
				{t("contents.newPage")}
			</Button>
		</>
	) : null;
	return (
		<div className={classes.contents}>
			<div className={classes.toolbar}>
				<SegmentedControl
					size="xs"
					aria-label={t("contents.shown")}
					data={(Object.keys(SHOWN) as Shown[]).map((value) => ({ value, label: t(`contents.${value}`) }))}
					value={shown}
					onChange={(value) => setShown(value)}
				/>
				<span className={classes.push} />
				{make}
			</div>
			{list.state === "failed" ? <ErrorState error={list.error} /> : null}
			{list.state === "loading" ? <Skeleton shape="rows" /> : null}
			{list.state === "ready" && list.total === 0 ? (
				<EmptyState title={t("contents.empty")}>{t(writes ? "contents.emptyText" : "contents.emptyForReaders")}</EmptyState>
			) : null}
			{list.total === 0 ? null : (
				<VirtualList
					label={t("contents.list")}
					total={list.total}
					itemAt={list.row}
					idOf={(row) => row.id}
					rowHeight={44}
					onVisible={list.show}
					allIds={list.ids}
					resetKey={JSON.stringify(spec)}
					onOpen={(row) => go(routeOf(row))}
					renderRow={(row) => (
						<div className={classes.itemRow}>
							<ItemIcon kind={row.kind} />
							<span className={classes.itemTitle}>{titleOf(row)}</span>
							<span className={classes.itemAbout}>{hostOfRow(row)}</span>
							{row.tags.slice(0, 2).map((tag) => (
								<Tag key={tag} tag={tag} />
							))}
							<span className={classes.itemTime}>{words.ago(row.updated)}</span>
						</div>
					)}
				/>
			)}
		</div>
	);
}

function hostOfRow(row: Row): string {
	return row.detail.of === "bookmark" ? row.detail.host : "";
}
