/** Collections at the left: where to look, and where to put things. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconBookmarks, IconClockHour4, IconFolder, IconInbox, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, Keys, useNavigation, useQuery, useWords } from "../../../ui";
import { type Point, PointMenu } from "../../../ui/point-menu";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot } from "../../../ui/spaces/space-mark";
import { Tree, type TreeEntry, useKnownSource, useTreeMemory } from "../../../ui/tree";
import { useBookmarkActions } from "../list/use-bookmark-actions";
import { type CollectionForest, type CollectionRow, countsBelow } from "../model/collection-forest";
import { draggedIds, ITEMS_TYPE } from "../model/dragged-items";
import { foundAddresses } from "../model/found-addresses";
import { useCollections } from "../model/use-collections";
import { RemoveCollectionDialog } from "./remove-collection-dialog";
import classes from "./sidebar.module.css";
import { useCollectionActions } from "./use-collection-actions";

const TREE = "collections";
const PLACES = [
	{ view: undefined, label: "title.all", Icon: IconBookmarks },
	{ view: "to-read", label: "title.to-read", Icon: IconClockHour4 },
	{ view: "unsorted", label: "title.unsorted", Icon: IconInbox },
] as const;

export function CollectionsSidebar(): ReactNode {
	const { t } = useTranslation("bookmarks");
	const route = useNavigation((state) => state.route);
	const go = useNavigation((state) => state.go);
	const collections = useCollections();
	const counts = useQuery("childCounts", { kind: "bookmark" });
	const actions = useCollectionActions();
	const bookmarks = useBookmarkActions();
	const spaces = useSpaces();
	const entries = useEntries(collections.forest, counts.data);
	const source = useKnownSource(entries);
	const [menu, setMenu] = useState<{ readonly row: CollectionRow; readonly at: Point } | null>(null);
	const [renaming, setRenaming] = useState<string | null>(null);
	const [removing, setRemoving] = useState<CollectionRow | null>(null);

	const { forest } = collections;
	const here = route.screen === "bookmarks" ? route : null;
	const selected = here?.collection ?? null;
	const rowOf = (id: string): CollectionRow | undefined => forest?.byId.get(id)?.row;

	/** One in a space of others shows its colour. */
	const iconOf = (id: string): ReactNode => {
		const space = spaces.of(rowOf(id)?.space ?? "");
		return space === null || space.kind === "private" ? <IconFolder size={15} stroke={1.6} /> : <SpaceDot space={space} />;
	};
	const make = async (parent: string | null): Promise<void> => {
		const id = await actions.make(parent);
		if (id === null) return;
		if (parent !== null) useTreeMemory.getState().expand(TREE, [parent]);
		setRenaming(id);
	};
	const remove = async (row: CollectionRow | undefined): Promise<void> => {
		if (row === undefined || row.readOnly === 1) return;
		if (await actions.isEmpty(row)) await removeAs(row, "keep");
		else setRemoving(row);
	};
	const removeAs = async (row: CollectionRow, contents: "keep" | "trash"): Promise<void> => {
		const gone = await actions.remove(row, contents);
		setRemoving(null);
		if (gone && selected !== null && forest?.byId.get(selected)?.ids.includes(row.id)) {
			go(row.parent === "" ? { screen: "bookmarks" } : { screen: "bookmarks", collection: row.parent });
		}
	};

	return (
		<section className={classes.room} aria-label={t("collections.label")}>
			<div className={classes.sidebar}>
				<ul className={classes.places}>
					{PLACES.map(({ view, label, Icon }) => {
						const current = here !== null && here.collection === undefined && here.view === view;
						return (
							<li key={label}>
								<button
									type="button"
									className={classes.place}
									aria-current={current ? "page" : undefined}
									onClick={() => go(view === undefined ? { screen: "bookmarks" } : { screen: "bookmarks", view })}
								>
									<Icon size={15} stroke={1.6} aria-hidden />
									{t(label)}
								</button>
							</li>
						);
					})}
				</ul>
				<div className={classes.head}>
					<h2 className={classes.heading}>{t("collections.label")}</h2>
					<ActionIcon size={22} aria-label={t("collections.new")} onClick={() => void make(null)}>
						<IconPlus size={15} stroke={1.8} aria-hidden />
					</ActionIcon>
				</div>
				{collections.state === "failed" ? (
					<ErrorState error={collections.error} />
				) : (
					<div className={classes.tree}>
						<Tree
							name={TREE}
							words={{
								label: t("collections.label"),
								renaming: t("collections.renaming"),
								failed: t("collections.failed"),
								empty: t("collections.empty"),
							}}
							source={source}
							selected={selected}
							reveal={selected === null ? [] : (forest?.byId.get(selected)?.ids.slice(0, -1) ?? [])}
							renderIcon={({ id }) => iconOf(id)}
							onChoose={(id) => go({ screen: "bookmarks", collection: id })}
							onPlace={(placement) => {
								if (forest !== undefined) void actions.place(forest, placement);
							}}
							onRename={(id, title) => {
								const row = rowOf(id);
								if (row !== undefined) void actions.rename(row, title);
							}}
							onRemove={(id) => void remove(rowOf(id))}
							onMenu={(id, at) => {
								const row = rowOf(id);
								if (row !== undefined) setMenu({ row, at });
							}}
							renaming={renaming}
							onRenamingEnd={() => setRenaming(null)}
							foreign={{
								types: [ITEMS_TYPE, "text/uri-list"],
								onDrop: (target, data) => {
									const ids = draggedIds(data.getData(ITEMS_TYPE));
									if (ids.length > 0) void actions.take(ids, target);
									else
										void bookmarks.save(
											foundAddresses((type) => data.getData(type)),
											target,
										);
								},
							}}
						/>
					</div>
				)}
				<PointMenu at={menu?.at ?? null} label={t("collections.menu")} onClose={() => setMenu(null)}>
					{menu !== null && (
						<>
							<Menu.Item onClick={() => go({ screen: "bookmarks", collection: menu.row.id })}>{t("collections.open")}</Menu.Item>
							<Menu.Item onClick={() => void make(menu.row.id)}>{t("collections.newInside")}</Menu.Item>
							<Menu.Item disabled={menu.row.readOnly === 1} rightSection={<Keys shortcut="F2" />} onClick={() => setRenaming(menu.row.id)}>
								{t("collections.rename")}
							</Menu.Item>
							{spaces.of(menu.row.space)?.kind === "share" ? null : (
								<Menu.Item onClick={() => askForSpaces({ is: "share", id: menu.row.id, title: menu.row.title, from: menu.row.space })}>
									{t("collections.share")}
								</Menu.Item>
							)}
							<Menu.Divider />
							<Menu.Item disabled={menu.row.readOnly === 1} rightSection={<Keys shortcut="Delete" />} onClick={() => void remove(menu.row)}>
								{t("menu.trash")}
							</Menu.Item>
						</>
					)}
				</PointMenu>
			</div>
			{removing !== null && (
				<RemoveCollectionDialog
					row={removing}
					onRemove={(contents) => void removeAs(removing, contents)}
					onClose={() => setRemoving(null)}
				/>
			)}
		</section>
	);
}

/** Collections as the tree shows them: with how much is in each and below it. */
function useEntries(
	forest: CollectionForest | undefined,
	direct: Readonly<Record<string, number>> | undefined,
): ReadonlyMap<string | null, readonly TreeEntry[]> | undefined {
	const { t } = useTranslation("bookmarks");
	const words = useWords();
	return useMemo(() => {
		if (forest === undefined) return undefined;
		const totals = countsBelow(forest, direct ?? {});
		const entry = (row: CollectionRow): TreeEntry => {
			const count = totals.get(row.id) ?? 0;
			const counted = direct === undefined ? {} : { badgeLabel: t("count.bookmarks", { count }) };
			return {
				id: row.id,
				label: row.title,
				hasChildren: forest.children.has(row.id),
				locked: row.readOnly === 1,
				...counted,
				...(count > 0 ? { badge: words.number(count) } : {}),
			};
		};
		return new Map([...forest.children].map(([parent, rows]) => [parent, rows.map(entry)]));
	}, [forest, direct, t, words]);
}
