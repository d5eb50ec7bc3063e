/** The wiki: pages, their tree, and what the palette can do with them. */
import { IconBook2 } from "@tabler/icons-react";
import { lazy } from "react";
import type { Feature } from "../../ui/feature";
import type { withoutTheirs as WithoutTheirs } from "./page/without-theirs";
import { pageActions, pageCommand } from "./page-palette";
import { LazyPageSidebar } from "./tree/lazy-page-sidebar";
import { WikiEverywhere } from "./wiki-everywhere";

export { askForPage } from "./errands";
export { comparePage } from "./page/compare-page";

/** As in `page/without-theirs.ts`, which is read when it is wanted. */
export const withoutTheirs = async (...args: Parameters<typeof WithoutTheirs>): ReturnType<typeof WithoutTheirs> =>
	(await import("./page/without-theirs")).withoutTheirs(...args);

export const wiki: Feature = {
	id: "wiki",
	navigation: { labelKey: "wiki", icon: IconBook2, route: { screen: "wiki" }, covers: ["wiki", "page"], counts: "page" },
	screens: {
		wiki: lazy(async () => ({ default: (await import("./screens/wiki-screen")).WikiScreen })),
		page: lazy(async () => ({ default: (await import("./screens/page-screen")).PageScreen })),
	},
	sidebar: LazyPageSidebar,
	everywhere: WikiEverywhere,
	actions: pageActions,
	command: (command, _engine, route) => pageCommand(command, route),
};
