/** Pages that link here, and pages that say this page's title without a link. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import type { Backlink } from "../../../engine/contract";
import { EmptyState, ErrorState, routeOf, Skeleton, useEngine, useNavigation, useQuery, useTitleOf } from "../../../ui";
import { linkMention } from "../page/link-mention";
import { useTextChange } from "../page/use-text-change";
import classes from "./panels.module.css";

const MOST_MENTIONS = 50;

export function LinksPanel({ page }: { readonly page: Row }): ReactNode {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const change = useTextChange();
	const links = useQuery("backlinks", { id: page.id });
	const mentions = useQuery("mentions", page.title.trim().length < 2 ? null : { id: page.id, limit: MOST_MENTIONS });
	const linkIt = async (mention: Backlink): Promise<void> => {
		const names = [page.title, ...(page.detail.of === "page" ? page.detail.aliases : [])];
		try {
			const found = await linkMention(engine, mention, page.title, names);
			if (found === null) change.tellChanged();
			else await change.runWithUndo(found.commands, t("links.linked", { title: mention.from.title }), found.undo);
		} catch (error) {
			change.tell(error);
		}
	};
	if (links.state === "failed") return <ErrorState error={links.error} />;
	if (links.state === "loading") return <Skeleton shape="lines" />;
	const shown = different(links.data);
	return (
		<div className={classes.sections}>
			<section aria-label={t("links.backlinks")}>
				{shown.length > 0 ? <h2 className={classes.title}>{t("links.backlinksCount", { count: pagesOf(shown) })}</h2> : null}
				{shown.length === 0 ? <EmptyState small title={t("links.none")} /> : null}
				<ul className={classes.links}>
					{shown.map((link, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a page may link here several times with the same words.
						<li key={`${link.from.id} ${index}`}>
							<LinkFrom link={link} />
						</li>
					))}
				</ul>
			</section>
			{mentions.state === "ready" && mentions.data.length > 0 ? (
				<section aria-label={t("links.mentions")}>
					<h2 className={classes.title}>{t("links.mentionsCount", { count: mentions.data.length })}</h2>
					<ul className={classes.links}>
						{mentions.data.map((mention, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: see above.
							<li key={`${mention.from.id} ${index}`}>
								<LinkFrom link={mention} />
								<Button
									size="compact-xs"
									onClick={() => void linkIt(mention)}
									aria-label={t("links.linkItIn", { title: mention.from.title })}
								>
									{t("links.linkIt")}
								</Button>
							</li>
						))}
					</ul>
				</section>
			) : null}
		</div>
	);
}

/** Links of one page with the same words around them are shown once. */
function different(links: readonly Backlink[]): readonly Backlink[] {
	return [...new Map(links.map((link) => [`${link.from.id} ${link.context}`, link])).values()];
}

/** How many pages these links are in. */
export function pagesOf(links: readonly Backlink[]): number {
	return new Set(links.map(({ from }) => from.id)).size;
}

/** The words around a link without their markup. */
function readable(context: string): string {
	return context
		.replace(/!?\[\[(?:[^\]|]*\|)?([^\]]*)\]\]/g, "$1")
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/\*\*|__|~~|==|`|^\s*(?:[-*+>]|#{1,6}|\d+[.)])\s+/g, "")
		.trim();
}

function LinkFrom({ link }: { readonly link: Backlink }): ReactNode {
	const go = useNavigation((state) => state.go);
	const titleOf = useTitleOf();
	const route =
		link.from.kind === "page" && link.heading !== ""
			? ({ screen: "page", id: link.from.id, heading: link.heading } as const)
			: routeOf(link.from);
	return (
		<button type="button" className={classes.link} onClick={() => go(route)}>
			<span className={classes.linkTitle}>{titleOf(link.from)}</span>
			<span className={classes.context}>{readable(link.context)}</span>
		</button>
	);
}
