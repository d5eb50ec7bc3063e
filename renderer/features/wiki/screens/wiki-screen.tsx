/** All pages in a list, to look through: by name or time, by tag. */
import { Button, Select, TextInput } from "@mantine/core";
import { IconSearch, IconStarFilled } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import type { ListSpec } from "../../../engine/contract";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { EmptyState, ErrorState, Screen, Tag, useLiveList, useNavigation, useQuery, useTitleOf, useWords, VirtualList } from "../../../ui";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { usePageActions } from "../page/use-page-actions";
import classes from "./wiki-screen.module.css";
import { useWikiView } from "./wiki-view";

const SORTS = { updated: true, created: true, title: false } as const;
type SortBy = keyof typeof SORTS;

const isSort = (value: string | null): value is SortBy => value !== null && value in SORTS;

function excerptOf(row: Row): string {
	return row.detail.of === "page" ? row.detail.excerpt : "";
}

export function WikiScreen(): ReactNode {
	const { t } = useTranslation("wiki");
	const words = useWords();
	const titleOf = useTitleOf();
	const actions = usePageActions();
	const go = useNavigation((state) => state.go);
	const [sort, setSort] = useState<SortBy>("updated");
	const [tag, setTag] = useState<string | null>(null);
	const [text, setText] = useState("");
	const spaces = useSpaces();
	const spaceName = useSpaceName();
	const { space: chosen, show: showSpace } = useWikiView();
	// One that is gone filters nothing.
	const space = chosen === null || spaces.of(chosen) === null ? null : chosen;
	const several = spaces.all.length > 1;
	const tags = useQuery("tags", { kinds: ["page"] });
	const spec = useMemo(
		(): ListSpec => ({
			kinds: ["page"],
			sort: { by: sort, descending: SORTS[sort] },
			...(space === null ? {} : { space }),
			...(tag === null ? {} : { tags: [tag] }),
			...(text.trim() === "" ? {} : { text: text.trim() }),
		}),
		[sort, tag, text, space],
	);
	const list = useLiveList(spec);
	const inside = useQuery("childCounts", { kind: "page" });
	const filtered = tag !== null || text.trim() !== "" || space !== null;
	const saysInside = (count: number): string => (count === 0 ? "" : t("list.inside", { count, shown: words.number(count) }));
	const onRowKey = (event: KeyboardEvent, row: Row): boolean => {
		if (event.key !== "Delete" || row.readOnly === 1) return false;
		void actions.trash(row);
		return true;
	};
	return (
		<Screen
			title={t("wiki")}
			note={list.state === "ready" ? t("list.count", { count: list.total, shown: words.number(list.total) }) : undefined}
			width="fill"
			ready={list.state !== "loading"}
			actions={
				<Button variant="filled" onClick={() => void actions.create(null)}>
					{t("action.newPage")}
				</Button>
			}
		>
			<div className={classes.filters}>
				<TextInput
					className={classes.search}
					aria-label={t("list.filter")}
					placeholder={t("list.filter")}
					leftSection={<IconSearch size={15} stroke={1.6} />}
					value={text}
					onChange={(event) => setText(event.currentTarget.value)}
				/>
				{several ? (
					<Select
						aria-label={t("list.space")}
						placeholder={t("list.allSpaces")}
						data={spaces.all.map((one) => ({ value: one.space, label: spaceName(one) }))}
						value={space}
						onChange={showSpace}
						clearable
						clearButtonProps={{ "aria-label": t("list.allSpaces") }}
					/>
				) : null}
				<Select
					aria-label={t("list.tag")}
					placeholder={t("list.tag")}
					data={(tags.data ?? []).map((entry) => ({ value: entry.tag, label: entry.tag }))}
					value={tag}
					onChange={setTag}
					clearable
					searchable
					limit={100}
					nothingFoundMessage={t("list.noTag")}
					clearButtonProps={{ "aria-label": t("list.allTags") }}
				/>
				<Select
					className={classes.sort}
					aria-label={t("list.sort")}
					data={(Object.keys(SORTS) as SortBy[]).map((value) => ({ value, label: t(`list.by.${value}`) }))}
					value={sort}
					onChange={(value) => isSort(value) && setSort(value)}
					allowDeselect={false}
				/>
			</div>
			{list.state === "failed" && list.error !== null ? <ErrorState error={list.error} /> : null}
			{list.state === "ready" && list.total === 0 ? (
				<EmptyState
					title={t(filtered ? "list.nothing" : "list.empty")}
					actions={
						filtered ? (
							<Button
								onClick={() => {
									setTag(null);
									setText("");
									showSpace(null);
								}}
							>
								{t("list.showAll")}
							</Button>
						) : (
							<>
								<Button variant="filled" onClick={() => void actions.create(null)}>
									{t("action.newPage")}
								</Button>
								<Button onClick={() => go({ screen: "exchange" })}>{t("list.import")}</Button>
							</>
						)
					}
				>
					{t(filtered ? "list.nothingHint" : "list.emptyHint")}
				</EmptyState>
			) : (
				<VirtualList
					label={t("list.label")}
					total={list.total}
					itemAt={list.row}
					idOf={(row) => row.id}
					rowHeight={62}
					onVisible={list.show}
					allIds={list.ids}
					resetKey={JSON.stringify(spec)}
					onOpen={(row) => go({ screen: "page", id: row.id })}
					onRowKey={onRowKey}
					className={classes.list ?? ""}
					renderRow={(row) => (
						<div className={classes.row}>
							<div className={classes.main}>
								<p className={classes.title}>
									{titleOf(row)}
									{row.favourite === 1 ? <IconStarFilled size={12} className={classes.star} aria-label={t("list.favourite")} /> : null}
								</p>
								<p className={classes.excerpt}>{excerptOf(row) || saysInside(inside.data?.[row.id] ?? 0)}</p>
							</div>
							{several && space === null ? <InSpace space={spaces.of(row.space)} /> : null}
							<div className={classes.tags}>
								{row.tags.slice(0, 3).map((name) => (
									<Tag key={name} tag={name} />
								))}
							</div>
							<span className={classes.time}>{words.ago(sort === "created" ? row.created : row.updated)}</span>
						</div>
					)}
				/>
			)}
		</Screen>
	);
}

/** In which space a page is, where pages of several stand together. */
function InSpace({ space }: { readonly space: SpaceSummary | null }): ReactNode {
	const nameOf = useSpaceName();
	if (space === null) return null;
	return (
		<span className={classes.space}>
			<SpaceDot space={space} />
			<span className={classes.spaceName}>{nameOf(space)}</span>
		</span>
	);
}
