/** In which space a page is, and the ways into another one. Nothing of it shows while there is only one's own. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { useNavigation, useQuery, useTitleOf } from "../../../ui";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useShareWords } from "../../../ui/spaces/share-words";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import classes from "./page.module.css";

/** The colour and name of the page's space; leads there. */
export function PageSpace({ page }: { readonly page: Pick<Row, "space"> }): ReactNode {
	const { t } = useTranslation("wiki");
	const nameOf = useSpaceName();
	const spaces = useSpaces();
	const go = useNavigation((state) => state.go);
	const space = spaces.of(page.space);
	if (space === null || spaces.all.length < 2) return null;
	if (space.kind === "share") return <Share space={space} />;
	const name = nameOf(space);
	return (
		<button
			type="button"
			className={classes.space}
			aria-label={t("page.inSpace", { space: name })}
			onClick={() => go({ screen: "space", space: space.space })}
		>
			<SpaceDot space={space} />
			{name}
		</button>
	);
}

/** With whom a page is shared alone; leads to who they are. */
function Share({ space }: { readonly space: SpaceSummary }): ReactNode {
	const words = useShareWords();
	const go = useNavigation((state) => state.go);
	const details = useQuery("space", { space: space.space }).data ?? null;
	if (details === null) return null;
	const said = words(details);
	return (
		<button type="button" className={classes.space} onClick={() => go({ screen: "space", space: space.space, tab: "people" })}>
			<SpaceDot space={space} />
			{said.charAt(0).toLocaleUpperCase() + said.slice(1)}
		</button>
	);
}

/** Entries of the page's menu. */
export function SpaceItems({ page }: { readonly page: Row }): ReactNode {
	const { t } = useTranslation("wiki");
	const titleOf = useTitleOf();
	const spaces = useSpaces();
	const several = spaces.all.filter(({ state }) => state === "ready").length > 1;
	const shared = spaces.of(page.space)?.kind === "share";
	const ask = (move: boolean): void => askForSpaces({ is: "copy", ids: [page.id], title: titleOf(page), from: page.space, move });
	return (
		<>
			{shared ? null : (
				<Menu.Item onClick={() => askForSpaces({ is: "share", id: page.id, title: titleOf(page), from: page.space })}>
					{t("action.share")}
				</Menu.Item>
			)}
			{several ? (
				<>
					<Menu.Item onClick={() => ask(true)} disabled={page.readOnly === 1}>
						{t("action.moveToSpace")}
					</Menu.Item>
					<Menu.Item onClick={() => ask(false)}>{t("action.copyToSpace")}</Menu.Item>
				</>
			) : null}
		</>
	);
}
