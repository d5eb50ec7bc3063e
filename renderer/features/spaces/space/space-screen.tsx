/** One space: what is in it, who has access, and where copies of it lie. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceDetails } from "../../../engine/spaces-contract";
import { confirm } from "../../../ui/confirm";
import { useQuery } from "../../../ui/engine-hooks";
import type { Screen as ScreenOf } from "../../../ui/feature";
import { type SpaceTab, useNavigation } from "../../../ui/navigation";
import { Screen } from "../../../ui/screen";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useShareWords } from "../../../ui/spaces/share-words";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { useAct } from "../../../ui/spaces/use-act";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states";
import { ContentsTab } from "./contents-tab";
import { OutOfReach } from "./out-of-reach";
import { PeopleTab } from "./people-tab";
import classes from "./space.module.css";
import { SpaceNotice } from "./space-notice";
import { SyncTab } from "./sync-tab";
import { Tabs } from "./tabs";

export const SpaceScreen: ScreenOf<"space"> = ({ route }) => {
	const { t } = useTranslation("spaces");
	const details = useQuery("space", { space: route.space });
	const nameOf = useSpaceName();
	if (details.state === "failed") {
		return (
			<Screen title={t("title")}>
				<ErrorState error={details.error} />
			</Screen>
		);
	}
	if (details.state === "loading") {
		return (
			<Screen title={t("title")} ready={false}>
				<Skeleton shape="rows" />
			</Screen>
		);
	}
	if (details.data === null) {
		return (
			<Screen title={t("gone.title")}>
				<EmptyState title={t("gone.title")}>{t("gone.text")}</EmptyState>
			</Screen>
		);
	}
	const space = details.data;
	const tab = route.tab ?? "contents";
	return (
		<Screen
			title={nameOf(space)}
			trail={[{ label: t("title"), route: { screen: "people" } }]}
			note={<Note space={space} />}
			actions={<Actions space={space} />}
			width="fill"
		>
			<SpaceNotice space={space} />
			<OutOfReach space={space} />
			<SpaceTabs space={space} tab={tab} />
		</Screen>
	);
};

function Note({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	const shareWords = useShareWords();
	const role = space.role === null || space.kind === "private" ? null : t(`role.${space.role}.name`);
	return (
		<span className={classes.note}>
			<SpaceDot space={space} />
			{[
				t(`kind.${space.kind}`),
				...(space.kind === "share" ? [shareWords(space)] : []),
				...(role === null ? [] : [t("yourRole", { role })]),
			].join(" · ")}
		</span>
	);
}

function SpaceTabs({ space, tab }: { readonly space: SpaceDetails; readonly tab: SpaceTab }): ReactNode {
	const { t } = useTranslation("spaces");
	const replace = useNavigation((state) => state.replace);
	const late = space.late.length;
	const tabs = [
		{ id: "contents", label: t("tab.contents"), count: space.items },
		{ id: "people", label: t(space.kind === "private" ? "tab.laptops" : "tab.people"), ...(late > 0 ? { count: late } : {}) },
		{ id: "sync", label: t("tab.sync") },
	] as const;
	return (
		<Tabs
			label={t("tab.label")}
			tabs={tabs}
			chosen={tab}
			onChoose={(id) => replace({ screen: "space", space: space.space, tab: id as SpaceTab })}
		>
			{tab === "contents" ? <ContentsTab space={space} /> : null}
			{tab === "people" ? <PeopleTab space={space} /> : null}
			{tab === "sync" ? <SyncTab space={space} /> : null}
		</Tabs>
	);
}

function Actions({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const nameOf = useSpaceName();
	const go = useNavigation((state) => state.go);
	const name = nameOf(space);
	const leave = async (): Promise<void> => {
		const sure = await confirm({
			title: t("leave.title", { name }),
			body: t("leave.body"),
			action: t("leave.action"),
			danger: true,
		});
		if (!sure) return;
		if ((await act("leave-space", { space: space.space }, { done: t("leave.done", { name }) })) !== null) go({ screen: "home" });
	};
	const member = space.role !== null;
	const onlyOwner = space.role === "owner" && space.people.filter(({ role }) => role === "owner").length === 1;
	return (
		<>
			{member && space.kind !== "private" && space.role === "owner" ? (
				<Button onClick={() => go({ screen: "space", space: space.space, tab: "people" })}>{t("invite.someone")}</Button>
			) : null}
			<Menu position="bottom-end">
				<Menu.Target>
					<ActionIcon size={30} aria-label={t("actions.more")}>
						<IconDots size={17} stroke={1.6} />
					</ActionIcon>
				</Menu.Target>
				<Menu.Dropdown>
					{space.kind === "private" ? null : (
						<Menu.Item disabled={space.role !== "owner"} onClick={() => askForSpaces({ is: "rename", space: space.space })}>
							{t("rename.title")}
						</Menu.Item>
					)}
					<Menu.Item onClick={() => askForSpaces({ is: "export-changes", space: space.space })}>{t("byFile.export")}</Menu.Item>
					<Menu.Item onClick={() => askForSpaces({ is: "sync" })}>{t("sync.title")}</Menu.Item>
					{space.kind === "private" ? null : (
						<>
							<Menu.Divider />
							<Menu.Item disabled={!member || onlyOwner} onClick={() => void leave()}>
								{t("leave.action")}
							</Menu.Item>
							{onlyOwner ? <Menu.Label maw={260}>{t("leave.onlyOwner")}</Menu.Label> : null}
						</>
					)}
				</Menu.Dropdown>
			</Menu>
		</>
	);
}
