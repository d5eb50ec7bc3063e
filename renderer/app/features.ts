/** The features of the app, in the order of the navigation. Adding one is one line here. */
import { bookmarks } from "../features/bookmarks";
import { exchange } from "../features/exchange";
import { home } from "../features/home";
import { search } from "../features/search";
import { settings } from "../features/settings";
import { spaces } from "../features/spaces";
import { trash } from "../features/trash";
import { wiki } from "../features/wiki";
import type { Feature } from "../ui/feature";
import type { ScreenName } from "../ui/navigation";

export const features: readonly Feature[] = [home, wiki, bookmarks, search, spaces, trash, exchange, settings];

/** The feature that has this screen. */
export function featureOf(screen: ScreenName): Feature | undefined {
	return features.find((feature) => feature.screens[screen] !== undefined);
}
