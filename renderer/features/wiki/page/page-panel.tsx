/** What surrounds a page: its outline, what links to it, who wrote it and when. */
import { memo, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import { RightPanel, type RightPanelTab, useQuery } from "../../../ui";
import type { OutlineEntry } from "../editor/outline/outline";
import { ContributorsPanel } from "../panels/contributors-panel";
import { HistoryPanel } from "../panels/history-panel";
import { LinksPanel, pagesOf } from "../panels/links-panel";
import { OutlinePanel } from "../panels/outline-panel";
import type { LivePageStore } from "./live-page";
import type { EditorHandle } from "./page-text";
import { type PageTab, usePageView } from "./page-view";
import type { Restore } from "./use-restore";

export interface PagePanelProps {
	readonly page: Row;
	readonly live: LivePageStore;
	readonly handle: EditorHandle | null;
	readonly editable: boolean;
	readonly restore: Restore;
	onGoTo(entry: OutlineEntry): void;
}

function choose(id: string): void {
	const { reading, set } = usePageView.getState();
	set({ tab: id as PageTab, ...(id === "contributors" && !reading ? { authors: true } : {}) });
}

export const PagePanel = memo(function PagePanel({ page, live, handle, editable, restore, onGoTo }: PagePanelProps): ReactNode {
	const { t } = useTranslation("wiki");
	const tab = usePageView((state) => state.tab);
	const backlinks = useQuery("backlinks", { id: page.id }, { whenIdle: true });
	const linking = backlinks.data?.length ? pagesOf(backlinks.data) : 0;
	const tabs = useMemo(
		(): readonly RightPanelTab[] => [
			{ id: "outline", label: t("panel.outline"), content: () => <OutlinePanel live={live} onGoTo={onGoTo} /> },
			{
				id: "links",
				label: t("panel.links"),
				...(linking > 0 ? { count: linking } : {}),
				content: () => <LinksPanel page={page} />,
			},
			{
				id: "contributors",
				label: t("panel.contributors"),
				content: () => <ContributorsPanel page={page.id} live={live} handle={handle} />,
			},
			{
				id: "history",
				label: t("panel.history"),
				content: () => <HistoryPanel page={page.id} editable={editable} onRestore={(from) => void restore.toVersion(from.heads)} />,
			},
		],
		[t, live, onGoTo, linking, page, handle, editable, restore],
	);
	return <RightPanel label={t("panel.label")} chosen={tab} onChoose={choose} tabs={tabs} />;
});
