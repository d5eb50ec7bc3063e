/** Bookmarks: addresses people want to find again, in nested collections. */
import { IconBookmark } from "@tabler/icons-react";
import { lazy } from "react";
import type { Feature } from "../../ui/feature";
import { useNavigation } from "../../ui/navigation";
import { DialogsEverywhere } from "./dialog/dialogs-everywhere";
import { focusFilter } from "./list/filter-field";
import { openNewBookmark } from "./open-new-bookmark";
import { CollectionsSidebarLater } from "./sidebar/collections-sidebar-later";

export { openNewBookmark } from "./open-new-bookmark";

export const bookmarks: Feature = {
	id: "bookmarks",
	navigation: {
		labelKey: "navigation",
		icon: IconBookmark,
		route: { screen: "bookmarks" },
		covers: ["bookmarks"],
		counts: "bookmark",
	},
	screens: {
		bookmarks: lazy(() => import("./bookmarks-screen").then(({ BookmarksScreen }) => ({ default: BookmarksScreen }))),
	},
	sidebar: CollectionsSidebarLater,
	everywhere: DialogsEverywhere,
	command: (command, _engine, route) => command.do === "find" && route.screen === "bookmarks" && focusFilter(),
	actions: (_route, translate) => {
		const { go } = useNavigation.getState();
		const group = translate("navigation");
		return [
			{ id: "bookmarks.paste", label: translate("actions.paste"), group, perform: () => openNewBookmark({ toPaste: true }) },
			{ id: "bookmarks.to-read", label: translate("actions.toRead"), group, perform: () => go({ screen: "bookmarks", view: "to-read" }) },
			{
				id: "bookmarks.duplicates",
				label: translate("actions.duplicates"),
				group,
				perform: () => go({ screen: "bookmarks", view: "duplicates" }),
			},
			{ id: "bookmarks.import", label: translate("actions.import"), group, perform: () => go({ screen: "exchange" }) },
			{ id: "bookmarks.export", label: translate("actions.export"), group, perform: () => go({ screen: "exchange" }) },
		];
	},
};
