/** Pages that link here, with the words around the link. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Backlink } from "../../../engine/contract";
import { EmptyState, routeOf, useNavigation, useTitleOf } from "../../../ui";
import classes from "./details.module.css";

export function BacklinkList({ links }: { readonly links: readonly Backlink[] }): ReactNode {
	const { t } = useTranslation("bookmarks");
	const titleOf = useTitleOf();
	if (links.length === 0) {
		return (
			<EmptyState small title={t("details.noLinks")}>
				{t("details.noLinksText")}
			</EmptyState>
		);
	}
	return (
		<ul className={classes.backlinks}>
			{links.map((link, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a page may link here several times, in this order
				<li key={`${link.from.id} ${index}`}>
					<button type="button" className={classes.link} onClick={() => useNavigation.getState().go(routeOf(link.from))}>
						{titleOf(link.from)}
					</button>
					<p className={classes.context}>{link.context}</p>
				</li>
			))}
		</ul>
	);
}
