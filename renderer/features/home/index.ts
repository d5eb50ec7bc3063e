/** The start page, and the first page that a new person sees. */
import { IconHome } from "@tabler/icons-react";
import type { Feature } from "../../ui/feature";
import { HomeScreen } from "./home-screen";

// The start page is what most starts show, so it comes with the first chunk.
export const home: Feature = {
	id: "home",
	navigation: { labelKey: "name", icon: IconHome, route: { screen: "home" }, covers: ["home"] },
	screens: { home: HomeScreen },
};
