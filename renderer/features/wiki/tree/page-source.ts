/** The pages as a tree reads them: children of one page at a time, live. */
import type { Row } from "../../../../shared/model/item";
import type { Engine } from "../../../engine/contract";
import type { TreeChildren, TreeEntry, TreeSource } from "../../../ui/tree";
import { groupEntry, groupOf, type PageGroup } from "./page-groups";

type Child = Row & { readonly hasChildren: boolean };

/** Where there are groups, they stand at the top, and the pages of their spaces in them. */
export function pageSource(engine: Pick<Engine, "watch">, untitled: string, groups: readonly PageGroup[]): TreeSource {
	const entryOf = (row: Child): TreeEntry => ({
		id: row.id,
		label: row.title === "" ? untitled : row.title,
		hasChildren: row.hasChildren,
		locked: row.readOnly === 1,
	});

	/** The children of a page, or of the top of each of these spaces, one space after the other. */
	function watchAll(parent: string | null, spaces: readonly (string | undefined)[], tell: (children: TreeChildren) => void): () => void {
		const known = new Map<number, readonly TreeEntry[]>();
		const stops = spaces.map((space, index) =>
			engine.watch(
				"children",
				{ kind: "page", parent, ...(space === undefined ? {} : { space }) },
				(rows) => {
					known.set(index, rows.map(entryOf));
					if (known.size === spaces.length) tell({ is: "ready", entries: spaces.flatMap((_, at) => known.get(at) ?? []) });
				},
				() => tell({ is: "failed" }),
			),
		);
		return () => {
			for (const stop of stops) stop();
		};
	}

	return {
		watch(parent, tell) {
			if (parent === null && groups.length > 0) {
				tell({ is: "ready", entries: groups.map(groupEntry) });
				return () => undefined;
			}
			tell({ is: "loading" });
			const group = parent === null ? null : groupOf(groups, parent);
			return group === null ? watchAll(parent, [undefined], tell) : watchAll(null, group.spaces, tell);
		},
	};
}
