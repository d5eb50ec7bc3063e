/** A page that is there: everything on its screen, and how the parts talk to one another. */
import { EditorView } from "@codemirror/view";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import { RightPanel, Screen, useQuery, useTitleOf } from "../../../ui";
import type { EditorSettings } from "../editor/create-editor";
import { type OutlineEntry, outlineOf, type PageOutline } from "../editor/outline/outline";
import type { OpenTextStatus } from "../editor/session/open-text";
import { flushPage } from "../editor/session/open-texts";
import { CompareView } from "../panels/compare-view";
import { ContributorsPanel } from "../panels/contributors-panel";
import { HistoryPanel } from "../panels/history-panel";
import { LinksPanel, pagesOf } from "../panels/links-panel";
import { OutlinePanel } from "../panels/outline-panel";
import { ReadingView } from "../rendering/reading-view";
import { placeOf } from "../rendering/section";
import { Notices } from "./notices";
import classes from "./page.module.css";
import { PageHeader } from "./page-header";
import { type EditorHandle, PageText } from "./page-text";
import { type PageTab, usePageView } from "./page-view";
import { tickTask } from "./tick-task";
import { Toolbar } from "./toolbar";
import { useAuthorName, useAuthors } from "./use-authors";
import { useEditorPorts } from "./use-editor-ports";
import { usePageActions } from "./use-page-actions";
import { useRestore } from "./use-restore";
import { useTextChange } from "./use-text-change";
import { useWishes } from "./use-wishes";

const NO_OUTLINE: PageOutline = { headings: [], words: 0, tags: [] };

export interface OpenPageProps {
	readonly page: Row;
	/** The text as the library knows it. */
	readonly text: string;
	readonly heading: string;
}

export function OpenPage({ page, text, heading }: OpenPageProps): ReactNode {
	const { t } = useTranslation("wiki");
	const titleOf = useTitleOf();
	const actions = usePageActions();
	const change = useTextChange();
	const nameOf = useAuthorName();
	const { reading, authors, tab, comparison, toolbar, set } = usePageView();
	const path = useQuery("path", { id: page.id });
	const backlinks = useQuery("backlinks", { id: page.id });
	const scroller = useRef<HTMLDivElement>(null);
	const [handle, setHandle] = useState<EditorHandle | null>(null);
	const [status, setStatus] = useState<OpenTextStatus>({ is: "opening" });
	const [written, setOutline] = useState<PageOutline>(NO_OUTLINE);
	// The editor tells it while it is on screen; a reader's page is read here.
	const outline = useMemo(() => (reading ? outlineOf(text) : written), [reading, text, written]);
	const watchers = useRef(new Set<() => void>());
	const [sought, setSought] = useState({ heading, count: 0 });
	const changeable = page.readOnly === 0 && page.trashed === 0;
	const title = titleOf(page);

	const watchEditor = useCallback((watcher: () => void) => {
		watchers.current.add(watcher);
		return () => void watchers.current.delete(watcher);
	}, []);
	const goToHeading = useCallback((wanted: string) => setSought(({ count }) => ({ heading: wanted, count: count + 1 })), []);
	useEffect(() => goToHeading(heading), [heading, goToHeading]);
	const ports = useEditorPorts(page, goToHeading);
	const settings = useMemo(
		(): EditorSettings => ({
			ports: ports.editor,
			label: t("editor.label"),
			sanitiser: () => ports.drawing.sanitiser,
			onOutline: setOutline,
			onUpdate: () => {
				for (const watcher of watchers.current) watcher();
			},
		}),
		[ports, t],
	);
	const people = useAuthors(page.id, handle, status.is === "pending" || status.is === "saved" ? status.is : "other", {
		wanted: tab === "contributors",
		coloured: authors && !reading,
	});
	const restore = useRestore(page, handle);
	const wishes = useWishes(page.id, handle);

	// A comparison belongs to the page it was asked on.
	useEffect(() => () => usePageView.getState().set({ comparison: null }), []);
	const goTo = useCallback(
		(at: number) => {
			if (handle === null) return;
			handle.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 60 }) });
			handle.view.focus();
		},
		[handle],
	);
	useEffect(() => {
		if (handle === null || sought.heading === "") return;
		const { doc } = handle.view.state;
		const at = placeOf(doc.sliceString(0, doc.length, "\n"), sought.heading);
		if (at !== null) goTo(at);
	}, [handle, sought, goTo]);

	const onTask = useCallback(
		(line: number) => {
			const tick = tickTask(page.id, text, line);
			if (tick !== null) void flushPage(page.id).then(() => change.run([tick]));
		},
		[change, page.id, text],
	);
	const onOutline = ({ at, text: name }: OutlineEntry): void => (reading ? goToHeading(name) : goTo(at));
	const copyText = (): void => {
		if (handle !== null) void navigator.clipboard.writeText(handle.view.state.doc.sliceString(0)).catch(() => undefined);
	};
	const trail = [
		{ label: t("wiki"), route: { screen: "wiki" } as const },
		...(path.data ?? []).slice(0, -1).map((row) => ({ label: titleOf(row), route: { screen: "page", id: row.id } as const })),
	];
	const comparing = comparison !== null;
	const editorShown = !reading && !comparing;
	return (
		<Screen title={title} trail={trail} headingHidden width="fill">
			<div ref={scroller} className={classes.scroller}>
				{editorShown && handle !== null && changeable && toolbar ? <Toolbar view={handle.view} watch={watchEditor} /> : null}
				<div className={classes.page}>
					<Notices
						page={page}
						status={status}
						onRestore={() => void actions.restore(page.id)}
						onRetry={() => void (status.is === "unopened" ? handle?.text.open() : handle?.text.flush())}
						onCopy={copyText}
					/>
					<PageHeader
						page={page}
						written={outline.tags}
						editable={changeable}
						wish={wishes.wish}
						onWishDone={wishes.done}
						onLeaveTitle={() => handle?.view.focus()}
					/>
					{comparing ? (
						<CompareView
							page={page.id}
							comparison={comparison}
							now={text}
							editable={changeable}
							onRestore={restore.toText}
							onClose={() => set({ comparison: null })}
						/>
					) : null}
					{reading && !comparing ? (
						<ReadingView
							markdown={text}
							drawing={ports.drawing}
							follows={ports.editor}
							label={title}
							heading={sought.heading}
							{...(changeable ? { onTask } : {})}
						/>
					) : null}
					{editorShown ? (
						<PageText
							page={page.id}
							text={text}
							settings={settings}
							scroller={scroller}
							editable={changeable}
							onHandle={setHandle}
							onStatus={setStatus}
						/>
					) : null}
				</div>
			</div>
			<RightPanel
				label={t("panel.label")}
				chosen={tab}
				onChoose={(id) => set({ tab: id as PageTab, ...(id === "contributors" && !reading ? { authors: true } : {}) })}
				tabs={[
					{ id: "outline", label: t("panel.outline"), content: () => <OutlinePanel outline={outline} onGoTo={onOutline} /> },
					{
						id: "links",
						label: t("panel.links"),
						...(backlinks.data?.length ? { count: pagesOf(backlinks.data) } : {}),
						content: () => <LinksPanel page={page} />,
					},
					{ id: "contributors", label: t("panel.contributors"), content: () => <ContributorsPanel contributors={people.contributors} /> },
					{
						id: "history",
						label: t("panel.history"),
						content: () => (
							<HistoryPanel page={page.id} editable={changeable} nameOf={nameOf} onRestore={(from) => void restore.toVersion(from.heads)} />
						),
					},
				]}
			/>
		</Screen>
	);
}
