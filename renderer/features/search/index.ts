/** Search over the whole book, on a page of its own. */
import { lazy } from "react";
import type { Feature } from "../../ui/feature";

export const search: Feature = {
	id: "search",
	screens: { search: lazy(() => import("./search-screen").then(({ SearchScreen }) => ({ default: SearchScreen }))) },
};
