/** Shows a page beside an older version of it, from anywhere. */
import type { ItemId } from "../../../../shared/model/item";
import { useNavigation } from "../../../ui/navigation";
import { type Comparison, usePageView } from "./page-view";

export function comparePage(page: ItemId, older: Comparison["older"]): void {
	usePageView.getState().set({ comparison: { older, newer: null } });
	useNavigation.getState().go({ screen: "page", id: page });
}
