/** What is known of the bookmark in focus, in the panel at the right. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, RightPanel, Skeleton, useQuery } from "../../../ui";
import type { BookmarkActions } from "../list/use-bookmark-actions";
import { asBookmark } from "../model/bookmark-row";
import type { Collections } from "../model/use-collections";
import { BacklinkList } from "./backlink-list";
import { BookmarkDetails } from "./bookmark-details";

export interface DetailsPanelProps {
	/** Null while there is none in focus. */
	readonly id: string | null;
	readonly actions: BookmarkActions;
	readonly collections: Collections;
}

export function DetailsPanel({ id, actions, collections }: DetailsPanelProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const item = useQuery("item", id === null ? null : { id }, { keepPrevious: true });
	const backlinks = useQuery("backlinks", id === null ? null : { id });
	const row = id === null ? null : asBookmark(item.data);

	const details = (): ReactNode => {
		if (item.state === "failed") return <ErrorState error={item.error} />;
		if (id !== null && item.state === "loading") return <Skeleton shape="lines" count={5} />;
		if (row === null) {
			return (
				<EmptyState small title={t("details.none")}>
					{t("details.noneText")}
				</EmptyState>
			);
		}
		return <BookmarkDetails key={row.id} row={row} actions={actions} place={collections.forest?.byId.get(row.parent) ?? null} />;
	};
	const links = (): ReactNode => {
		if (backlinks.state === "failed") return <ErrorState error={backlinks.error} />;
		if (row === null || backlinks.state === "loading") return null;
		return <BacklinkList links={backlinks.data} />;
	};
	const count = backlinks.data?.length ?? 0;
	return (
		<RightPanel
			label={t("details.panel")}
			tabs={[
				{ id: "details", label: t("details.tab"), content: details },
				{ id: "links", label: t("details.linksTab"), content: links, ...(count > 0 ? { count } : {}) },
			]}
		/>
	);
}
