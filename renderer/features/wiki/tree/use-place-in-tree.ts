/** A page that was put elsewhere in the tree: within its space it is moved at once, into another space it is asked about first. */
import { useCallback } from "react";
import { useEngine, useTitleOf } from "../../../ui";
import { askForSpaces } from "../../../ui/spaces/ask";
import type { TreePlacement } from "../../../ui/tree";
import { usePageActions } from "../page/use-page-actions";
import { groupOf, groupOfSpace, type PageGroup } from "./page-groups";

export function usePlaceInTree(groups: readonly PageGroup[]): (placement: TreePlacement) => Promise<void> {
	const engine = useEngine();
	const actions = usePageActions();
	const titleOf = useTitleOf();
	return useCallback(
		async ({ id, parent, before }) => {
			const page = await engine.ask("item", { id }).catch(() => null);
			if (page === null) return;
			const group = parent === null ? groupOfSpace(groups, page.space) : groupOf(groups, parent);
			const below = group === null && parent !== null ? await engine.ask("item", { id: parent }).catch(() => null) : null;
			// Between two spaces stands nothing; on the ground below all is the end of its own space.
			if (parent === null && before !== null && groups.length > 0) return;
			const into = below?.space ?? (group === null || group.spaces.includes(page.space) ? page.space : (group.spaces[0] ?? page.space));
			if (into === page.space) return actions.place(id, below?.id ?? null, before);
			askForSpaces({ is: "copy", ids: [id], title: titleOf(page), from: page.space, into, move: true });
		},
		[engine, actions, titleOf, groups],
	);
}
