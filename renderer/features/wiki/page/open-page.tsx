/** A page that is there: everything on its screen, and how the parts talk to one another. */
import { EditorView } from "@codemirror/view";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import { Screen, useQuery, useTitleOf } from "../../../ui";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { writesIn } from "../../../ui/spaces/writes-in";
import type { EditorSettings } from "../editor/create-editor";
import { type OutlineEntry, outlineOf } from "../editor/outline/outline";
import type { OpenTextStatus } from "../editor/session/open-text";
import { flushPage } from "../editor/session/open-texts";
import { CompareView } from "../panels/compare-view";
import { ReadingView } from "../rendering/reading-view";
import { placeOf } from "../rendering/section";
import { createLivePage } from "./live-page";
import { Notices } from "./notices";
import classes from "./page.module.css";
import { PageHeader } from "./page-header";
import { PagePanel } from "./page-panel";
import { type EditorHandle, PageText } from "./page-text";
import { usePageView } from "./page-view";
import { tickTask } from "./tick-task";
import { Toolbar } from "./toolbar";
import { useEditorPorts } from "./use-editor-ports";
import { useHere } from "./use-here";
import { usePageActions } from "./use-page-actions";
import { useRestore } from "./use-restore";
import { useTextChange } from "./use-text-change";
import { useWishes } from "./use-wishes";

const closeComparison = (): void => usePageView.getState().set({ comparison: null });

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
	const spaces = useSpaces();
	const spaceName = useSpaceName();
	const change = useTextChange();
	const reading = usePageView((state) => state.reading);
	const comparison = usePageView((state) => state.comparison);
	const toolbar = usePageView((state) => state.toolbar);
	const path = useQuery("path", { id: page.id });
	const scroller = useRef<HTMLDivElement>(null);
	const [handle, setHandle] = useState<EditorHandle | null>(null);
	const [live] = useState(createLivePage);
	const watchers = useRef(new Set<() => void>());
	const [sought, setSought] = useState({ heading, count: 0 });
	const place = spaces.of(page.space);
	const changeable = page.readOnly === 0 && page.trashed === 0 && (place === null || writesIn(place));
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
			onOutline: (outline) => live.setState({ outline }),
			onUpdate: () => {
				for (const watcher of watchers.current) watcher();
			},
		}),
		[live, ports, t],
	);
	const restore = useRestore(page, handle);
	const wishes = useWishes(page.id, handle);
	useHere(page.id, handle, watchEditor);

	// The editor tells the outline while it is on screen; a reader's page is read here.
	useEffect(() => {
		if (reading) live.setState({ outline: outlineOf(text) });
	}, [live, reading, text]);
	// A comparison belongs to the page it was asked on.
	useEffect(() => closeComparison, []);
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
	const goToEntry = useCallback(
		({ at, text: name }: OutlineEntry) => (reading ? goToHeading(name) : goTo(at)),
		[reading, goToHeading, goTo],
	);
	const leaveTitle = useCallback(() => handle?.view.focus(), [handle]);
	const onStatus = useCallback((status: OpenTextStatus) => live.setState({ status }), [live]);
	const home = spaces.isPrivate(page.space) ? null : place;
	const trail = [
		home === null
			? { label: t("wiki"), route: { screen: "wiki" } as const }
			: // A share is called as the page in it is.
				{ label: home.kind === "share" ? t("tree.shares") : spaceName(home), route: { screen: "space", space: home.space } as const },
		...(path.data ?? []).slice(0, -1).map((row) => ({ label: titleOf(row), route: { screen: "page", id: row.id } as const })),
	];
	const comparing = comparison !== null;
	const editorShown = !reading && !comparing;
	return (
		<Screen title={title} trail={trail} headingHidden width="fill">
			<div ref={scroller} className={classes.scroller}>
				{editorShown && handle !== null && changeable && toolbar ? <Toolbar view={handle.view} watch={watchEditor} /> : null}
				<div className={classes.page}>
					<Notices page={page} space={place} live={live} handle={handle} onRestore={() => void actions.restore(page.id)} />
					<PageHeader
						page={page}
						live={live}
						handle={handle}
						editable={changeable}
						wish={wishes.wish}
						onWishDone={wishes.done}
						onLeaveTitle={leaveTitle}
					/>
					{comparing ? (
						<CompareView
							page={page.id}
							comparison={comparison}
							now={text}
							editable={changeable}
							onRestore={restore.toText}
							onClose={closeComparison}
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
							onStatus={onStatus}
						/>
					) : null}
				</div>
			</div>
			<PagePanel page={page} live={live} handle={handle} editable={changeable} restore={restore} onGoTo={goToEntry} />
		</Screen>
	);
}
