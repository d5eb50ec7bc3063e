/** The spaces of the tree of pages, live; each is open when it first appears. */
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { useTreeMemory } from "../../../ui/tree";
import { type PageGroup, pageGroups } from "./page-groups";

/** The same array while nothing about them changes. */
export function usePageGroups(tree: string): readonly PageGroup[] {
	const { t } = useTranslation("wiki");
	const nameOf = useSpaceName();
	const { all } = useSpaces();
	const now = pageGroups(all, nameOf, t("tree.shares"));
	const said = JSON.stringify(now);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `said` stands for them by value.
	const groups = useMemo(() => now, [said]);
	const ids = groups.map(({ id }) => id).join("\n");
	useEffect(() => {
		if (ids !== "") useTreeMemory.getState().expand(tree, ids.split("\n"));
	}, [tree, ids]);
	return groups;
}
