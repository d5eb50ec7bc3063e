/** Spaces: what is shared with whom, who the people are, and where copies of it lie. */
import { lazy } from "react";
import type { Feature } from "../../ui/feature";
import { useNavigation } from "../../ui/navigation";
import { askForSpaces } from "../../ui/spaces/ask";
import { SpacesEverywhere } from "./spaces-everywhere";

export { SpaceList } from "./list/space-list";
export { SyncLine } from "./sync/sync-line";
export { useImportChanges } from "./sync/use-import-changes";
export { useMe } from "./you/use-me";

/** One's name, colour and picture, to be set; kept at once. */
export const You = lazy(() => import("./you/you").then(({ You: component }) => ({ default: component })));
/** One's own laptops. */
export const Laptops = lazy(() => import("./laptops/laptops").then(({ Laptops: component }) => ({ default: component })));
/** Name, colour and picture as fields of a larger form. */
export const CardFields = lazy(() => import("./you/card-fields").then(({ CardFields: component }) => ({ default: component })));

/** That others changed something, on the start page; nothing where nobody did. */
export const AwayCard = lazy(() => import("./away/away-card").then(({ AwayCard: component }) => ({ default: component })));

export const spaces: Feature = {
	id: "spaces",
	screens: {
		space: lazy(() => import("./space/space-screen").then(({ SpaceScreen }) => ({ default: SpaceScreen }))),
		people: lazy(() => import("./people/people-screen").then(({ PeopleScreen }) => ({ default: PeopleScreen }))),
		away: lazy(() => import("./away/away-screen").then(({ AwayScreen }) => ({ default: AwayScreen }))),
	},
	everywhere: SpacesEverywhere,
	actions: (route, translate) => {
		const { go } = useNavigation.getState();
		const group = translate("title");
		const anywhere = [
			{ id: "spaces.new", label: translate("newSpace"), group, perform: () => askForSpaces({ is: "new-space" }) },
			{ id: "spaces.join", label: translate("joinWithLink"), group, perform: () => askForSpaces({ is: "join", link: "" }) },
			{ id: "spaces.people", label: translate("people.title"), group, perform: () => go({ screen: "people" }) },
			{ id: "spaces.away", label: translate("away.title"), group, perform: () => go({ screen: "away" }) },
			{ id: "spaces.sync", label: translate("sync.title"), group, perform: () => askForSpaces({ is: "sync" }) },
			{
				id: "spaces.export",
				label: translate("byFile.export"),
				group,
				perform: () => askForSpaces({ is: "export-changes", space: route.screen === "space" ? route.space : null }),
			},
		];
		if (route.screen !== "space") return anywhere;
		const { space } = route;
		return [
			...anywhere,
			{ id: "spaces.members", label: translate("actions.members"), group, perform: () => go({ screen: "space", space, tab: "people" }) },
			{ id: "spaces.copies", label: translate("actions.copies"), group, perform: () => go({ screen: "space", space, tab: "sync" }) },
			{ id: "spaces.rename", label: translate("rename.title"), group, perform: () => askForSpaces({ is: "rename", space }) },
		];
	},
};
