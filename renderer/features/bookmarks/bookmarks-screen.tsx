/** The screen of bookmarks. */
import type { ReactNode } from "react";
import type { ScreenComponent } from "../../ui";
import { DuplicatesView } from "./duplicates/duplicates-view";
import { CollectionView } from "./list/collection-view";

export const BookmarksScreen: ScreenComponent<"bookmarks"> = ({ route }): ReactNode =>
	route.view === "duplicates" ? <DuplicatesView /> : <CollectionView route={route} />;
