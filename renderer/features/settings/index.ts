/** Settings of this installation, what is kept where, and about the app. */
import { IconSettings } from "@tabler/icons-react";
import { lazy } from "react";
import type { Feature } from "../../ui/feature";

export const settings: Feature = {
	id: "settings",
	navigation: { labelKey: "name", icon: IconSettings, route: { screen: "settings" }, covers: ["settings"], foot: true },
	screens: { settings: lazy(() => import("./settings-screen").then(({ SettingsScreen }) => ({ default: SettingsScreen }))) },
};
