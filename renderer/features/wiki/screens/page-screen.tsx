/** One page: its title, tags and text; at the right what surrounds it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, type Route, Screen, Skeleton, useQuery } from "../../../ui";
import { OpenPage } from "../page/open-page";
import "../editor/editor.css";

export function PageScreen({ route }: { readonly route: Extract<Route, { screen: "page" }> }): ReactNode {
	const { t } = useTranslation("wiki");
	const { t: app } = useTranslation("app");
	const item = useQuery("item", { id: route.id }, { whenIdle: true });
	const text = useQuery("text", { id: route.id }, { whenIdle: true });
	const row = item.data ?? null;
	const failed = item.error ?? text.error;
	if (failed !== null) {
		return (
			<Screen title={t("page.failed")} ready>
				<ErrorState error={failed} />
			</Screen>
		);
	}
	if (item.state === "ready" && (row === null || row.kind !== "page")) {
		return (
			<Screen title={t("page.gone")} trail={[{ label: t("wiki"), route: { screen: "wiki" } }]}>
				<EmptyState title={t("page.goneTitle")}>{t("page.goneHint")}</EmptyState>
			</Screen>
		);
	}
	if (row === null || text.state !== "ready") return <Waiting title={row?.title || app("untitled.page")} />;
	return <OpenPage key={row.id} page={row} text={text.data ?? ""} heading={route.heading ?? ""} />;
}

function Waiting({ title }: { readonly title: string }): ReactNode {
	return (
		<Screen title={title} headingHidden width="text" ready={false}>
			<Skeleton shape="page" />
		</Screen>
	);
}
