/** The bookmarks of a collection, or of all of them: narrowed, sorted, selected, with details beside. */
import { Button, Menu } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
	EmptyState,
	ErrorState,
	NOTHING_SELECTED,
	Screen,
	type Selection,
	Skeleton,
	selectOnly,
	showProblem,
	useLiveList,
	useNavigation,
} from "../../../ui";
import { DetailsPanel } from "../details/details-panel";
import { useDialog } from "../dialog/dialog-state";
import type { BulkChange } from "../model/bulk-change";
import { useCollections } from "../model/use-collections";
import { type BookmarksRoute, type BookmarksView, isNarrowed, listSpec, PLAIN_VIEW, placeOfRoute, useViews } from "../model/view-state";
import { BookmarkList } from "./bookmark-list";
import { BulkBar } from "./bulk-bar";
import classes from "./collection-view.module.css";
import { ChosenTags, Toolbar } from "./toolbar";
import { useBookmarkActions } from "./use-bookmark-actions";
import { useReceivedLinks } from "./use-received-links";

export function CollectionView({ route }: { readonly route: BookmarksRoute }): ReactNode {
	const { t } = useTranslation("bookmarks");
	const go = useNavigation((state) => state.go);
	const place = placeOfRoute(route);
	const view = useViews(({ views }) => views[place] ?? PLAIN_VIEW);
	const changeView = useCallback((change: Partial<BookmarksView>) => useViews.getState().change(place, change), [place]);
	useTagOfRoute(route, place);
	const spec = useMemo(() => listSpec(route, view), [route, view]);
	const list = useLiveList(spec);
	const resetKey = JSON.stringify(spec);
	const actions = useBookmarkActions();
	const collections = useCollections();
	const collection = route.collection === undefined ? undefined : collections.forest?.byId.get(route.collection);

	const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
	const [active, setActive] = useState<number | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another list has another selection.
	useEffect(() => {
		setSelection(NOTHING_SELECTED);
		setActive(null);
	}, [resetKey]);
	const revealed = useRevealed(route.item, resetKey, list, setSelection);
	const shown = (active === null ? undefined : list.row(active)?.id) ?? route.item;

	const area = useRef<HTMLDivElement>(null);
	const { over, handlers } = useReceivedLinks((found) => {
		if (found.length === 0) showProblem({ message: t("save.nothing"), advice: t("save.nothingAdvice"), details: "" });
		else void actions.save(found, route.collection ?? null);
	});
	const change = async (wanted: BulkChange): Promise<void> => {
		const done = await actions.change([...selection.ids], wanted);
		if (done && wanted.do === "trash") setSelection(NOTHING_SELECTED);
	};
	const add = (): void =>
		useDialog.getState().show({ is: "add", url: "", title: "", collection: route.collection ?? null, toPaste: false, space: null });

	const title = collection?.row.title ?? t(route.view === undefined ? "title.all" : `title.${route.view}`);
	const trail =
		collection === undefined
			? route.view === undefined
				? []
				: [{ label: t("navigation"), route: { screen: "bookmarks" } as const }]
			: [
					{ label: t("navigation"), route: { screen: "bookmarks" } as const },
					...collection.path.slice(0, -1).map((label, index) => ({
						label,
						route: { screen: "bookmarks", collection: collection.ids[index] ?? "" } as const,
					})),
				];
	const empty = list.state === "ready" && list.total === 0;
	const nothingAtAll = empty && !isNarrowed(view) && !(route.collection !== undefined && !view.deep);
	return (
		<Screen
			title={title}
			trail={trail}
			width="fill"
			ready={list.state !== "loading"}
			note={list.state === "ready" && !nothingAtAll ? t("count.shown", { count: list.total }) : undefined}
			actions={
				<>
					<Menu withInitialFocusPlaceholder={false}>
						<Menu.Target>
							<Button>{t("more.label")}</Button>
						</Menu.Target>
						<Menu.Dropdown>
							<Menu.Item onClick={() => go({ screen: "bookmarks", view: "duplicates" })}>{t("actions.duplicates")}</Menu.Item>
							<Menu.Divider />
							<Menu.Item onClick={() => go({ screen: "exchange" })}>{t("actions.import")}</Menu.Item>
							<Menu.Item onClick={() => go({ screen: "exchange" })}>{t("actions.export")}</Menu.Item>
						</Menu.Dropdown>
					</Menu>
					<Button variant="filled" onClick={add}>
						{t("actions.new")}
					</Button>
				</>
			}
		>
			<div ref={area} className={classes.area} data-over={over || undefined} {...handlers}>
				{nothingAtAll ? null : selection.ids.size > 1 ? (
					<BulkBar ids={[...selection.ids]} onChange={change} onClear={() => setSelection(NOTHING_SELECTED)} />
				) : (
					<Toolbar
						view={view}
						inCollection={route.collection !== undefined}
						toReadAlready={route.view === "to-read"}
						onChange={changeView}
						onLeave={() => area.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus()}
					/>
				)}
				<ChosenTags tags={view.tags} onChoose={(tags) => changeView({ tags })} />
				{list.state === "loading" && <Skeleton shape="rows" count={9} />}
				{list.state === "failed" && <ErrorState error={list.error} />}
				{empty && isNarrowed(view) && (
					<EmptyState
						title={t("empty.narrowed")}
						actions={<Button onClick={() => changeView({ text: "", tags: [], toReadOnly: false })}>{t("empty.showAll")}</Button>}
					>
						{t("empty.narrowedText")}
					</EmptyState>
				)}
				{empty && !isNarrowed(view) && <NothingHere route={route} onAdd={add} />}
				{list.state === "ready" && list.total > 0 && (
					<BookmarkList
						label={title}
						list={list}
						resetKey={resetKey}
						revealed={revealed}
						selection={selection}
						actions={actions}
						onSelect={setSelection}
						onActive={setActive}
					/>
				)}
				{over && (
					<p className={classes.drop} role="status">
						{collection === undefined ? t("save.dropHere") : t("save.dropInto", { collection: collection.row.title })}
					</p>
				)}
			</div>
			<DetailsPanel id={shown ?? null} actions={actions} collections={collections} />
		</Screen>
	);
}

