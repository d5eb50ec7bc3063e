/** Above the text: title, when it was edited, tags, and what can be done with the page. */
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDots, IconEye, IconPencil, IconStar, IconStarFilled } from "@tabler/icons-react";
import { memo, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Row } from "../../../../shared/model/item";
import { useNavigation, useRun, useWords } from "../../../ui";
import { MovePage } from "../tree/move-page";
import { copyPageLink } from "./copy-link";
import type { LivePageStore } from "./live-page";
import classes from "./page.module.css";
import { PageSpace, SpaceItems } from "./page-space";
import { PageTags } from "./page-tags";
import type { EditorHandle } from "./page-text";
import { PageTitle } from "./page-title";
import { type PageWish, usePageView } from "./page-view";
import { PeopleHere } from "./people-here";
import { usePageActions } from "./use-page-actions";

export interface PageHeaderProps {
	readonly page: Row;
	readonly live: LivePageStore;
	/** The editor; null while the page is only read. */
	readonly handle: EditorHandle | null;
	readonly editable: boolean;
	readonly wish: PageWish["do"] | null;
	onWishDone(): void;
	onLeaveTitle(): void;
}

export const PageHeader = memo(function PageHeader({
	page,
	live,
	handle,
	editable,
	wish,
	onWishDone,
	onLeaveTitle,
}: PageHeaderProps): ReactNode {
	const { t } = useTranslation("wiki");
	const words = useWords();
	const written = useStore(
		live,
		useShallow((state) => state.outline.tags),
	);
	const run = useRun();
	const actions = usePageActions();
	const reading = usePageView((state) => state.reading);
	const set = usePageView((state) => state.set);
	const [moving, setMoving] = useState(false);
	const favourite = page.favourite === 1;
	const trash = async (): Promise<void> => {
		await actions.trash(page);
		useNavigation.getState().go(page.parent === "" ? { screen: "wiki" } : { screen: "page", id: page.parent });
	};
	return (
		<header className={classes.header}>
			<PageTitle
				title={page.title}
				editable={editable}
				wanted={wish === "rename"}
				onWanted={onWishDone}
				onRename={(title) => actions.rename(page, title)}
				onLeave={onLeaveTitle}
			/>
			<div className={classes.meta}>
				<PageSpace page={page} />
				<span className={classes.edited} title={words.dateTime(page.updated)}>
					{t("page.edited", { ago: words.ago(page.updated) })}
				</span>
				<PageTags
					tags={page.tags}
					written={written}
					editable={editable}
					wanted={wish === "add-tag"}
					onWanted={onWishDone}
					onAdd={(tag) => void run([{ do: "tag", id: page.id, params: { tag } }])}
					onRemove={(tag) =>
						void run([{ do: "untag", id: page.id, params: { tag } }], {
							done: t("tags.removed", { tag }),
							undo: [{ do: "tag", id: page.id, params: { tag } }],
						})
					}
				/>
				<span className={classes.push} />
				<PeopleHere page={page.id} handle={handle} />
				<Tooltip label={t(reading ? "action.edit" : "action.read")}>
					<ActionIcon size={28} aria-label={t("action.read")} aria-pressed={reading} onClick={() => set({ reading: !reading })}>
						{reading ? <IconPencil size={17} stroke={1.6} /> : <IconEye size={17} stroke={1.6} />}
					</ActionIcon>
				</Tooltip>
				<Tooltip label={t(favourite ? "action.unfavourite" : "action.favourite")}>
					<ActionIcon
						size={28}
						aria-label={t("action.favourite")}
						aria-pressed={favourite}
						onClick={() => void actions.favourite(page.id, !favourite)}
					>
						{favourite ? <IconStarFilled size={17} className={classes.star} /> : <IconStar size={17} stroke={1.6} />}
					</ActionIcon>
				</Tooltip>
				<Menu position="bottom-end">
					<Menu.Target>
						<ActionIcon size={28} aria-label={t("page.more")}>
							<IconDots size={17} stroke={1.6} />
						</ActionIcon>
					</Menu.Target>
					<Menu.Dropdown>
						<Menu.Item onClick={() => void actions.create(page.id)}>{t("action.newSubpage")}</Menu.Item>
						<Menu.Item onClick={() => setMoving(true)} disabled={!editable}>
							{t("action.move")}
						</Menu.Item>
						<SpaceItems page={page} />
						<Menu.Item onClick={() => void copyPageLink(page.id, t)}>{t("action.copyLink")}</Menu.Item>
						<Menu.Item onClick={() => set({ tab: "history" })}>{t("action.history")}</Menu.Item>
						<Menu.Divider />
						<Menu.Item onClick={() => void trash()} disabled={!editable}>
							{t("action.trash")}
						</Menu.Item>
					</Menu.Dropdown>
				</Menu>
			</div>
			{moving ? <MovePage page={page} onClose={() => setMoving(false)} /> : null}
		</header>
	);
});
