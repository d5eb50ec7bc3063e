/** The tree of pages in the left panel. */
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import { useEngine, useNavigation, useQuery, useTitleOf } from "../../../ui";
import { type Point, PointMenu } from "../../../ui/point-menu";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot } from "../../../ui/spaces/space-mark";
import { Tree } from "../../../ui/tree";
import { copyPageLink } from "../page/copy-link";
import { usePageActions } from "../page/use-page-actions";
import { useWikiView } from "../screens/wiki-view";
import { MovePage } from "./move-page";
import { groupOf, groupOfSpace } from "./page-groups";
import classes from "./page-sidebar.module.css";
import { pageSource } from "./page-source";
import { usePageGroups } from "./use-page-groups";
import { usePlaceInTree } from "./use-place-in-tree";

const TREE = "pages";

export function PageSidebar(): ReactNode {
	const { t } = useTranslation("wiki");
	const { t: app } = useTranslation("app");
	const engine = useEngine();
	const actions = usePageActions();
	const titleOf = useTitleOf();
	const route = useNavigation((state) => state.route);
	const go = useNavigation((state) => state.go);
	const shown = route.screen === "page" ? route.id : null;
	const path = useQuery("path", shown === null ? null : { id: shown });
	const untitled = app("untitled.page");
	const groups = usePageGroups(TREE);
	const source = useMemo(() => pageSource(engine, untitled, groups), [engine, untitled, groups]);
	const place = usePlaceInTree(groups);
	const spaces = useSpaces();
	const [menu, setMenu] = useState<{ readonly row: Row; readonly at: Point } | null>(null);
	const [renaming, setRenaming] = useState<string | null>(null);
	const [moving, setMoving] = useState<Row | null>(null);
	const reveal = useMemo(() => {
		const here = path.data?.at(-1);
		const group = here === undefined ? null : groupOfSpace(groups, here.space);
		return path.data === undefined ? undefined : [...(group === null ? [] : [group.id]), ...path.data.slice(0, -1).map(({ id }) => id)];
	}, [path.data, groups]);
	const choose = (id: string): void => {
		const group = groupOf(groups, id);
		if (group !== null) useWikiView.getState().show(group.spaces.length === 1 ? (group.spaces[0] ?? null) : null);
		go(group === null ? { screen: "page", id } : { screen: "wiki" });
	};
	const dotOf = (id: string): ReactNode => {
		const [space] = groupOf(groups, id)?.spaces ?? [];
		const known = space === undefined ? null : spaces.of(space);
		return known === null ? null : <SpaceDot space={known} />;
	};

	const withRow = async (id: string, act: (row: Row) => unknown): Promise<void> => {
		const row = await engine.ask("item", { id }).catch(() => null);
		if (row !== null) await act(row);
	};
	return (
		<section aria-label={t("tree.label")} className={classes.sidebar}>
			<div className={classes.head}>
				<h2 className={classes.title}>{t("tree.label")}</h2>
				<Tooltip label={t("action.newPage")}>
					<ActionIcon size={22} aria-label={t("action.newPage")} onClick={() => void actions.create(null)}>
						<IconPlus size={15} stroke={1.8} />
					</ActionIcon>
				</Tooltip>
			</div>
			<Tree
				name={TREE}
				words={{ label: t("tree.label"), renaming: t("tree.renaming"), failed: t("tree.failed"), empty: t("tree.empty") }}
				source={source}
				selected={shown}
				{...(reveal === undefined ? {} : { reveal })}
				onChoose={choose}
				renderIcon={({ id }) => dotOf(id)}
				onPlace={(placement) => void place(placement)}
				onRename={(id, title) => void withRow(id, (row) => actions.rename(row, title))}
				onRemove={(id) => void withRow(id, actions.trash)}
				onMenu={(id, at) => void withRow(id, (row) => setMenu({ row, at }))}
				renaming={renaming}
				onRenamingEnd={() => setRenaming(null)}
				dragData={(entry) => ({ "text/plain": `[[${entry.label}]]` })}
			/>
			<PointMenu at={menu?.at ?? null} label={menu === null ? "" : titleOf(menu.row)} onClose={() => setMenu(null)}>
				{menu === null ? null : (
					<>
						<Menu.Item onClick={() => void actions.create(menu.row.id)}>{t("action.newSubpage")}</Menu.Item>
						<Menu.Item onClick={() => setRenaming(menu.row.id)} disabled={menu.row.readOnly === 1}>
							{t("action.rename")}
						</Menu.Item>
						<Menu.Item onClick={() => setMoving(menu.row)} disabled={menu.row.readOnly === 1}>
							{t("action.move")}
						</Menu.Item>
						<Menu.Item onClick={() => void actions.favourite(menu.row.id, menu.row.favourite === 0)}>
							{t(menu.row.favourite === 1 ? "action.unfavourite" : "action.favourite")}
						</Menu.Item>
						<Menu.Item onClick={() => void copyPageLink(menu.row.id, t)}>{t("action.copyLink")}</Menu.Item>
						<Menu.Divider />
						<Menu.Item onClick={() => void actions.trash(menu.row)} disabled={menu.row.readOnly === 1}>
							{t("action.trash")}
						</Menu.Item>
					</>
				)}
			</PointMenu>
			{moving === null ? null : <MovePage page={moving} onClose={() => setMoving(null)} />}
		</section>
	);
}
