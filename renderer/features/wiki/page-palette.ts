/** What the palette can do with pages, and how menus and links reach them. */
import type { ShellCommand } from "../../../shared/host";
import type { Action } from "../../ui/feature";
import type { Route } from "../../ui/navigation";
import { askForPage, useErrands } from "./errands";
import { type PageTab, usePageView } from "./page/page-view";

function showTab(tab: PageTab): void {
	usePageView.getState().set({ tab, ...(tab === "contributors" ? { authors: true, reading: false } : {}) });
	useErrands.getState().ask({ do: "show-panel" });
}

export function pageActions(route: Route, translate: (key: string) => string): readonly Action[] {
	const group = translate("wiki");
	const newPage: Action = { id: "new-page", label: translate("action.newPage"), group, shortcut: "Mod+N", perform: () => askForPage() };
	if (route.screen !== "page") return [newPage];
	const page = route.id;
	const { ask } = useErrands.getState();
	const { reading, toolbar, set } = usePageView.getState();
	const tabs: readonly (readonly [PageTab, string])[] = [
		["outline", "action.outline"],
		["links", "action.links"],
		["contributors", "action.contributors"],
		["history", "action.history"],
	];
	return [
		newPage,
		{ id: "page-subpage", label: translate("action.newSubpage"), group, perform: () => askForPage("", page) },
		{ id: "page-rename", label: translate("action.rename"), group, perform: () => set({ wish: { page, do: "rename" } }) },
		{ id: "page-tag", label: translate("action.addTag"), group, perform: () => set({ wish: { page, do: "add-tag" } }) },
		{ id: "page-read", label: translate(reading ? "action.edit" : "action.read"), group, perform: () => set({ reading: !reading }) },
		{
			id: "page-find",
			label: translate("action.find"),
			group,
			shortcut: "Mod+F",
			perform: () => set({ reading: false, wish: { page, do: "find" } }),
		},
		...tabs.map(([tab, key]): Action => ({ id: `page-${tab}`, label: translate(key), group, perform: () => showTab(tab) })),
		{ id: "page-favourite", label: translate("action.toggleFavourite"), group, perform: () => ask({ do: "favourite", page }) },
		{ id: "page-copy-link", label: translate("action.copyLink"), group, perform: () => ask({ do: "copy-link", page }) },
		{
			id: "page-toolbar",
			label: translate(toolbar ? "action.hideToolbar" : "action.showToolbar"),
			group,
			perform: () => set({ toolbar: !toolbar }),
		},
		{ id: "page-trash", label: translate("action.trash"), group, perform: () => ask({ do: "trash", page }) },
	];
}

/** True when the wiki dealt with the command. */
export function pageCommand(command: ShellCommand, route: Route): boolean {
	if (command.do === "new" && command.kind === "page") {
		askForPage(command.title ?? "");
		return true;
	}
	if (command.do === "find" && route.screen === "page") {
		usePageView.getState().set({ reading: false, wish: { page: route.id, do: "find" } });
		return true;
	}
	return false;
}