function NothingHere({ route, onAdd }: { readonly route: BookmarksRoute; onAdd(): void }): ReactNode {
	const { t } = useTranslation("bookmarks");
	const go = useNavigation((state) => state.go);
	const where = route.collection === undefined ? (route.view ?? "all") : "collection";
	return (
		<EmptyState
			title={t(`empty.${where}`)}
			actions={
				where !== "to-read" && (
					<>
						<Button variant="filled" onClick={onAdd}>
							{t("actions.new")}
						</Button>
						{where === "all" && <Button onClick={() => go({ screen: "exchange" })}>{t("actions.import")}</Button>}
					</>
				)
			}
		>
			{t(`empty.${where}Text`)}
		</EmptyState>
	);
}

/** A tag in the route (somebody chose it elsewhere) narrows the view once, and then is the view's own. */
function useTagOfRoute(route: BookmarksRoute, place: string): void {
	useEffect(() => {
		if (route.tag === undefined) return;
		useViews.getState().change(place, { tags: [route.tag], text: "", toReadOnly: false });
		const { tag, ...rest } = route;
		useNavigation.getState().replace(rest);
	}, [route, place]);
}

/** Where the bookmark that the route points at stands in the list; it is selected and brought into view. */
function useRevealed(
	item: string | undefined,
	resetKey: string,
	list: { readonly state: string; ids(): Promise<readonly string[]> },
	select: (selection: Selection) => void,
): number | undefined {
	const [place, setPlace] = useState<{ readonly of: string; readonly index: number } | null>(null);
	const { state, ids } = list;
	const wanted = item === undefined ? null : `${item} ${resetKey}`;
	useEffect(() => {
		if (item === undefined || wanted === null || state !== "ready") return;
		let current = true;
		ids().then(
			(all) => {
				const index = all.indexOf(item);
				if (!current || index < 0) return;
				setPlace({ of: wanted, index });
				select(selectOnly(item, index));
			},
			// The list tells its own failure.
			() => undefined,
		);
		return () => {
			current = false;
		};
	}, [item, wanted, state, ids, select]);
	return place !== null && place.of === wanted ? place.index : undefined;
}
