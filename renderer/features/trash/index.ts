/** What was deleted and can be put back. */
import { IconTrash } from "@tabler/icons-react";
import { lazy } from "react";
import type { Feature } from "../../ui/feature";

export const trash: Feature = {
	id: "trash",
	navigation: { labelKey: "name", icon: IconTrash, route: { screen: "trash" }, covers: ["trash"], counts: "trashed", foot: true },
	screens: { trash: lazy(() => import("./trash-screen").then(({ TrashScreen }) => ({ default: TrashScreen }))) },
};
